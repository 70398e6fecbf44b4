package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sensible-im/sensible/internal/declare"
	"github.com/sensible-im/sensible/internal/when"
)

// declareFlags are what somebody says of an incident, as typed.
type declareFlags struct {
	declare.Declaration
	started, detected, zone string
	offline, send           bool
	format                  string
}

// newDeclareCommand opens an incident from a terminal.
func newDeclareCommand() *cobra.Command {
	var f declareFlags
	cmd := &cobra.Command{
		Use:   "declare",
		Short: "Declare an incident from a terminal, even while GitHub is away",
		Long: "Open the issue of an incident, filled in like the form. While GitHub does not answer, or with\n" +
			"--offline, it is kept in a file on this machine and sent later as what it was: with the times\n" +
			"at which it started, was detected and was declared, and once. Every declare sends what waits.",
		Example: "  sensible declare --repo acme/shop --title \"Checkout answers 502\" --severity 1 --started \"10:05 JST\"\n" +
			"  sensible declare --offline --repo acme/shop --title \"Checkout answers 502\"\n" +
			"  sensible declare --send",
		Args: cobra.NoArgs,
	}
	r := newRemote(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.Title, "title", "", "what is broken, in a few words")
	flags.StringVar(&f.Seen, "seen", "", "what do you see? (default: the title)")
	flags.StringVar(&f.Severity, "severity", "", "sev1 … sev4, 1 … 4, or a name of the repository's policy (default: not known)")
	flags.StringArrayVar(&f.Components, "component", nil, "what is affected (repeatable)")
	flags.StringVar(&f.Impact, "impact", "", "who notices, and what can they not do?")
	flags.StringVar(&f.DetectedBy, "detected-by", "", "alert, customer, colleague or myself")
	flags.StringArrayVar(&f.Links, "link", nil, "a dashboard, a log, a conversation (repeatable)")
	flags.StringVar(&f.started, "started", "", "when it began: \"10:05 JST\", \"15m ago\", 2026-11-22T10:05Z")
	flags.StringVar(&f.detected, "detected", "", "when it was noticed (default: now)")
	flags.StringVar(&f.zone, "zone", "", "IANA `ZONE` of times that name none (default: this machine's)")
	flags.BoolVar(&f.Drill, "drill", false, "an exercise: it pages nobody and does not count")
	flags.BoolVar(&f.offline, "offline", false, "keep it on this machine and send it later")
	flags.BoolVar(&f.send, "send", false, "send what waits on this machine, and declare nothing")
	flags.StringVar(&f.format, "format", "text", "text or json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		dir, err := declare.Folder(os.Getenv)
		if err != nil {
			return exitError{exitFound, err.Error()}
		}
		if f.format != "text" && f.format != "json" {
			return exitError{exitUsage, fmt.Sprintf("--format: %q is neither text nor json", f.format)}
		}
		d := &declaring{remote: r, spool: declare.Spool{Dir: dir}, out: cmd.OutOrStdout(), err: cmd.ErrOrStderr(), json: f.format == "json"}
		if f.send {
			return d.finish(d.sendWaiting(cmd.Context(), ""))
		}
		one, err := f.read(r.name(), time.Now())
		if err != nil {
			return exitError{exitUsage, err.Error()}
		}
		return d.declare(cmd.Context(), one, f.offline)
	}
	return cmd
}

// read turns what was typed into a declaration. now is when it was declared.
func (f declareFlags) read(repo string, now time.Time) (declare.Declaration, error) {
	d := f.Declaration
	d.ID, d.Repository, d.Declared = declare.NewID(), repo, now.UTC().Truncate(time.Second)
	owner, name, ok := strings.Cut(repo, "/")
	switch d.Title = strings.Join(strings.Fields(d.Title), " "); {
	case repo == "":
		return d, errors.New("which repository? give --repo owner/name")
	case !ok || owner == "" || name == "" || strings.Contains(name, "/"):
		return d, fmt.Errorf("--repo: %q is no repository; write owner/name", repo)
	case d.Title == "":
		return d, errors.New("what is broken? give --title, for instance --title \"Checkout answers 502\"")
	case len([]rune(d.Title)) > 256:
		return d, errors.New("--title: GitHub takes no more than 256 characters; the rest fits into --seen")
	}
	d.Severity = severityName(d.Severity)
	zones, err := f.zones()
	if err != nil {
		return d, err
	}
	for _, t := range []struct {
		flag, text string
		into       *time.Time
	}{{"started", f.started, &d.Started}, {"detected", f.detected, &d.Detected}} {
		if t.text == "" {
			continue
		}
		got, err := when.Parse(t.text, when.Context{Now: now, Zones: zones})
		if err != nil {
			return d, fmt.Errorf("--%s: %w", t.flag, err)
		}
		*t.into = got.At
	}
	if !d.Detected.IsZero() && d.Detected.Before(d.Started) {
		return d, errors.New("--detected: it cannot have been noticed before it started")
	}
	if d.Detected.After(d.Declared) {
		d.Detected = d.Declared
	}
	return d, nil
}

// severityName reads "1" as sev1, as /severity does; any other name is the policy's to judge.
func severityName(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == 1 && text[0] >= '1' && text[0] <= '9' {
		return "sev" + text
	}
	return text
}

func (f declareFlags) zones() ([]*time.Location, error) {
	if f.zone == "" {
		return []*time.Location{time.Local}, nil
	}
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return nil, fmt.Errorf("--zone: %q is no time zone; write one like Asia/Tokyo", f.zone)
	}
	return []*time.Location{zone}, nil
}

// told is what the command tells of one declaration.
type told struct {
	Repository string    `json:"repository"`
	Title      string    `json:"title"`
	Number     *int      `json:"number"` // null: not sent yet
	URL        *string   `json:"url"`
	Kept       *string   `json:"kept"` // the file that keeps it; null: sent
	Declared   time.Time `json:"declared"`
}

// show prints what became of the declarations.
func (d *declaring) show(list []told) error {
	if d.json {
		e := json.NewEncoder(d.out)
		e.SetIndent("", "  ")
		return e.Encode(append([]told{}, list...))
	}
	for _, t := range list {
		line := fmt.Sprintf("kept: %s, %q; `sensible declare --send` sends it as of %s\n", deref(t.Kept), t.Title, t.Declared.Format("2006-01-02 15:04 UTC"))
		if t.Number != nil {
			line = fmt.Sprintf("%s#%d %s\n", t.Repository, *t.Number, deref(t.URL))
		}
		if _, err := fmt.Fprint(d.out, line); err != nil {
			return err
		}
	}
	return nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
