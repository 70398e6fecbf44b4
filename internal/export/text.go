package export

import (
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
)

// Text is the result for a terminal.
func (r Result) Text() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	for _, p := range r.Config {
		line("%s", p)
	}
	if r.Incident == nil {
		line("no incident: neither the label nor the form's headings, and nobody who may has declared it")
		return b.String()
	}
	i := r.Incident
	line("#%d %s: %s, %s, %s", i.Number, i.Title, i.Phase, i.Status, i.Severity)
	for _, role := range incident.Roles {
		if login, ok := i.Roles[string(role)]; ok {
			line("  %s %s", role, login)
		}
	}
	for _, m := range incident.Milestones {
		if p, ok := i.Milestones[string(m)]; ok {
			line("  %-10s %s %s", m, p.At.UTC().Format("2006-01-02 15:04:05 UTC"), p.Quality)
		}
	}
	for _, k := range incident.KeyTimes {
		if s := i.KeyTimes[k.Name]; s != nil {
			line("  %s %d s", strings.ToUpper(k.Name), *s)
		} else {
			line("  %s %s", strings.ToUpper(k.Name), i.Reasons[k.Name])
		}
	}
	section(&b, "Timeline", r.Timeline, func(e Entry) string {
		if e.At == nil {
			return "(unknown) " + e.Text
		}
		return e.At.UTC().Format("2006-01-02 15:04 UTC") + " " + e.Text
	})
	section(&b, "Action items", r.ActionItems, func(a ActionItem) string { return a.Title + " (" + a.Quadrant + ")" })
	section(&b, "Refused", r.Refused, func(f Refused) string {
		text := fmt.Sprintf("comment %d, line %d: %s: %s", f.Comment, f.Line, f.Text, f.Reason)
		if f.Paste != nil {
			text += " Paste: " + *f.Paste
		}
		return text
	})
	section(&b, "Plan", r.Plan, func(s Step) string { return s.Action + " " + s.Target })
	if r.WakeAt != nil {
		line("Look again at %s", r.WakeAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return b.String()
}

func section[T any](b *strings.Builder, title string, rows []T, show func(T) string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", title)
	for _, r := range rows {
		fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(show(r), "\n", " "))
	}
}
