// Package imported turns rows of a table into past incidents as GitHub is to show them: a title, a text, a severity, and a
// ledger whose observations are the milestones. The same row gives the same key, so that it is found again.
//
// It reads no file and no table (package metrics/rows does) and writes nothing to GitHub (package imported/carry does).
package imported

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/wording"
)

// longestTitle and mostText bound what GitHub takes, in characters.
const (
	longestTitle = 240
	mostText     = 5_000
)

// Entry is one past incident.
type Entry struct {
	Key      string // of its row; stands in the marker
	ID       string // in the table
	Line     int    // of the table
	Title    string
	Body     string // of the issue, with the marker
	Severity string // by the policy's name; unknown where the policy has none for the table's word
	Ledger   ledger.Ledger
}

// Rejected is a row that is not brought in, and why.
type Rejected struct {
	ID     string `json:"id"`
	Line   int    `json:"line"` // 1-based
	Reason string `json:"reason"`
}

// Make judges the rows of a table called file: what it takes is in the order of the table, what it rejects in that of the
// lines. Rows are rejected where metrics could never count them: an incident that ended before it began, in the future, or
// twice in the table. now is the time of the import.
func Make(records []metrics.Record, file string, cfg policy.Config, now time.Time) (entries []Entry, rejected []Rejected, err error) {
	for _, r := range metrics.Make(records, nil).Incidents.Rejected {
		rejected = append(rejected, Rejected{r.ID, r.Line, r.Reason})
	}
	lines := map[string]int{}
	for _, r := range records {
		reason := refusal(r, lines, now)
		known := slices.ContainsFunc(rejected, func(x Rejected) bool { return x.Line == r.Line && x.ID == r.ID })
		switch {
		case known:
			continue
		case reason != "":
			rejected = append(rejected, Rejected{r.ID, r.Line, reason})
			continue
		}
		lines[r.ID] = r.Line
		e, err := entry(r, file, cfg)
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", r.Line, err)
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(rejected, func(a, b Rejected) int { return a.Line - b.Line })
	return entries, rejected, nil
}

// refusal says why a row is not brought in; empty = it is.
func refusal(r metrics.Record, lines map[string]int, now time.Time) string {
	if first, twice := lines[r.ID]; twice {
		return fmt.Sprintf("the id is in line %d already", first)
	}
	switch r.Excluded {
	case metrics.Cancelled, metrics.Duplicate, metrics.Suspected:
		return fmt.Sprintf("it was no incident (%s)", r.Excluded)
	}
	for _, m := range incident.Milestones {
		if p, ok := r.Points[m]; ok && p.At.After(now) {
			return fmt.Sprintf("%s_at %s is in the future", m, p.At.UTC().Format(time.RFC3339))
		}
	}
	return ""
}

// Key is the key of a row by its id.
func Key(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:12])
}

// row is one line of the text.
type row struct {
	Milestone string
	At        time.Time
}

func entry(r metrics.Record, file string, cfg policy.Config) (Entry, error) {
	e := Entry{Key: Key(r.ID), ID: r.ID, Line: r.Line, Severity: severity(r.Severity, cfg)}
	e.Title = inert.Clip(inert.Plain(r.Title), longestTitle)
	if e.Title == "" {
		e.Title = inert.Clip(inert.Plain("Incident "+r.ID), longestTitle)
	}
	e.Ledger = record(r, e)
	var rows []row
	for _, m := range incident.Milestones {
		if p, ok := r.Points[m]; ok {
			rows = append(rows, row{string(m), p.At})
		}
	}
	text, err := wording.In(cfg.Language).Render("import/body", map[string]any{
		"File": file, "ID": r.ID, "URL": r.URL, "Rows": rows, "Severity": r.Severity, "Components": r.Components,
		"Mapped": e.Severity != policy.Unknown,
	})
	if err != nil {
		return e, err
	}
	e.Body = inert.Clip(wording.Tidy(text), mostText) + "\n\n" + marker.Of(replay.ImportedPrefix+e.Key)
	return e, nil
}

// record is the ledger of a row: it was declared when it was noticed, as far as anybody knows.
func record(r metrics.Record, e Entry) ledger.Ledger {
	started := r.Points[incident.Started].At
	l := ledger.Ledger{Version: ledger.Version, Declaration: ledger.Declaration{
		At: started, Responder: true, Components: r.Components, Drill: r.Excluded == metrics.Drill,
	}}
	if p, ok := r.Points[incident.Detected]; ok {
		l.Declaration.At = p.At
	}
	if e.Severity != policy.Unknown {
		l.Declaration.Severity = e.Severity
	}
	for _, m := range incident.Milestones {
		if p, ok := r.Points[m]; ok {
			l.Seen = append(l.Seen, ledger.Observation{Kind: ledger.Imported, At: p.At, Ref: string(m)})
		}
	}
	return l
}

// severity is the policy's name for a table's word: the name, the title, or the number in it (SEV-1, P2).
func severity(text string, cfg policy.Config) string {
	if strings.TrimSpace(text) == "" {
		return policy.Unknown
	}
	plain := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" -_.#", c) {
			return -1
		}
		return c
	}, text)
	digits := strings.TrimLeft(plain, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for _, word := range []string{text, plain, digits} {
		if name, ok := cfg.Severity(word); ok && name != "" {
			return name
		}
	}
	return policy.Unknown
}
