package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/when"
	"github.com/sensible-im/sensible/internal/wording"
)

// view is what the templates show.
type view struct {
	Document
	Zones    []*time.Location
	Points   []point
	Segments []segment
	Measures []measure
	TBF      *between
	Rows     []row
	Actions  []action
	Duration string
}

// point is a milestone as the front matter and the table show it.
type point struct {
	Name  string
	Known bool
	incident.Point
}

// segment is a stretch of the gantt chart. Name selects its words.
type segment struct {
	Name     string
	Phase    string
	From, To time.Time
}

// measure is a key time with its derivation.
type measure struct {
	incident.Measure
	Value    string
	From, To incident.Milestone
	FromQ    incident.Quality
	ToQ      incident.Quality
}

// between is the time between failures: from an earlier incident's recovery to this one's start.
type between struct {
	Value   string
	Earlier snapshot.Earlier
}

// row is one line of the timeline.
type row struct {
	Stamp string   // date and time in UTC
	Local []string // in the team's other zones
	Text  string
	ID    string
	URL   string
	// Images stand in what was written; they are linked, never shown.
	Images []timeline.Image
}

type action struct {
	incident.ActionItem
	followup.Result
	URL string
}

// unknownTime stands where a time was written as unknown.
const unknownTime = "?"

func newView(d Document) view {
	book := wording.In(d.Config.Language)
	v := view{Document: d, Zones: d.Config.Zones(), Segments: segments(d.Incident), Measures: measures(d.Incident, book), TBF: tbf(d, book)}
	for _, m := range incident.Milestones {
		p, ok := d.Incident.Milestones[m]
		v.Points = append(v.Points, point{string(m), ok, p})
	}
	for _, e := range d.Entries {
		r := row{Stamp: e.At.UTC().Format("2006-01-02 15:04"), Text: e.Text, ID: rowName(e.ID), URL: e.URL, Images: e.Images}
		if e.URL == "" {
			r.ID = string(e.Source)
		}
		for _, z := range v.Zones[1:] {
			r.Local = append(r.Local, book.Shift(local(e.At, z)))
		}
		if e.Unknown { // its place is known from its neighbours, its time is not
			r.Stamp = unknownTime
			for n := range r.Local {
				r.Local[n] = unknownTime
			}
		}
		v.Rows = append(v.Rows, r)
	}
	recovered := d.Incident.Milestones[incident.Recovered].At
	for _, a := range d.Incident.Actions {
		c := followup.Classify(a, recovered, d.Config.Row(string(d.Incident.Severity)))
		v.Actions = append(v.Actions, action{a, c, itemURL(d.Items, a)})
	}
	if from, to := d.Incident.Milestones[incident.Started], d.Incident.Milestones[incident.Recovered]; !from.At.IsZero() && !to.At.Before(from.At) {
		v.Duration = book.Span(when.Between(from.At, to.At))
	}
	return v
}

// longestName is how long the id of a row may be to be shown as it is.
const longestName = 24

// rowName is what a row is known by: it is read by people, and tells rows apart when the document is refreshed. GitHub's
// long ids become their kind and a short hash.
func rowName(id string) string {
	if len(id) <= longestName {
		return id
	}
	kind, _, _ := strings.Cut(id, "-")
	if len(kind) > longestName {
		kind = "event"
	}
	return kind + " " + shortHash(id)
}

// local is the time of day in a zone, with the difference of days to UTC.
func local(t time.Time, zone *time.Location) string {
	text := when.Clock(t, zone)
	switch utc, there := t.UTC().Format(time.DateOnly), t.In(zone).Format(time.DateOnly); {
	case there > utc:
		return text + " (+1 d)"
	case there < utc:
		return text + " (−1 d)"
	}
	return text
}

// stretches are the milestones that end a stretch of the chart, with the phase that the stretch belongs to.
var stretches = []struct {
	milestone incident.Milestone
	phase     incident.Phase
}{
	{incident.Detected, incident.Detection},
	{incident.Engaged, incident.Detection},
	{incident.MilestoneIdentified, incident.Detection},
	{incident.Mitigated, incident.Recovery},
	{incident.Fixed, incident.Recovery},
	{incident.Recovered, incident.Recovery},
}

// segments cuts the time from the start to the recovery at the milestones that are known, in the order in which they came.
func segments(i incident.Incident) []segment {
	start, ok := i.Milestones[incident.Started]
	if !ok {
		return nil
	}
	var out []segment
	for _, s := range stretches {
		if p, ok := i.Milestones[s.milestone]; ok && p.At.After(start.At) {
			out = append(out, segment{Name: string(s.milestone), Phase: string(s.phase), To: p.At.UTC()})
		}
	}
	slices.SortStableFunc(out, func(a, b segment) int { return a.To.Compare(b.To) })
	from := start.At.UTC()
	kept := out[:0]
	for _, s := range out {
		if s.From = from; s.To.After(from) {
			kept = append(kept, s)
			from = s.To
		}
	}
	return kept
}

func measures(i incident.Incident, book wording.Book) []measure {
	var out []measure
	for n, m := range i.Measures() {
		k := incident.KeyTimes[n]
		one := measure{Measure: m, From: k.From, To: k.To, FromQ: i.Milestones[k.From].Quality, ToQ: i.Milestones[k.To].Quality}
		if m.Known {
			one.Value = book.Span(m.Seconds)
		}
		out = append(out, one)
	}
	return out
}

// tbf finds the incident before this one that shares a component with it (any, where one of them names none). It has no
// value where an end is only assumed.
func tbf(d Document, book wording.Book) *between {
	start, ok := d.Incident.Milestones[incident.Started]
	if !ok || start.Quality <= incident.Assumed || d.Incident.Drill {
		return nil
	}
	for _, e := range d.Earlier {
		if e.Drill || e.Recovered.At.IsZero() || e.Recovered.Quality <= incident.Assumed || !related(e.Components, d.Incident.Components) {
			continue
		}
		if seconds, ok := incident.TBF(e.Recovered.At, start.At); ok {
			return &between{Value: book.Span(seconds), Earlier: e}
		}
	}
	return nil
}

func related(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func itemURL(items []snapshot.Item, a incident.ActionItem) string {
	for _, it := range items {
		if key, ok := marker.ItemOf(it.Body); it.Mine && ok && key == a.Key || a.Number != 0 && it.Number == a.Number {
			return it.URL
		}
	}
	return ""
}

// Reference writes the incident's number and title for people.
func (d Document) Reference() string { return fmt.Sprintf("%s#%d", d.Repository, d.Incident.Number) }
