package history

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/metrics"
	"github.com/sensible-im/sensible/internal/policy"
)

// nudgeKey begins the operation keys of nudges: "nudge:<rule>:<second>:<login>".
const nudgeKey = "nudge:"

// actedWithin is how long after a nudge doing the thing counts as acting upon it.
const actedWithin = time.Hour

// nudges counts the nudges and those that were acted upon: what they asked for was done within the hour, before the same
// was asked for again.
func (e *Entry) nudges(l ledger.Ledger, i incident.Incident) {
	asked := map[string][]time.Time{}
	for key := range l.Posted {
		rest, is := strings.CutPrefix(key, nudgeKey)
		parts := strings.SplitN(rest, ":", 3)
		if !is || len(parts) != 3 {
			continue
		}
		if second, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			asked[parts[0]] = append(asked[parts[0]], time.Unix(second, 0))
		}
	}
	for rule, times := range asked {
		slices.SortFunc(times, time.Time.Compare)
		for n, at := range times {
			until := at.Add(actedWithin)
			if n+1 < len(times) && times[n+1].Before(until) {
				until = times[n+1]
			}
			e.count(rule, done(rule, l, i, at, until))
		}
	}
}

func (e *Entry) count(rule string, acted bool) {
	if e.Asked == nil {
		e.Asked, e.Acted = map[string]int{}, map[string]int{}
	}
	if e.Asked[rule]++; acted {
		e.Acted[rule]++
	}
}

// verbs are what does the thing that a rule asks for.
var verbs = map[string][]string{
	policy.NoSeverity: {"severity"}, policy.NotAcknowledged: {"ack", "lead"}, policy.NoUpdate: {"update", "publish", "recovered"},
	policy.NotRecovered: {"recovered"}, policy.NoPostmortem: {"postmortem", "triaged", "learned"}, policy.PostmortemIdle: {"triaged", "learned"},
	policy.Handoff: {"handoff", "lead", "recovered"},
}

func done(rule string, l ledger.Ledger, i incident.Incident, from, until time.Time) bool {
	for _, f := range l.Accepted() {
		wanted, known := verbs[rule]
		if f.Posted.After(from) && !f.Posted.After(until) && (!known || slices.Contains(wanted, f.Verb)) {
			return true
		}
	}
	recovered, over := i.Milestones[incident.Recovered]
	return over && rule == policy.Idle && recovered.At.After(from) && !recovered.At.After(until)
}

// Rules sums the nudges of many incidents up, the rule that asked most first.
func Rules(entries []Entry) []metrics.RuleUse {
	sums := map[string]*metrics.RuleUse{}
	var out []*metrics.RuleUse
	for _, e := range entries {
		for rule, n := range e.Asked {
			if sums[rule] == nil {
				sums[rule] = &metrics.RuleUse{Rule: rule}
				out = append(out, sums[rule])
			}
			sums[rule].Asked += n
			sums[rule].Acted += e.Acted[rule]
		}
	}
	slices.SortFunc(out, func(a, b *metrics.RuleUse) int {
		return cmp.Or(cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Rule, b.Rule))
	})
	list := make([]metrics.RuleUse, 0, len(out))
	for _, u := range out {
		list = append(list, *u)
	}
	return list
}
