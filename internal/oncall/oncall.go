// Package oncall says who is on call at an instant, from when until when, who comes next, and where a rota has gaps or
// doubles. Turns are counted in calendar days of the layer's zone, so that a change of clocks neither loses nor doubles an
// hour: the end of a shift and the beginning of the next one are the same instant by construction.
//
// It wakes nobody, and knows nothing of incidents.
package oncall

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
)

// Shift is one person's time on call, From included, Until not, UTC.
type Shift struct {
	Rotation string
	Who      string // a login
	From     time.Time
	Until    time.Time
	Zone     *time.Location // the layer's, in which its hours are written
	Override bool           // somebody stands in
}

// Covers tells whether an instant lies in the shift.
func (s Shift) Covers(t time.Time) bool { return !t.Before(s.From) && t.Before(s.Until) }

// around is how far a look reaches before and after an instant: whole turns are seen, so that "until" is the hand-over.
const around = 70 * 24 * time.Hour

// At returns who is on call at t: the shifts that cover it, in the order of the file, each with its real end: turns of the
// same person that follow each other are one shift. Nobody: none.
func At(cfg policy.Config, t time.Time) []Shift {
	var out []Shift
	for _, s := range Shifts(cfg, t.Add(-around), t.Add(around)) {
		if s.Covers(t) && !slices.ContainsFunc(out, func(o Shift) bool { return o.Who == s.Who }) {
			out = append(out, s)
		}
	}
	return out
}

// Next returns the shift of somebody else that follows whoever is on call at t; ok is false where nobody does within ten
// weeks. With nobody on call it is the next shift of anybody.
func Next(cfg policy.Config, t time.Time) (next Shift, ok bool) {
	on := At(cfg, t)
	for _, s := range Shifts(cfg, t, t.Add(around)) {
		if slices.ContainsFunc(on, func(o Shift) bool { return o.Who == s.Who }) || !s.From.After(t) {
			continue
		}
		if !ok || s.From.Before(next.From) {
			next, ok = s, true
		}
	}
	return next, ok
}

// Everyone lists all people of all rotations and overrides, each once, in the order of the file.
func Everyone(cfg policy.Config) []string {
	var out []string
	add := func(who string) {
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	for _, r := range cfg.Oncall.Rotations {
		for _, l := range r.Layers {
			for _, who := range l.People {
				add(who)
			}
		}
	}
	for _, o := range cfg.Oncall.Overrides {
		add(o.Who)
	}
	return out
}

// Shifts lists all shifts that touch [from, until), by rotation and then by time. Shifts at the rim are whole as far as they
// lie within two days of it.
func Shifts(cfg policy.Config, from, until time.Time) []Shift {
	var out []Shift
	for n := range cfg.Oncall.Rotations {
		out = append(out, rotation(cfg, n, from, until)...)
	}
	return out
}

// rotation lists the shifts of one rotation, overrides put over them.
func rotation(cfg policy.Config, n int, from, until time.Time) []Shift {
	r := cfg.Oncall.Rotations[n]
	var out []Shift
	for _, l := range r.Layers {
		if len(l.People) == 0 {
			continue
		}
		out = append(out, joined(layer(cfg, l, from, until))...)
	}
	for _, o := range cfg.Oncall.Overrides {
		out = override(out, o)
	}
	out = slices.DeleteFunc(out, func(s Shift) bool { return !s.Until.After(from) || !s.From.Before(until) })
	for i := range out {
		out[i].Rotation = r.Name
	}
	slices.SortStableFunc(out, func(a, b Shift) int { return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until)) })
	return joined(out)
}

// override puts somebody else in for a while: whoever would be on call then is not.
func override(shifts []Shift, o policy.Override) []Shift {
	in, end := o.From.UTC(), o.Until.UTC()
	if !in.Before(end) {
		return shifts
	}
	var out []Shift
	for _, s := range shifts {
		if !s.Until.After(in) || !s.From.Before(end) {
			out = append(out, s)
			continue
		}
		if s.From.Before(in) {
			before := s
			before.Until = in
			out = append(out, before)
		}
		if s.Until.After(end) {
			after := s
			after.From = end
			out = append(out, after)
		}
	}
	zone := time.UTC
	if len(shifts) > 0 {
		zone = shifts[0].Zone
	}
	return append(out, Shift{Who: o.Who, From: in, Until: end, Zone: zone, Override: true})
}

// joined makes one shift of those that follow each other without a gap and have the same person.
func joined(shifts []Shift) []Shift {
	var out []Shift
	for _, s := range shifts {
		if last := len(out) - 1; last >= 0 && out[last].Who == s.Who && out[last].Until.Equal(s.From) && out[last].Override == s.Override {
			out[last].Until = s.Until
			continue
		}
		out = append(out, s)
	}
	return out
}
