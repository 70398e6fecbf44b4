// Package history turns incidents as GitHub shows them into rows that many incidents are measured by, and keeps such rows so
// that the next look only has to read what changed.
//
// It measures nothing (package metrics), fetches nothing (package github), and keeps no figure about a person.
package history

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Entry is one incident, as far as many are looked at together.
type Entry struct {
	metrics.Record
	Bare    bool           // its record could not be read or believed: only labels and dates tell of it
	Asked   map[string]int // nudges by rule
	Acted   map[string]int // … of them, after which the thing was done
	Overdue int            // action items that are late
	Helpers []uint64       // who wrote, only to be counted
	Night   *time.Duration // from detection to engagement, where it was detected out of working hours
}

// Read makes the entry of an incident. A card whose ledger does not verify is not believed: what is left are the labels and
// dates that GitHub itself keeps.
func Read(w snapshot.World, ring ledger.Keyring, cfg policy.Config, now time.Time) Entry {
	l := replay.Open(w, ring, nil)
	if l.Version == 0 {
		return bare(w, cfg)
	}
	i := replay.Fold(l, w, cfg)
	e := Entry{Record: metrics.Record{
		ID: w.Repository.FullName() + "#" + strconv.Itoa(i.Number), Title: w.Issue.Title, URL: w.Issue.URL,
		Components: i.Components, Points: i.Milestones, Excluded: excluded(i),
	}}
	if i.Highest != incident.Unknown {
		e.Severity = string(i.Highest)
	}
	e.nudges(l, i)
	e.helpers(l)
	for _, a := range i.Actions {
		if a.DoneAt.IsZero() && !a.Declined && a.Due != "" && a.Due < now.UTC().Format(time.DateOnly) {
			e.Overdue++
		}
	}
	e.night(i, cfg)
	return e
}

func excluded(i incident.Incident) metrics.Exclusion {
	switch {
	case i.Drill:
		return metrics.Drill
	case i.Phase == incident.PhaseCancelled:
		return metrics.Cancelled
	case i.Phase == incident.PhaseDuplicate:
		return metrics.Duplicate
	case !i.Declared:
		return metrics.Suspected
	}
	return metrics.Counts
}

// bare is what GitHub's own labels and dates tell.
func bare(w snapshot.World, cfg policy.Config) Entry {
	e := Entry{Bare: true, Record: metrics.Record{
		ID: w.Repository.FullName() + "#" + strconv.Itoa(w.Issue.Number), Title: w.Issue.Title, URL: w.Issue.URL,
		Points: map[incident.Milestone]incident.Point{
			incident.Started:  {At: w.Issue.CreatedAt, Quality: incident.Assumed},
			incident.Detected: {At: w.Issue.CreatedAt, Quality: incident.Observed},
		},
	}}
	if !w.Issue.ClosedAt.IsZero() && w.Issue.ClosedAt.After(w.Issue.CreatedAt) {
		e.Points[incident.Recovered] = incident.Point{At: w.Issue.ClosedAt, Quality: incident.Observed}
	}
	for _, label := range w.Issue.Labels {
		if name, ok := strings.CutPrefix(label, cfg.Labels.Severity); ok && cfg.Labels.Severity != "" && name != string(incident.Unknown) {
			e.Severity = name
		}
		if name, ok := strings.CutPrefix(label, cfg.Labels.Phase); ok && cfg.Labels.Phase != "" {
			switch incident.Phase(name) {
			case incident.PhaseCancelled:
				e.Excluded = metrics.Cancelled
			case incident.PhaseDuplicate:
				e.Excluded = metrics.Duplicate
			case incident.Suspected:
				e.Excluded = metrics.Suspected
			}
		}
	}
	if w.Issue.HasLabel(cfg.Labels.Drill) {
		e.Excluded = metrics.Drill
	}
	return e
}

// night notes how long it took until somebody was on it, where it was detected out of the team's working hours.
func (e *Entry) night(i incident.Incident, cfg policy.Config) {
	detected, known := i.Milestones[incident.Detected]
	engaged, taken := i.Milestones[incident.Engaged]
	if !known || !taken || e.Excluded != metrics.Counts || cfg.InWorkingHours("", detected.At) || engaged.At.Before(detected.At) {
		return
	}
	took := engaged.At.Sub(detected.At)
	e.Night = &took
}

// helpers notes who wrote, as numbers that say nothing but whether two are the same.
func (e *Entry) helpers(l ledger.Ledger) {
	for _, o := range l.Seen {
		if o.Kind != replay.SeenEngaged && o.Kind != replay.SeenHelper {
			continue
		}
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "helper %d", o.Actor.ID) // a hash takes everything
		if n := h.Sum64(); !slices.Contains(e.Helpers, n) {
			e.Helpers = append(e.Helpers, n)
		}
	}
}

// Engineers counts who wrote on the incidents.
func Engineers(entries []Entry) int {
	seen := map[uint64]bool{}
	for _, e := range entries {
		for _, h := range e.Helpers {
			seen[h] = true
		}
	}
	return len(seen)
}

// Overdue counts the action items that are late.
func Overdue(entries []Entry) (n int) {
	for _, e := range entries {
		n += e.Overdue
	}
	return n
}

// MedianNight is the median of the nights; nil where there are none.
func MedianNight(entries []Entry) *float64 {
	var all []time.Duration
	for _, e := range entries {
		if e.Night != nil {
			all = append(all, *e.Night)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	n := len(all)
	s := (all[(n-1)/2] + all[n/2]).Seconds() / 2
	return &s
}

// Records are the entries as metrics want them.
func Records(entries []Entry) []metrics.Record {
	out := make([]metrics.Record, 0, len(entries))
	for _, e := range entries {
		out = append(out, e.Record)
	}
	return out
}
