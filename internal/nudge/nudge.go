// Package nudge decides whom to ask for what, and when: one person, one thing, seldom. The rules are a table; what holds for
// all of them (who is awake, how often, when enough is enough) is here once.
//
// It words nothing and posts nothing (package plan), and keeps no figure about a person: whom it asked is remembered only so
// that somebody else is asked next.
package nudge

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/oncall"
	"github.com/sensible-im/sensible/internal/policy"
)

// Input is what the choice looks at. Times are UTC.
type Input struct {
	Incident incident.Incident
	Config   policy.Config
	Declared time.Time // when it became an incident
	Declarer incident.Person

	// SeverityTold: somebody said how bad it is; "unknown" is an answer.
	SeverityTold bool
	// Helpers wrote on the incident, the latest first: who acts is awake.
	Helpers []Helper
	// Activity is when anything last happened on the issue.
	Activity time.Time

	PostmortemOwed bool      // the policy or a person wants one, and nobody has learned from it yet
	PostmortemOpen bool      // its pull request is open
	PostmortemAt   time.Time // when its pull request last changed

	Asked []Asked // earlier nudges, oldest first
	Now   time.Time
}

// Helper is somebody who wrote on the incident, and when last.
type Helper struct {
	Who  incident.Person
	Last time.Time
}

// Asked is a nudge of the past.
type Asked struct {
	Rule string // one of policy.NudgeRules
	At   time.Time
	Who  string // a login; empty = nobody by name
}

// Nudge is one person to be asked for one thing.
type Nudge struct {
	Rule  string
	Who   string    // a login; empty = whoever reads it
	Since time.Time // since when the thing is owed
	Time  int       // 1 the first time that this is asked, 2 the second …
	Next  string    // handoff: who comes next
	Until time.Time // handoff: when the shift ends
}

// What holds for every rule.
const (
	apart        = 10 * time.Minute // between any two nudges of an incident
	longestPause = time.Hour        // how far the pause between two of a rule grows
	perRule      = 3                // in a shift
	perIncident  = 8                // in a shift
	shift        = 8 * time.Hour    // where nobody is on call
	awake        = time.Hour        // whoever acted so lately is awake
	eachAsked    = 2                // so often without an answer, then somebody else is asked
)

// Choose returns the nudge that is due now, or when to look again; the zero time: only when something happens.
func Choose(in Input) (due *Nudge, next time.Time) {
	settings := in.Config.Effective()
	if settings.NudgeMode != policy.NudgeComment || !in.loud() {
		return nil, time.Time{}
	}
	if in.Incident.QuietUntil.After(in.Now) {
		return nil, in.Incident.QuietUntil
	}
	for _, r := range rules() {
		wait, on := settings.NudgeAfter(r.name, in.row())
		if !on {
			continue
		}
		owed, is := r.owed(in)
		if !is {
			continue
		}
		n, at := in.ask(r, owed, wait)
		if n != nil {
			return n, time.Time{}
		}
		next = sooner(next, at)
	}
	return nil, next
}

// loud says whether the incident is worth a comment: a false alarm, a suspicion, and what only slows some down, is not.
func (in Input) loud() bool {
	rank := in.Config.Rank(string(in.Incident.Severity))
	return in.Incident.Declared && !in.Incident.Ended() && rank <= 2
}

func (in Input) row() policy.Severity { return in.Config.Row(string(in.Incident.Severity)) }

// worst says whether people are asked at any hour.
func (in Input) worst() bool { return in.Config.Rank(string(in.Incident.Severity)) == 1 }

// ask times one rule: after its wait first, then with growing pauses, within the caps, to somebody who is awake.
func (in Input) ask(r rule, owed time.Time, wait policy.Duration) (*Nudge, time.Time) {
	before := in.asked(r.name, owed)
	to := r.to(in)
	who, free := in.addressee(r, to, len(before))
	at := in.Config.After(who, owed, wait).UTC()
	if r.name == policy.Handoff {
		at = owed.Add(-wait.Elapsed())
	}
	if len(before) > 0 {
		at = before[len(before)-1].At.Add(pause(wait, len(before)))
	}
	if len(in.Asked) > 0 {
		at = later(at, in.Asked[len(in.Asked)-1].At.Add(apart))
	}
	at = later(at, free)
	if !r.uncapped(in) || who == "" {
		at = later(at, in.capped(r.name))
	}
	if at.After(in.Now) {
		return nil, at
	}
	n := &Nudge{Rule: r.name, Who: who, Since: owed, Time: len(before) + 1}
	if r.name == policy.Handoff {
		n.Until = owed
		if after, ok := oncall.Next(in.Config, owed.Add(-time.Second)); ok {
			n.Next = after.Who
		}
	}
	return n, time.Time{}
}

// pause is how long after the nth nudge the next one comes: twice as long each time, up to an hour where the rule itself is
// not slower.
func pause(wait policy.Duration, n int) time.Duration {
	first := max(wait.Elapsed(), apart)
	most := max(longestPause, first)
	return min(first<<min(n-1, 16), most)
}

// asked lists the earlier nudges of a rule about what is owed now.
func (in Input) asked(rule string, owed time.Time) (out []Asked) {
	for _, a := range in.Asked {
		if a.Rule == rule && (a.At.After(owed) || rule == policy.Handoff && a.At.After(owed.Add(-shift/2))) {
			out = append(out, a)
		}
	}
	return out
}

// capped returns when the caps of a shift allow another one; zero = now.
func (in Input) capped(rule string) time.Time {
	begin := in.shiftBegin()
	var ofRule, all []time.Time
	for _, a := range in.Asked {
		if a.At.Before(begin) {
			continue
		}
		if all = append(all, a.At); a.Rule == rule {
			ofRule = append(ofRule, a.At)
		}
	}
	if len(ofRule) >= perRule || len(all) >= perIncident {
		return in.shiftEnd()
	}
	return time.Time{}
}

func (in Input) shiftBegin() time.Time {
	if on := oncall.At(in.Config, in.Now); len(on) > 0 && in.Now.Sub(on[0].From) < 2*shift {
		return on[0].From
	}
	return in.Now.Truncate(shift)
}

func (in Input) shiftEnd() time.Time {
	if on := oncall.At(in.Config, in.Now); len(on) > 0 && in.Now.Sub(on[0].From) < 2*shift {
		return on[0].Until
	}
	return in.Now.Truncate(shift).Add(shift)
}

// addressee picks whom to ask: the first who is awake; after two nudges without an answer the next one. free is when
// somebody is to be had where nobody is now; the zero time: now.
func (in Input) addressee(r rule, to []string, asked int) (who string, free time.Time) {
	to = distinct(to)
	if len(to) == 0 {
		return "", time.Time{}
	}
	var up []string
	for _, login := range to {
		if in.available(login) {
			up = append(up, login)
		}
	}
	if len(up) > 0 {
		return up[asked/eachAsked%len(up)], time.Time{}
	}
	if r.anybody { // it cannot wait for the morning: whoever reads it
		return "", time.Time{}
	}
	who = to[0]
	for _, login := range to {
		start := in.Config.NextWorkingTime(login, in.Now)
		if free.IsZero() || start.Before(free) {
			who, free = login, start.UTC()
		}
	}
	return who, free
}

// available says whether somebody may be asked now: at work, on call, or acting on the incident anyway. The worst incidents
// ask at any hour.
func (in Input) available(login string) bool {
	if in.worst() && in.Incident.Open() || in.Config.InWorkingHours(login, in.Now) {
		return true
	}
	if slices.ContainsFunc(oncall.At(in.Config, in.Now), func(s oncall.Shift) bool { return s.Who == login }) {
		return true
	}
	return slices.ContainsFunc(in.Helpers, func(h Helper) bool { return h.Who.Login == login && in.Now.Sub(h.Last) < awake })
}

func distinct(names []string) (out []string) {
	for _, n := range names {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Owed says whether what a nudge of a rule, asked at that time, asks for is still owed: nobody has done it since.
func Owed(in Input, rule string, asked time.Time) bool {
	for _, r := range rules() {
		if r.name != rule {
			continue
		}
		since, is := r.owed(in)
		return is && in.loud() && (!since.After(asked) || rule == policy.Handoff)
	}
	return false
}
