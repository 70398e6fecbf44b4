package policy

import (
	"strconv"
	"time"
)

// PastIncident is what a policy is tried on: an incident that is over. Severity is the highest that it held; Recovered may
// be zero.
type PastIncident struct {
	Number    int
	Title     string
	Severity  string
	Recovered time.Time // UTC
}

// Effect is what another policy would have asked of one past incident: the keys of Changes are postmortem, page,
// ack_within, update_every, postmortem_due and actions_due; dues are dates in UTC.
type Effect struct {
	Number  int
	Title   string
	Changes []Change
}

// Simulate tells what of each past incident would have been otherwise under another policy; those that would not have been
// are left out.
func Simulate(before, after Config, past []PastIncident) []Effect {
	var out []Effect
	for _, p := range past {
		was, would := before.asks(p), after.asks(p)
		e := Effect{Number: p.Number, Title: p.Title}
		for i := range was {
			if was[i].value != would[i].value {
				e.Changes = append(e.Changes, Change{was[i].key, was[i].value, would[i].value})
			}
		}
		if e.Changes != nil {
			out = append(out, e)
		}
	}
	return out
}

type demand struct{ key, value string }

// asks is what a policy asks of an incident, always in the same order. A severity that the policy does not know asks for
// nothing.
func (c Config) asks(p PastIncident) []demand {
	row := c.Row(p.Severity)
	due := func(d Duration) string {
		if p.Recovered.IsZero() || d.IsZero() || row.Postmortem == PostmortemNone {
			return ""
		}
		return c.After("", p.Recovered, d).UTC().Format(time.DateOnly)
	}
	wait := func(d Duration) string {
		if d.IsZero() {
			return ""
		}
		return d.String()
	}
	return []demand{
		{"page", strconv.FormatBool(row.Page && c.Effective().Pages)},
		{"ack_within", wait(row.AckWithin)}, {"update_every", wait(row.UpdateEvery)},
		{"postmortem", string(row.Postmortem)}, {"postmortem_due", due(row.PostmortemDue)}, {"actions_due", due(row.ActionsDue)},
	}
}
