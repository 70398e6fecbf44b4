package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/metrics/rows"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/report"
)

// reportFlags are what a report is asked for.
type reportFlags struct {
	input, since, format, language, cache string
}

// newReportCommand tells the key times over many incidents. It exits 0 also where there are none, 1 where the file cannot be
// read, 2 for wrong usage.
func newReportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Key times over many incidents, and where to invest",
		Long: "Compute the key times of many incidents: how many, mean, median, 90th percentile, by severity, component and\n" +
			"month; the mean time between failures; where the time goes and what would shorten it. Rows that cannot be\n" +
			"right are left out, and listed with their line and the reason.",
		Example: "  sensible report --repo acme/shop --since 90d\n  sensible report --input incidents.csv --format json",
		Args:    cobra.NoArgs,
	}
	remote := newRemote(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return makeReport(cmd, remote, f, time.Now().UTC()) }
	cmd.Flags().StringVar(&f.input, "input", "", "`FILE` of incidents, .csv or .json; - is CSV from standard input")
	cmd.Flags().StringVar(&f.since, "since", "", "only incidents that started since, as 90d, 12w or 2026-01-01")
	cmd.Flags().StringVar(&f.format, "format", "md", "md, json, csv or svg")
	cmd.Flags().StringVar(&f.language, "language", "", "en or ja (default the repository's, else en)")
	cmd.Flags().StringVar(&f.cache, "cache", "", "`FOLDER` in which what was read is kept for the next time (default the user's cache)")
	withBoard(cmd, remote, &f)
	return cmd
}

func makeReport(cmd *cobra.Command, r *remote, f reportFlags, now time.Time) error {
	from, err := since(f.since, now)
	if err != nil {
		return exitError{exitUsage, err.Error()}
	}
	if !strings.Contains(" md json csv svg ", " "+f.format+" ") {
		return exitError{exitUsage, fmt.Sprintf("--format %s is none of md, json, csv, svg", f.format)}
	}
	var in report.Input
	switch {
	case f.input != "" && *r.repo != "":
		return exitError{exitUsage, "--input and --repo are two places: name one"}
	case f.input == "" && r.name() == "":
		return exitError{exitUsage, "name the incidents: sensible report --repo owner/name, or --input FILE.csv"}
	case f.input == "":
		in, err = r.fromRepository(cmd.Context(), f, from, now)
	default:
		in, err = fromFile(f, cmd.InOrStdin(), from, now)
	}
	if err != nil {
		return err
	}
	if f.language != "" {
		in.Language = f.language
	}
	return printReport(cmd.OutOrStdout(), in, f.format)
}

// fromFile makes a report of a table. Nothing is known of the team but what stands there.
func fromFile(f reportFlags, stdin io.Reader, from, now time.Time) (report.Input, error) {
	records, rejected, err := readRecords(f.input, stdin)
	if err != nil {
		return report.Input{}, exitError{exitFound, fmt.Sprintf("cannot read %s: %s", f.input, plainReason(err))}
	}
	records = startedSince(records, from)
	in := report.Input{
		Title: strings.TrimSuffix(filepath.Base(f.input), filepath.Ext(f.input)), From: from,
		Report: metrics.Make(records, rejected), Shares: metrics.Shares(records), Listed: records,
		Advice: metrics.Advise(records, metrics.Situation{Stage: policy.Default(1).Stage}), Early: metrics.DeclaredEarly(records),
	}
	if f.input == "-" {
		in.Title = "standard input"
	}
	if !from.IsZero() {
		in.To = now
	}
	return in, nil
}

// printReport writes a report in one of its formats.
func printReport(out io.Writer, in report.Input, format string) error {
	var text string
	var err error
	switch format {
	case "json":
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(in.Report)
	case "csv":
		text, err = report.CSV(in.Report)
	case "svg":
		text, err = report.SVG(in)
	default:
		text, err = report.Markdown(in)
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return err
}

// readRecords reads a file, row by row. JSON is known by its name, or by its first character.
func readRecords(name string, stdin io.Reader) ([]metrics.Record, []metrics.Rejected, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name) // #nosec G304 -- the user names the file
		if err != nil {
			return nil, nil, err
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return rows.JSON(in)
	}
	first := make([]byte, 64)
	n, err := io.ReadFull(in, first)
	if err != nil && n == 0 {
		return nil, nil, nil // empty: no incidents yet
	}
	whole := io.MultiReader(bytes.NewReader(first[:n]), in)
	if bytes.HasPrefix(bytes.TrimLeft(first[:n], " \t\r\n"), []byte("[")) {
		return rows.JSON(whole)
	}
	return rows.CSV(whole)
}

// since reads how far back to look: a length of time, or a day.
func since(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, nil
	}
	d, err := policy.ParseDuration(text)
	if err != nil || d.IsZero() {
		return time.Time{}, fmt.Errorf("--since %s is neither a length of time, such as 90d or 12w, nor a day, such as 2026-01-01", text)
	}
	return now.Add(-d.Elapsed()), nil
}

// startedSince leaves out what started before. What has no start stays, to be listed.
func startedSince(records []metrics.Record, from time.Time) []metrics.Record {
	if from.IsZero() {
		return records
	}
	var out []metrics.Record
	for _, r := range records {
		if p, ok := r.Points[incident.Started]; !ok || !p.At.Before(from) {
			out = append(out, r)
		}
	}
	return out
}
