// Package metrics computes the key times over many incidents: how many, mean, median, 90th percentile, by severity,
// component, month and year, and the mean time between failures. It is exact: durations are whole microseconds, sums have
// no bound, and nothing is rounded but the figure that is shown (to the millisecond).
//
// It keeps no figure about a person, reads no files (package metrics/rows reads tables), and does not know where incidents
// come from.
package metrics

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// Exclusion says why an incident does not count although nothing is wrong with it.
type Exclusion string

// The exclusions; the empty one counts.
const (
	Counts    Exclusion = ""
	Drill     Exclusion = "drill"
	Cancelled Exclusion = "cancelled"
	Duplicate Exclusion = "duplicate"
	Private   Exclusion = "private"
	Suspected Exclusion = "suspected" // nobody has confirmed that it is one
)

// Record is one incident, as far as metrics look at it.
type Record struct {
	ID         string
	Title      string
	URL        string // where a figure leads its reader; empty = nowhere
	Line       int    // in the file that it was read from, 1-based; 0 = from no file
	Severity   string // the highest held; free text; empty = nobody said
	Components []string
	Points     map[incident.Milestone]incident.Point // UTC
	Excluded   Exclusion
}

// at returns a milestone's time.
func (r Record) at(m incident.Milestone) (time.Time, bool) {
	p, ok := r.Points[m]
	return p.At, ok
}

// Rejected is a row that cannot be counted, or a figure of it that contradicts another.
type Rejected struct {
	ID     string `json:"id"`
	Line   int    `json:"line"` // 0 = from no file
	Reason string `json:"reason"`
}

// Figures are the times of a group of incidents.
type Figures struct {
	Counted  int              `json:"counted"`
	KeyTimes map[string]Stats `json:"key_times"` // by the names of incident.KeyTimes, and tbf
	MTBF     *float64         `json:"mtbf_s"`    // mean up-time between downtimes, seconds; nil with fewer than two
}

// Group is one part of the incidents: a year, a severity, a component.
type Group struct {
	Rows     int `json:"rows"`     // counted and rejected
	Rejected int `json:"rejected"` // of them
	Figures
}

// Incidents says how many rows there were, and what became of them.
type Incidents struct {
	Rows     int               `json:"rows"`
	Counted  int               `json:"counted"`
	Rejected []Rejected        `json:"rejected"`
	Excluded map[Exclusion]int `json:"excluded"`
	// Contradictions are key times of counted incidents that run backwards: left out of that key time only.
	Contradictions []Rejected `json:"contradictions"`
}

// Report is what many incidents come to. Its JSON is the outer contract of `sensible report --format json`.
type Report struct {
	Incidents   Incidents        `json:"incidents"`
	KeyTimes    map[string]Stats `json:"key_times"`
	MTBF        *float64         `json:"mtbf_s"`
	ByYear      map[string]Group `json:"by_year"`  // "2026": by the start, UTC
	ByMonth     map[string]Group `json:"by_month"` // "2026-11"
	BySeverity  map[string]Group `json:"by_severity"`
	ByComponent map[string]Group `json:"by_component"`
}

// Make computes the report. Unreadable are rows that could not even be read: they are counted and listed with the rest.
func Make(records []Record, unreadable []Rejected) Report {
	s := sift(records)
	s.rejected = append(append([]Rejected{}, unreadable...), s.rejected...)
	sortRejected(s.rejected)
	sortRejected(s.contradictions)
	whole := figures(s.counted)
	return Report{
		Incidents: Incidents{
			Rows: len(records) + len(unreadable), Counted: len(s.counted),
			Rejected: s.rejected, Excluded: s.excluded, Contradictions: s.contradictions,
		},
		KeyTimes: whole.KeyTimes, MTBF: whole.MTBF,
		ByYear:      s.groups(func(r Record) []string { return startedIn(r, "2006") }),
		ByMonth:     s.groups(func(r Record) []string { return startedIn(r, "2006-01") }),
		BySeverity:  s.groups(func(r Record) []string { return []string{severityOf(r)} }),
		ByComponent: s.groups(func(r Record) []string { return distinct(r.Components) }),
	}
}

func startedIn(r Record, layout string) []string {
	at, ok := r.at(incident.Started)
	if !ok {
		return nil
	}
	return []string{at.UTC().Format(layout)}
}

func severityOf(r Record) string {
	if r.Severity == "" {
		return string(incident.Unknown)
	}
	return r.Severity
}
