package plan

import "time"

// Aspect is a part of what GitHub shows of an incident that is looked after by itself. What people wait for comes at once,
// with the command; the rest is gathered and must never hold a command up.
type Aspect string

// The aspects. Own is the incident's own surfaces: the card with the ledger, labels, reactions, answers. Afterwards is what is slow and
// can be a little later: the postmortem's branch, pull request and check, the action items, the Projects board.
const (
	Own        Aspect = ""
	Afterwards Aspect = "afterwards"
)

// GatherFor is the least time between two writings of what nobody waits for.
const GatherFor = 30 * time.Second

// Of are the actions of one aspect, in order.
func (p Plan) Of(a Aspect) []Action {
	var out []Action
	for _, act := range p.Actions {
		if act.Aspect == a {
			out = append(out, act)
		}
	}
	return out
}

func earliest(times map[Aspect]time.Time) (first time.Time) {
	for _, t := range times {
		if first.IsZero() || t.Before(first) {
			first = t
		}
	}
	return first
}
