package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/timeline/written"
)

// mostTimelineBytes is where reading a file stops: far above what GitHub lets anybody write.
const mostTimelineBytes = 8 << 20

// newTimelineCommand shows the timeline that somebody wrote in Markdown. It exits 0 also where there is none, 1 where the
// file cannot be read, 2 for wrong usage.
func newTimelineCommand() *cobra.Command {
	var posted, date, zone, format string
	cmd := &cobra.Command{
		Use:   "timeline FILE",
		Short: "Read a written timeline out of Markdown",
		Long: "Read the times that people typed into a Markdown file (FILE, or - for standard input): lists, tables, chat\n" +
			"logs, headings and sentences, with the zone and the day declared once and carried down.\n\n" +
			"Prints one row for each time in UTC, in the order of the document; ? is a time that is not known.",
		Example: "  sensible timeline postmortem.md --posted 2026-11-22\n  gh issue view 42 --json body -q .body | sensible timeline - --date 2026-11-22 --zone Asia/Tokyo --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return exitError{exitUsage, "timeline takes one file, or - for standard input: sensible timeline FILE"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return exitError{exitUsage, fmt.Sprintf("--format %s is neither text nor json", format)}
			}
			options, err := writtenOptions(posted, date, zone, time.Now())
			if err != nil {
				return exitError{exitUsage, err.Error()}
			}
			text, err := readFile(args[0], io.LimitReader(cmd.InOrStdin(), mostTimelineBytes))
			if err != nil {
				return exitError{exitFound, fmt.Sprintf("cannot read %s: %s; name another file (sensible timeline FILE), or - for standard input", args[0], plainReason(err))}
			}
			rows := written.Read(string(text), options)
			if format == "json" {
				return printRowsJSON(cmd.OutOrStdout(), rows)
			}
			return printRows(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().StringVar(&posted, "posted", "", "the day of the post, as 2026-11-22; a missing year is the latest not after it (default today)")
	cmd.Flags().StringVar(&date, "date", "", "the day meant where the text has none, as 2026-11-22 (default the latest not after the post)")
	cmd.Flags().StringVar(&zone, "zone", "", "the zone of times that name none, as Asia/Tokyo (default UTC)")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// writtenOptions reads the flags. A day of the post allows times until its end; a moment (RFC 3339) until then.
func writtenOptions(posted, date, zone string, now time.Time) (written.Options, error) {
	o := written.Options{Limit: endOfDay(now.UTC())}
	if posted != "" {
		if moment, err := time.Parse(time.RFC3339, posted); err == nil {
			o.Limit = moment
		} else if day, err := time.Parse(time.DateOnly, posted); err == nil {
			o.Limit = endOfDay(day)
		} else {
			return o, fmt.Errorf("--posted %s is no day: write it as 2026-11-22", posted)
		}
	}
	if date != "" {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return o, fmt.Errorf("--date %s is no day: write it as 2026-11-22", date)
		}
		o.Day = day
	}
	if zone != "" {
		loc, err := time.LoadLocation(zone)
		if err != nil || zone == "Local" {
			return o, fmt.Errorf("--zone %s is no zone: write it as Asia/Tokyo or UTC", zone)
		}
		o.Zone, o.Team = loc, []*time.Location{loc}
	}
	return o, nil
}

// endOfDay is the last second of a day.
func endOfDay(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, time.UTC)
}

// writtenRow is a row as scripts read it.
type writtenRow struct {
	At      *time.Time `json:"at"`
	Text    string     `json:"text"`
	Line    int        `json:"line"`
	Assumed bool       `json:"assumed,omitempty"`
}

func printRowsJSON(w io.Writer, rows []written.Row) error {
	out := make([]writtenRow, 0, len(rows))
	for _, r := range rows {
		row := writtenRow{Text: r.Text, Line: r.Line, Assumed: r.Assumed}
		if !r.At.IsZero() {
			row.At = &r.At
		}
		out = append(out, row)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func printRows(w io.Writer, rows []written.Row) error {
	var b bytes.Buffer
	table := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, r := range rows {
		at := "?"
		if !r.At.IsZero() {
			at = r.At.Format("2006-01-02 15:04:05 UTC")
		}
		if r.Assumed {
			at += " (zone assumed)"
		}
		fmt.Fprintf(table, "%s\t%s\n", at, inert.Clip(inert.Plain(r.Text), 200))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
