package nudge

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/oncall"
	"github.com/sensible-im/sensible/internal/policy"
)

// rule is one thing that people are asked for.
type rule struct {
	name string
	// owed says since when the thing is owed; false: it is not. For a hand-over it is when the shift ends.
	owed func(Input) (since time.Time, is bool)
	// to are the people to be asked, in this order.
	to func(Input) []string
	// anybody: where nobody of them is awake, whoever reads it is asked.
	anybody bool
	// silence: an open SEV1 or SEV2 is asked for this as often as it takes.
	silence bool
}

// rules is the table, the most pressing first: of two that are due only the first is asked.
func rules() []rule {
	return []rule{
		{policy.NotAcknowledged, notAcknowledged, wakeable, true, true},
		{policy.NoSeverity, noSeverity, leading, false, false},
		{policy.NoUpdate, noUpdate, speaking, false, true},
		{policy.Handoff, handoff, leading, false, false},
		{policy.NotRecovered, notRecovered, leading, false, false},
		{policy.Idle, idle, leading, false, false},
		{policy.NoPostmortem, noPostmortem, writing, false, false},
		{policy.PostmortemIdle, postmortemIdle, writing, false, false},
	}
}

// uncapped says whether the caps of a shift do not count.
func (r rule) uncapped(in Input) bool {
	rank := in.Config.Rank(string(in.Incident.Severity))
	return r.silence && in.Incident.Open() && (rank == 1 || rank == 2)
}

func notAcknowledged(in Input) (time.Time, bool) {
	return in.Declared, in.Incident.Open() && !in.Incident.Has(incident.Engaged)
}

func noSeverity(in Input) (time.Time, bool) {
	return in.Declared, in.Incident.Open() && in.Incident.Severity == incident.Unknown && !in.SeverityTold
}

// noUpdate: the team hears nothing. It begins with whoever takes it on; before, that nobody does is what is asked about.
func noUpdate(in Input) (time.Time, bool) {
	if !in.Incident.Open() || !in.Incident.Has(incident.Engaged) || in.Config.Rank(string(in.Incident.Severity)) == 0 {
		return time.Time{}, false
	}
	since := later(in.Declared, in.Incident.Milestones[incident.Engaged].At)
	if u := in.Incident.LastUpdate; u != nil {
		since = later(since, u.At)
	}
	return since, true
}

func notRecovered(in Input) (time.Time, bool) {
	return later(in.Incident.Milestones[incident.Fixed].At, in.Declared), in.Incident.Open() && in.Incident.Has(incident.Fixed)
}

func idle(in Input) (time.Time, bool) { return in.Activity, in.Incident.Open() }

func noPostmortem(in Input) (time.Time, bool) {
	recovered, ok := in.Incident.Milestones[incident.Recovered]
	return recovered.At, ok && in.PostmortemOwed && !in.PostmortemOpen
}

func postmortemIdle(in Input) (time.Time, bool) {
	return in.PostmortemAt, in.PostmortemOwed && in.PostmortemOpen && !in.PostmortemAt.IsZero()
}

// handoff is owed when the shift of whoever leads ends while the incident goes on.
func handoff(in Input) (time.Time, bool) {
	if !in.Incident.Open() || !in.Config.Effective().Pages {
		return time.Time{}, false
	}
	for _, s := range oncall.At(in.Config, in.Now) {
		if s.Who == in.Incident.Roles[incident.Lead].Login {
			return s.Until, true
		}
	}
	return time.Time{}, false
}

// wakeable are who can take an incident that nobody has: on call, then the next one, then whoever declared it.
func wakeable(in Input) (out []string) {
	for _, s := range oncall.At(in.Config, in.Now) {
		out = append(out, s.Who)
	}
	if next, ok := oncall.Next(in.Config, in.Now); ok {
		out = append(out, next.Who)
	}
	return append(append(out, in.Incident.Roles[incident.Lead].Login, in.Declarer.Login), in.helpers()...)
}

// leading are who leads, and who else works on it.
func leading(in Input) []string {
	r := in.Incident.Roles
	return append([]string{r[incident.Lead].Login, r[incident.Operations].Login, r[incident.Communications].Login}, in.others()...)
}

// speaking are who tells the team how it stands. Who is alone has enough to do: somebody else is asked to write.
func speaking(in Input) (out []string) {
	r := in.Incident.Roles
	lead := r[incident.Lead].Login
	out = append(out, r[incident.Communications].Login)
	if r[incident.Communications].IsZero() && len(in.helpers()) <= 1 {
		if next, ok := oncall.Next(in.Config, in.Now); ok && next.Who != lead && in.available(next.Who) {
			out = append(out, next.Who)
		}
	}
	out = append(out, lead)
	return append(out, in.others()...)
}

// writing are who writes the postmortem.
func writing(in Input) []string {
	return append([]string{in.Incident.PMOwner.Login, in.Incident.Roles[incident.Lead].Login}, in.others()...)
}

func (in Input) others() []string { return append(in.helpers(), in.Declarer.Login) }

func (in Input) helpers() (out []string) {
	for _, h := range in.Helpers {
		out = append(out, h.Who.Login)
	}
	return out
}
