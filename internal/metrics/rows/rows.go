// Package rows reads incidents out of a table: CSV as spreadsheets write it (commas, semicolons or tabs, with or without a
// byte order mark) and JSON. A row that cannot be read is listed with its line and the reason, and the rest counts.
//
// It does not judge whether the times of a row fit together (package metrics does), and opens no files.
package rows

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
)

// column is one that is known. Unknown ones are ignored.
type column struct {
	name      string
	milestone incident.Milestone                         // for times
	set       func(r *metrics.Record, text string) error // for the others
}

// otherRecovered is another name of recovered_at, which wins where a row has both.
const otherRecovered = "resolved_at"

// columns is the table of what is read; the names are those of the outer contract.
func columns() []column {
	out := []column{
		{name: "id", set: func(r *metrics.Record, s string) error { r.ID = s; return nil }},
		{name: "title", set: func(r *metrics.Record, s string) error { r.Title = s; return nil }},
		{name: "severity", set: func(r *metrics.Record, s string) error { r.Severity = s; return nil }},
		{name: "url", set: func(r *metrics.Record, s string) error { r.URL = s; return nil }},
		{name: "services", set: components},
		{name: "components", set: components},
		{name: "phase", set: phase},
		{name: "drill", set: drill},
		{name: otherRecovered, milestone: incident.Recovered},
	}
	for _, m := range incident.Milestones {
		out = append(out, column{name: string(m) + "_at", milestone: m})
	}
	return out
}

func components(r *metrics.Record, text string) error {
	for name := range strings.SplitSeq(text, ";") {
		if name = strings.TrimSpace(name); name != "" {
			r.Components = append(r.Components, name)
		}
	}
	return nil
}

// phase takes out what ended without having been an incident.
func phase(r *metrics.Record, text string) error {
	switch p := incident.Phase(strings.ToLower(text)); p {
	case incident.PhaseCancelled:
		r.Excluded = metrics.Cancelled
	case incident.PhaseDuplicate:
		r.Excluded = metrics.Duplicate
	case incident.Suspected:
		r.Excluded = metrics.Suspected
	}
	return nil
}

func drill(r *metrics.Record, text string) error {
	switch strings.ToLower(text) {
	case "true", "yes", "1", "drill":
		r.Excluded = metrics.Drill
	case "", "false", "no", "0", "real":
	default:
		return fmt.Errorf("drill: %s is neither true nor false", quoted(text))
	}
	return nil
}

// put sets one cell. An empty cell says nothing.
func put(r *metrics.Record, c column, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if c.set != nil {
		return c.set(r, text)
	}
	at, err := instant(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	if c.name == otherRecovered && has(r, incident.Recovered) {
		return nil
	}
	r.Points[c.milestone] = incident.Point{At: at, Quality: incident.Stated}
	return nil
}

// finish says what a whole row lacks.
func finish(r *metrics.Record) error {
	switch {
	case r.ID == "":
		return fmt.Errorf("id is missing")
	case !has(r, incident.Started):
		return fmt.Errorf("started_at is missing")
	}
	return nil
}

func has(r *metrics.Record, m incident.Milestone) bool { _, ok := r.Points[m]; return ok }

// layouts are the ways to write an instant: always with a zone, for a time without one is a guess.
var layouts = [...]string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00",
	"2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04 Z07:00",
	"2006-01-02 15:04 Z0700", "2006-01-02 15:04:05 UTC", "2006-01-02 15:04 UTC", "2006-01-02T15:04:05Z07",
}

// bare are the same without a zone: understood, so that the reason can say what is missing.
var bare = [...]string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

func instant(text string) (time.Time, error) {
	for _, l := range layouts {
		if t, err := time.Parse(l, text); err == nil {
			return t.UTC(), nil
		}
	}
	for _, l := range bare {
		if _, err := time.Parse(l, text); err == nil {
			return time.Time{}, fmt.Errorf("%s has no zone; write it like 2025-03-18T10:05:00Z", quoted(text))
		}
	}
	return time.Time{}, fmt.Errorf("%s is not a time; write it like 2025-03-18T10:05:00Z", quoted(text))
}

// quoted shows hostile text in one short line.
func quoted(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
