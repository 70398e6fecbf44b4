// Package boardview shows action items on the matrix of Importance and Urgency, for people who would rather look than read a
// board: as Markdown tables and as a picture (SVG). Values in, text out; the same values give the same bytes.
//
// It classifies nothing by rules of its own (package followup does), reads nothing from GitHub, and names no person.
package boardview

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// Item is one action item as the board has it. Importance, Urgency and Confidence are "high", "medium", "low" or empty, Size
// is "xs" to "xl" or empty, in any case; Due is YYYY-MM-DD or empty.
type Item struct {
	Title, URL, Incident                  string
	Importance, Size, Urgency, Confidence string
	Kind, Stage, Due                      string
	Settled                               bool // done, or decided against
}

// Input is what is shown.
type Input struct {
	Language string
	Title    string // what it is about: a board, a repository, a file
	Items    []Item
	Capacity float64 // days; what is below that line is Planned
}

// View is the matrix arranged: what both pictures and JSON show.
type View struct {
	Title    string     `json:"title"`
	Capacity float64    `json:"capacity_days"`
	Used     float64    `json:"used_days"` // above the line
	Settled  int        `json:"settled"`
	Groups   []Quadrant `json:"quadrants"`
}

// Quadrant is one part of the matrix, its items by ISU.
type Quadrant struct {
	Name  string  `json:"name"` // do-next, quick-win, spike, plan, wont-do, inbox
	Items []Entry `json:"items"`
}

// Entry is one item in its place.
type Entry struct {
	N          int      `json:"n"` // its number in the picture and the tables
	Title      string   `json:"title"`
	URL        string   `json:"url,omitempty"`
	Importance string   `json:"importance,omitempty"`
	Size       string   `json:"size,omitempty"`
	Urgency    string   `json:"urgency,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Due        string   `json:"due,omitempty"`
	Incident   string   `json:"incident,omitempty"`
	ISU        *float64 `json:"isu"`
	Quadrant   string   `json:"quadrant"`
	Below      bool     `json:"below_capacity"` // the capacity line
	LineBefore bool     `json:"-"`              // the capacity line is drawn before it

	days float64
}

// quadrants are in the order in which they are shown.
var quadrants = []string{followup.DoNext, followup.QuickWin, followup.Spike, followup.Plan, followup.WontDo, followup.Inbox}

// Arrange classifies and sorts the items.
func Arrange(in Input) View {
	v := View{Title: in.Title, Capacity: in.Capacity}
	var open []Item
	for _, it := range in.Items {
		if it.Settled || same(it.Stage, followup.StageDone) || same(it.Stage, followup.StageWontDo) && !same(stageByRule(it), followup.StageWontDo) {
			v.Settled++
			continue
		}
		open = append(open, it)
	}
	entries := place(open, in.Capacity)
	n := 0
	for _, name := range quadrants {
		q, line := Quadrant{Name: name, Items: []Entry{}}, false
		for _, e := range entries {
			if e.Quadrant != name {
				continue
			}
			n++
			e.N = n
			e.LineBefore, line = e.Below && !line, line || e.Below
			if takesCapacity(name) && !e.Below {
				v.Used += e.days
			}
			q.Items = append(q.Items, e)
		}
		v.Groups = append(v.Groups, q)
	}
	return v
}

func takesCapacity(quadrant string) bool {
	return quadrant == followup.DoNext || quadrant == followup.QuickWin
}

// place asks the matrix and the capacity line, and sorts: the higher ISU first, then by title.
func place(items []Item, capacity float64) []Entry {
	actions := make([]incident.ActionItem, len(items))
	results := make([]followup.Result, len(items))
	for n, it := range items {
		actions[n] = action(it)
		results[n] = followup.Classify(actions[n], time.Time{}, policy.Severity{})
	}
	columns := followup.Fit(actions, results, followup.Capacity{Days: capacity})
	out := make([]Entry, len(items))
	for n, it := range items {
		a := actions[n]
		out[n] = Entry{
			Title: it.Title, URL: it.URL, Importance: a.Importance, Size: a.Size, Urgency: a.Urgency, Confidence: a.Confidence,
			Kind: strings.ToLower(it.Kind), Stage: it.Stage, Due: it.Due, Incident: it.Incident, Quadrant: results[n].Quadrant,
			Below: takesCapacity(results[n].Quadrant) && columns[n] == followup.StagePlanned, days: days(a.Size),
		}
		if results[n].Known {
			isu, _ := strconv.ParseFloat(strconv.FormatFloat(results[n].ISU, 'f', 2, 64), 64)
			out[n].ISU = &isu
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(compareBool(a.Below, b.Below), cmp.Compare(b.isu(), a.isu()), strings.Compare(a.Title, b.Title), strings.Compare(a.URL, b.URL))
	})
	return out
}

func (e Entry) isu() float64 {
	if e.ISU == nil {
		return 0
	}
	return *e.ISU
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// action is the item in the words of the matrix.
func action(it Item) incident.ActionItem {
	return incident.ActionItem{
		Title: it.Title, URL: it.URL, Merged: same(it.Stage, followup.StageVerify), Importance: lower(it.Importance), Size: lower(it.Size), Urgency: lower(it.Urgency), Confidence: lower(it.Confidence),
	}
}

func stageByRule(it Item) string {
	return followup.Classify(action(it), time.Time{}, policy.Severity{}).Stage
}

// days is the work in an item: its weight.
func days(size string) float64 {
	for _, d := range followup.Dimensions {
		for _, v := range d.Values {
			if d.Name == "size" && v.Word == size {
				return v.Weight
			}
		}
	}
	return 0
}

func lower(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
func same(a, b string) bool { return lower(a) == lower(b) }
