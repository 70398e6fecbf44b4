// Package report writes down what many incidents come to: as Markdown for people, CSV for spreadsheets, SVG for eyes. Values
// in, text out; the same values give the same bytes.
//
// It computes nothing (package metrics), reads nothing from GitHub, and names no person.
package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/wording"
)

// Input is what a report tells. Now is UTC and only dates it; the zero time leaves it undated.
type Input struct {
	Language string
	Title    string    // what it is about: a repository, a file
	From, To time.Time // the period; zero = open on that side
	Now      time.Time

	Report   metrics.Report
	Shares   []metrics.Share
	Advice   []metrics.Advice
	Budgets  []metrics.Budget
	Stage    int
	Next     []metrics.Reason // why the next stage is proposed; none = it is not
	Early    metrics.Early
	Nudges   []metrics.RuleUse
	Listed   []metrics.Record // the incidents behind the numbers, to link to
	Unknowns []Unknown        // open questions of postmortems
	Bare     int              // incidents of which only labels and dates tell
}

// Unknown is a question that a postmortem left open.
type Unknown struct{ Text, URL, Title string }

// keyTimes are the rows of the table, in the order of an incident's life.
func keyTimes() []string {
	var out []string
	for _, k := range incident.KeyTimes {
		out = append(out, k.Name)
	}
	return append(out, "tbf")
}

// row is one line of a table of key times.
type row struct {
	Name  string
	Stats metrics.Stats
	Empty bool
}

// part is a year, a month, a severity or a component.
type part struct {
	Name string
	metrics.Group
	TTR metrics.Stats
}

// view is what the template shows.
type view struct {
	Input
	Rows                                  []row
	Years, Months, Severities, Components []part
	Links                                 []metrics.Record
	Excluded                              int
	Few                                   bool
}

// Markdown is the report for people.
func Markdown(in Input) (string, error) {
	text, err := wording.In(in.Language).Render("report", look(in))
	return wording.Tidy(text) + "\n", err
}

func look(in Input) view {
	v := view{Input: in, Few: !in.Report.KeyTimes["ttr"].Trend()}
	for _, name := range keyTimes() {
		s := in.Report.KeyTimes[name]
		v.Rows = append(v.Rows, row{Name: name, Stats: s, Empty: s.N == 0})
	}
	v.Years, v.Months = parts(in.Report.ByYear), parts(in.Report.ByMonth)
	v.Severities, v.Components = parts(in.Report.BySeverity), parts(in.Report.ByComponent)
	slices.SortStableFunc(v.Components, func(a, b part) int { return cmp.Compare(b.Counted, a.Counted) })
	if len(v.Months) > mostMonths {
		v.Months = v.Months[len(v.Months)-mostMonths:]
	}
	if len(v.Components) > mostComponents {
		v.Components = v.Components[:mostComponents]
	}
	for _, n := range in.Report.Incidents.Excluded {
		v.Excluded += n
	}
	for _, r := range in.Listed {
		if r.URL != "" && r.Excluded == metrics.Counts {
			v.Links = append(v.Links, r)
		}
	}
	if len(v.Links) > mostLinks {
		v.Links = v.Links[len(v.Links)-mostLinks:]
	}
	return v
}

// What a page that is read shows at most; the JSON and the CSV hold everything.
const (
	mostMonths     = 24
	mostComponents = 30
	mostLinks      = 300
)

func parts(groups map[string]metrics.Group) (out []part) {
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		out = append(out, part{Name: name, Group: g, TTR: g.KeyTimes["ttr"]})
	}
	return out
}

// Whole is a number of seconds without its fraction; a figure that there is not is -1, which no figure is.
func Whole(seconds *float64) int64 {
	if seconds == nil {
		return -1
	}
	return int64(*seconds + 0.5)
}
