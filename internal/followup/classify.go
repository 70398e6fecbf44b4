package followup

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// Result is the classification of one item.
type Result struct {
	ISU      float64 // (I + U) / S × C; orders within a cell only. Meaningful only when Known
	Known    bool    // all four values are given
	Quadrant string
	Stage    string // the column, before the capacity line (Fit)
	Due      string // YYYY-MM-DD in UTC; empty where the quadrant has no date, or before recovery
	Split    bool   // XL: must be split
}

// rule is one row of the matrix; the first that matches decides.
type rule struct {
	matches  func(levels) bool
	quadrant string
	stage    string
}

// levels are the weights of an item.
type levels struct{ importance, size, urgency, confidence float64 }

const (
	lowWeight    = 1 // of importance and urgency
	sizeS        = 2 // quick wins are at most this
	sizeM        = 3 // spikes are at least this
	sizeXL       = 8 // must be split
	lowConfident = 0.5
)

// matrix is ISU (the design's EXPERIENCE, "ISU"): spikes first, then by cell.
var matrix = []rule{
	{func(l levels) bool { return l.confidence == lowConfident && l.size >= sizeM }, Spike, StageSpike},
	{func(l levels) bool { return l.importance > lowWeight && l.urgency > lowWeight }, DoNext, StageNext},
	{func(l levels) bool { return l.importance > lowWeight }, Plan, StagePlanned},
	{func(l levels) bool { return l.urgency > lowWeight && l.size <= sizeS }, QuickWin, StageNext},
	{func(levels) bool { return true }, WontDo, StageWontDo},
}

// defaultDue is when an item in Do next is due where the severity's row sets nothing.
const defaultDue = 90

// Classify says where an item belongs. A date that somebody chose wins over the rule's. recovered is the end of the incident (zero while it lasts: no due date), row the
// policy's row of its severity.
func Classify(item incident.ActionItem, recovered time.Time, row policy.Severity) Result {
	l, known := weigh(item)
	if !known {
		return Result{Quadrant: Inbox, Stage: StageInbox, Split: item.Size == "xl", Due: item.DueSaid}
	}
	r := Result{ISU: (l.importance + l.urgency) / l.size * l.confidence, Known: true, Split: l.size == sizeXL}
	for _, m := range matrix {
		if m.matches(l) {
			r.Quadrant, r.Stage = m.quadrant, m.stage
			break
		}
	}
	if item.DueSaid != "" {
		r.Due = item.DueSaid
	} else if r.Quadrant == DoNext && !recovered.IsZero() {
		r.Due = due(recovered, row.ActionsDue).Format(time.DateOnly)
	}
	return r
}

// due adds calendar days in UTC, so that the date does not depend on who looks.
func due(recovered time.Time, wait policy.Duration) time.Time {
	if wait.IsZero() {
		return recovered.UTC().AddDate(0, 0, defaultDue)
	}
	return recovered.UTC().AddDate(0, 0, wait.Days+wait.WorkingDays).Add(wait.Clock)
}

func weigh(item incident.ActionItem) (l levels, known bool) {
	given := []string{item.Importance, item.Size, item.Urgency, item.Confidence}
	into := []*float64{&l.importance, &l.size, &l.urgency, &l.confidence}
	for n, d := range Dimensions {
		w, ok := d.weight(given[n])
		if !ok {
			return levels{}, false
		}
		*into[n] = w
	}
	return l, true
}
