package followup

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// Place fills in where every item belongs by rule: quadrant, ISU, due date, and the column. The column follows the issue
// first (decided against, verified, closed or merged, begun), then the matrix and the capacity line. What a person chose on
// the board is not looked at here: it wins wherever it is shown. The items given are changed.
func Place(items []incident.ActionItem, recovered time.Time, row policy.Severity, c Capacity) {
	results := make([]Result, len(items))
	for n, a := range items {
		results[n] = Classify(a, recovered, row)
	}
	for n, column := range Fit(items, results, c) {
		a := &items[n]
		a.Quadrant, a.ISU, a.Due = results[n].Quadrant, results[n].ISU, results[n].Due
		a.Stage = column
		for _, r := range lifeCycle {
			if r.is(*a) {
				a.Stage = r.stage
				break
			}
		}
	}
}

// lifeCycle are the columns that follow the issue; the first that fits counts, and else the matrix.
var lifeCycle = []struct {
	stage string
	is    func(incident.ActionItem) bool
}{
	{StageWontDo, func(a incident.ActionItem) bool { return a.Declined }},
	{StageDone, func(a incident.ActionItem) bool { return !a.Verified.IsZero() }},
	{StageVerify, func(a incident.ActionItem) bool { return !a.DoneAt.IsZero() || a.Merged }},
	{StageInProgress, func(a incident.ActionItem) bool { return a.Started }},
}

// Overdue says whether an open item's date has passed, seen on a day in UTC.
func Overdue(a incident.ActionItem, now time.Time) bool {
	return !a.Settled() && a.Due != "" && now.UTC().Format(time.DateOnly) > a.Due
}

// idleAfter is how long nothing may happen on an item that is next, or begun.
const idleAfter = 14 * 24 * time.Hour

// LateAt is when an open item is late: the day after its date is over, or when nothing has happened for long on one that is
// to be done next. Zero for one that cannot be late.
func LateAt(a incident.ActionItem) time.Time {
	if a.Settled() || a.Number == 0 || !a.Verified.IsZero() {
		return time.Time{}
	}
	if due, err := time.Parse(time.DateOnly, a.Due); err == nil {
		return due.AddDate(0, 0, 1)
	}
	if !a.Active.IsZero() && slices.Contains([]string{StageNext, StageSpike, StageInProgress}, a.Stage) {
		return a.Active.Add(idleAfter)
	}
	return time.Time{}
}
