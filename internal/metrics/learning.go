package metrics

import (
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
)

// Early is what was declared early and cancelled: good news, for nobody hesitated.
type Early struct {
	N      int      `json:"n"`
	Median *float64 `json:"median_s"` // seconds from the declaration to the end
}

// DeclaredEarly counts what was cancelled. How long it took is known where both ends are.
func DeclaredEarly(records []Record) Early {
	var e Early
	var took []micros
	for _, r := range records {
		if r.Excluded != Cancelled {
			continue
		}
		e.N++
		if v, o := value(r, incident.KeyTime{From: incident.MilestoneDeclared, To: incident.Recovered}); o == isKnown {
			took = append(took, v)
		}
	}
	e.Median = describe(took, 0).Median
	return e
}

// RuleUse is how often a rule asked for something, and how often that was then done.
type RuleUse struct {
	Rule  string `json:"rule"`
	Asked int    `json:"asked"`
	Acted int    `json:"acted"` // the thing was done before it was asked for again
}

// Idle says whether the rule is better removed: fewer than one in five acted upon it, of enough to tell.
func (r RuleUse) Idle() bool { return r.Asked >= trendFrom && r.Acted*5 < r.Asked }

// Reason is one fact for the next stage: the template reason/<Code>.
type Reason struct {
	Code    string  `json:"code"`
	Count   int     `json:"count,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
}

// Team is what the facts say of the team: how many people, never who.
type Team struct {
	Engineers int      // who wrote on incidents in the period
	Night     *float64 // median TTE out of working hours, seconds; nil = unknown
	Overdue   int      // action items
}

// What the next stage is for.
const (
	simpleFrom    = 5       // engineers
	automatedFrom = 11      // engineers
	slowNight     = 30 * 60 // seconds until somebody engages out of hours
	manyOverdue   = 5
)

// NextStage proposes to grow where the facts ask for it; none where they do not.
func NextStage(stage int, t Team) (out []Reason) {
	from := []int{simpleFrom, automatedFrom}
	if stage < 0 || stage >= len(from) {
		return nil
	}
	if t.Engineers >= from[stage] {
		out = append(out, Reason{Code: "engineers", Count: t.Engineers})
	}
	if stage == 1 && t.Night != nil && *t.Night >= slowNight {
		out = append(out, Reason{Code: "night", Seconds: *t.Night})
	}
	if stage == 1 && t.Overdue >= manyOverdue {
		out = append(out, Reason{Code: "overdue", Count: t.Overdue})
	}
	return slices.Clip(out)
}
