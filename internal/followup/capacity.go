package followup

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// Capacity is what a team can do: its days of work, and what else waits for them. Days of 0 mean that nothing fits.
type Capacity struct {
	Days   float64
	Others []Share // items of other incidents that are known to the team's board
}

// Share is the part of the capacity that one item asks for.
type Share struct {
	Quadrant string // DoNext or QuickWin
	ISU      float64
	Days     float64
	URL      string // its issue; orders what is else the same
}

// ShareOf is what an item with that classification asks of the capacity; ok is false for one that takes none: it is in
// another quadrant, or nothing of it is left to do.
func ShareOf(a incident.ActionItem) (share Share, ok bool) {
	return shareOf(a, Classify(a, time.Time{}, policy.Severity{}))
}

func shareOf(a incident.ActionItem, r Result) (Share, bool) {
	if r.Stage != StageNext || a.Settled() || a.Merged || !a.Verified.IsZero() {
		return Share{}, false
	}
	l, _ := weigh(a)
	return Share{Quadrant: r.Quadrant, ISU: r.ISU, Days: l.size, URL: a.URL}, true
}

// Fit returns the column of every item, in the order given: the classification's own, except that what lies below the
// capacity line goes to Planned and keeps its quadrant. Do next comes before Quick win, and within each the higher ISU is
// first, whatever incident it is of: each incident draws the line where the others do. Items that are done or declined take
// no capacity.
func Fit(items []incident.ActionItem, results []Result, c Capacity) []string {
	stages := make([]string, len(results))
	var queue []waiting
	for n, r := range results {
		stages[n] = r.Stage
		if s, ok := shareOf(items[n], r); ok {
			queue = append(queue, waiting{s, n})
		}
	}
	for _, s := range c.Others {
		queue = append(queue, waiting{s, -1})
	}
	slices.SortStableFunc(queue, func(a, b waiting) int { return a.compare(b.Share) })
	used, full := 0.0, false
	for _, w := range queue {
		used += w.Days
		full = full || used > c.Days
		if full && w.item >= 0 {
			stages[w.item] = StagePlanned
		}
	}
	return stages
}

// waiting is a share and whose it is: the place among the items; -1 = of another incident.
type waiting struct {
	Share
	item int
}

// compare orders shares by who comes first. An item without an issue comes after those that are equal.
func (s Share) compare(o Share) int {
	none := func(url string) int {
		if url == "" {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(rank(s.Quadrant), rank(o.Quadrant)), cmp.Compare(o.ISU, s.ISU),
		cmp.Compare(none(s.URL), none(o.URL)), cmp.Compare(len(s.URL), len(o.URL)), cmp.Compare(s.URL, o.URL),
	)
}

func rank(quadrant string) int {
	if quadrant == DoNext {
		return 0
	}
	return 1
}
