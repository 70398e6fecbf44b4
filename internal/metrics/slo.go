package metrics

import (
	"math/big"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// Objective is a service level: how much of a window a component is to be up.
type Objective struct {
	Component string
	Target    float64       // percent, over 0 and under 100
	Window    time.Duration // over 0
}

// Budget is what an objective allows to be down, and what was.
type Budget struct {
	Component string  `json:"component"`
	Target    float64 `json:"target"`   // percent
	Window    float64 `json:"window_s"` // seconds
	Allowed   float64 `json:"allowed_s"`
	Spent     float64 `json:"spent_s"` // what overlaps counts once
	Left      float64 `json:"left"`    // part of what is allowed, 1 = untouched; negative = overspent
	Spenders  []Spent `json:"spenders"`
}

// Spent is what one incident took of a budget. Two at the same time each took theirs: their sum may exceed what was spent.
type Spent struct {
	ID      string  `json:"id"`
	URL     string  `json:"url,omitempty"`
	Seconds float64 `json:"seconds"`
	Part    float64 `json:"part"` // of what is allowed
}

// Budgets computes the error budgets of the windows that end now. An incident that goes on is down until now. Without a
// component an incident is on nobody's account.
func Budgets(records []Record, objectives []Objective, now time.Time) []Budget {
	counted := sift(records).counted
	out := make([]Budget, 0, len(objectives))
	for _, o := range objectives {
		out = append(out, budget(counted, o, now))
	}
	return out
}

func budget(records []Record, o Objective, now time.Time) Budget {
	from := now.Add(-o.Window)
	b := Budget{Component: o.Component, Target: o.Target, Window: o.Window.Seconds(), Spenders: []Spent{}}
	b.Allowed = allowed(o)
	var down []Record
	for _, r := range records {
		in, out, ok := within(r, from, now)
		if !ok || !slices.Contains(r.Components, o.Component) {
			continue
		}
		took := out.Sub(in).Seconds()
		b.Spenders = append(b.Spenders, Spent{ID: r.ID, URL: r.URL, Seconds: took, Part: took / b.Allowed})
		down = append(down, Record{Points: map[incident.Milestone]incident.Point{incident.Started: {At: in}, incident.Recovered: {At: out}}})
	}
	for _, d := range merged(down) {
		b.Spent += d.to.Sub(d.from).Seconds()
	}
	b.Left = 1 - b.Spent/b.Allowed
	return b
}

// allowed is what may be down, in seconds. 99.9 is no binary fraction: computed exactly, 30 days allow 2592 s and not 2591.99….
func allowed(o Objective) float64 {
	target, ok := new(big.Rat).SetString(big.NewFloat(o.Target).Text('f', 6))
	if !ok {
		return 0
	}
	part := new(big.Rat).Sub(big.NewRat(100, 1), target)
	part.Mul(part, big.NewRat(int64(o.Window), 100*int64(time.Second)))
	f, _ := part.Float64()
	return f
}

// within is the part of an incident's downtime that lies in a window.
func within(r Record, from, until time.Time) (in, out time.Time, ok bool) {
	in, hasStart := r.at(incident.Started)
	out, over := r.at(incident.Recovered)
	if !over {
		out = until
	}
	if in.Before(from) {
		in = from
	}
	if out.After(until) {
		out = until
	}
	return in, out, hasStart && in.Before(out)
}
