package incident

import "time"

// KeyTime is a difference of two milestones. Source: the talk's key times, DESIGN §2.
type KeyTime struct {
	Name     string // ttd, tte, …
	Title    string // what it measures, in two or three words
	From, To Milestone
}

// KeyTimes is the table of key times within one incident. TBF needs the next incident and is computed by TBF.
var KeyTimes = []KeyTime{
	{"ttd", "time to detect", Started, Detected},
	{"tte", "time to engage", Detected, Engaged},
	{"ttf", "time to fix", Engaged, Fixed},
	{"ttr", "time to recover", Started, Recovered},
	{"ttt", "time to triage", Recovered, Triaged},
	{"ttl", "time to learn", Triaged, Learned},
	{"tti", "time to improve", Learned, Improved},
	{"ttp", "time to prepare", Improved, Prepared},
}

// Measure is the value of one key time, or the reason why there is none. Seconds is meaningful only when Known.
type Measure struct {
	Name    string
	Title   string
	Seconds int64
	Known   bool
	Reason  Reason
	Missing Milestone // the milestone that the reason is about
}

// Reason says why a key time has no value.
type Reason string

// The reasons.
const (
	NoReason  Reason = ""
	NotYet    Reason = "not-yet"  // a milestone is missing
	IsAssumed Reason = "assumed"  // a milestone is assumed, so a figure would be a guess
	Negative  Reason = "negative" // the end lies before the start: rejected
	Nothing   Reason = "nothing"  // nothing to prepare: TTP has no value
	NoNext    Reason = "no-next"  // TBF: no later incident yet
)

// Measures computes every key time of the table.
func (i *Incident) Measures() []Measure {
	out := make([]Measure, 0, len(KeyTimes))
	for _, k := range KeyTimes {
		out = append(out, i.measure(k))
	}
	return out
}

func (i *Incident) measure(k KeyTime) Measure {
	m := Measure{Name: k.Name, Title: k.Title}
	from, to := i.Milestones[k.From], i.Milestones[k.To]
	for _, end := range []Milestone{k.From, k.To} {
		p, ok := i.Milestones[end]
		switch {
		case !ok && end == Prepared && i.Phase == Closed:
			m.Reason, m.Missing = Nothing, end
			return m
		case !ok:
			m.Reason, m.Missing = NotYet, end
			return m
		case p.Quality <= Assumed:
			m.Reason, m.Missing = IsAssumed, end
			return m
		}
	}
	// In an incident where all was improved before anybody had learned, the improvement took no time after learning.
	m.Seconds = to.At.Unix() - from.At.Unix()
	if m.Seconds < 0 {
		m.Seconds, m.Reason, m.Missing = 0, Negative, k.To
		return m
	}
	m.Known = true
	return m
}

// TBF is the time between failures: from this incident's recovery to the next incident's start, in seconds. It belongs to
// the earlier incident. ok is false where the next one began before this one had recovered.
func TBF(recovered, nextStarted time.Time) (seconds int64, ok bool) {
	s := nextStarted.Unix() - recovered.Unix()
	return s, s >= 0
}
