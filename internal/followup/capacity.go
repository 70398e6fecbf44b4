package followup

import (
	"cmp"
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
)

// Fit returns the column of every item, in the order given: the classification's own, except that what lies below the
// capacity line goes to Planned and keeps its quadrant. Do next comes before Quick win, and within each the higher ISU is
// first. Items that are done or declined take no capacity. capacityDays of 0 means that nothing fits.
func Fit(items []incident.ActionItem, results []Result, capacityDays float64) []string {
	stages := make([]string, len(results))
	var candidates []int
	for n, r := range results {
		stages[n] = r.Stage
		if r.Stage == StageNext && items[n].DoneAt.IsZero() && !items[n].Declined {
			candidates = append(candidates, n)
		}
	}
	slices.SortStableFunc(candidates, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank(results[a]), rank(results[b])), cmp.Compare(results[b].ISU, results[a].ISU))
	})
	used, full := 0.0, false
	for _, n := range candidates {
		days, _ := weigh(items[n])
		used += days.size
		if full = full || used > capacityDays; full {
			stages[n] = StagePlanned
		}
	}
	return stages
}

func rank(r Result) int {
	if r.Quadrant == DoNext {
		return 0
	}
	return 1
}
