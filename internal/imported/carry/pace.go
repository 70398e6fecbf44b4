package carry

import "time"

// GitHub takes 80 new issues and comments a minute and 500 an hour, those that people write included; this leaves room for
// them.
const (
	perMinute = 60
	perHour   = 450
)

// Pace spaces writes that create something. The zero value is ready.
type Pace struct{ made []time.Time }

// Next is when the next one may be made, now or later, and counts it.
func (p *Pace) Next(now time.Time) time.Time {
	for len(p.made) > 0 && now.Sub(p.made[0]) >= time.Hour {
		p.made = p.made[1:]
	}
	at := now
	for _, limit := range []struct {
		n    int
		span time.Duration
	}{{perMinute, time.Minute}, {perHour, time.Hour}} {
		if len(p.made) >= limit.n {
			if free := p.made[len(p.made)-limit.n].Add(limit.span); free.After(at) {
				at = free
			}
		}
	}
	p.made = append(p.made, at)
	return at
}
