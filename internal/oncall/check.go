package oncall

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
)

// Hole is a stretch of time in which a rotation has nobody, or two at once.
type Hole struct {
	Rotation string
	From     time.Time // UTC
	Until    time.Time
	Who      []string // more than one: doubled; empty: nobody
}

// Check looks for gaps and doubles of each rotation in [from, until). Each is named once for the stretch it lasts.
func Check(cfg policy.Config, from, until time.Time) []Hole {
	var out []Hole
	for n, r := range cfg.Oncall.Rotations {
		out = append(out, holes(r.Name, rotation(cfg, n, from, until), from, until)...)
	}
	return out
}

func holes(name string, shifts []Shift, from, until time.Time) []Hole {
	cuts := []time.Time{from, until}
	for _, s := range shifts {
		for _, t := range []time.Time{s.From, s.Until} {
			if t.After(from) && t.Before(until) {
				cuts = append(cuts, t)
			}
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	var out []Hole
	var active []Shift // that may cover the next cut; shifts are ordered by their beginning
	for i := range len(cuts) - 1 {
		for len(shifts) > 0 && !shifts[0].From.After(cuts[i]) {
			active, shifts = append(active, shifts[0]), shifts[1:]
		}
		active = slices.DeleteFunc(active, func(s Shift) bool { return !s.Until.After(cuts[i]) })
		on := people(active)
		if len(on) == 1 {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].Until.Equal(cuts[i]) && slices.Equal(out[last].Who, on) {
			out[last].Until = cuts[i+1]
			continue
		}
		out = append(out, Hole{Rotation: name, From: cuts[i], Until: cuts[i+1], Who: on})
	}
	return out
}

func people(shifts []Shift) []string {
	var out []string
	for _, s := range shifts {
		if !slices.Contains(out, s.Who) {
			out = append(out, s.Who)
		}
	}
	return out
}
