package when

import (
	"fmt"
	"time"
)

// text writes a moment so that it can be pasted: with a date only where one was written.
func (e expression) text(m moment, zone string) string {
	clock := clockText(m.c)
	if !e.date.set() && !e.ago.set {
		return clock + " " + zone
	}
	return fmt.Sprintf("%04d-%02d-%02d %s %s", m.d.y, m.d.m, m.d.d, clock, zone)
}

// asRead offers what this part of a combined expression was read as, in its own zone.
func (e expression) asRead(r Result) []Reading {
	local := r.At.In(r.Location)
	h, mi, s := local.Clock()
	return e.readings([]moment{{unix: r.At.Unix(), loc: r.Location, d: dayOf(local), c: clockSpec{h: h, m: mi, s: s, hasSeconds: s != 0}}})
}

// asReadOr is asRead of a good result, and what a refusal offers otherwise.
func (e expression) asReadOr(r Result, problem *Problem) []Reading {
	if problem != nil {
		return problem.Readings
	}
	return e.asRead(r)
}

// readings offers moments with their full date and offset: the only form that is safe on a day when clocks change.
func (e expression) readings(list []moment) []Reading {
	var out []Reading
	for _, m := range list {
		if m.d.y < 1 || m.d.y > 9999 {
			continue // the wall clock has left the years that can be written
		}
		text := fmt.Sprintf("%04d-%02d-%02d %s %s", m.d.y, m.d.m, m.d.d, clockText(m.c), pasteOffset(m))
		out = append(out, Reading{Text: text, At: m.time()})
	}
	return out
}

// pasteOffset is the offset that turns the wall clock of m into its instant. In a gap it is not the one in force.
func pasteOffset(m moment) string {
	wall := time.Date(m.d.y, time.Month(m.d.m), m.d.d, m.c.h, m.c.m, m.c.s, 0, time.UTC).Unix()
	off := int(wall - m.unix)
	if off%900 != 0 || off > 14*3600 || off < -12*3600 {
		return offsetName(off)
	}
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%c%02d:%02d", sign, off/3600, off/60%60)
}

func clockText(c clockSpec) string {
	if c.hasSeconds {
		return fmt.Sprintf("%02d:%02d:%02d", c.h, c.m, c.s)
	}
	return fmt.Sprintf("%02d:%02d", c.h, c.m)
}

// dayOnly refuses a day without a clock, and offers its first minute.
func (e expression) dayOnly(ctx Context) *Problem {
	with := e
	with.clock = clockSpec{set: true}
	if p := with.offer(ctx); p != nil && p.Kind != Ambiguous {
		return p
	} else if p != nil {
		return &Problem{Kind: Unreadable, Readings: p.Readings}
	}
	return &Problem{Kind: Unreadable}
}

// impossibleClock refuses 25:61, and offers what 25:10 means in the 30-hour clock of night shifts and what 15:10 PM
// means without the PM.
func (e expression) impossibleClock(ctx Context) *Problem {
	with := e
	switch c := e.clock; {
	case c.bad && clockSpec{set: true, h: c.h, m: c.m, s: c.s}.possible():
		with.clock.bad = false
	case !c.bad && c.h >= 24 && c.h < 30 && c.m < 60 && c.s < 60 && e.date.full && e.date.d.valid():
		with.clock.h -= 24
		with.date.d = e.date.d.plus(1)
	default:
		return &Problem{Kind: Impossible}
	}
	p := &Problem{Kind: Impossible}
	if offered := with.offer(ctx); offered != nil && offered.Kind == Ambiguous {
		p.Readings = offered.Readings
	}
	return p
}

// offer resolves e only to offer it: an Ambiguous problem whose readings are what e can mean, or why it means nothing.
func (e expression) offer(ctx Context) *Problem {
	res, problem := e.resolve(ctx)
	if problem != nil {
		return problem
	}
	return &Problem{Kind: Ambiguous, Readings: e.asRead(res)}
}

// location is the zone to write a reading in.
func (z zoneSpec) location(ctx Context) *time.Location {
	switch z.kind {
	case zoneOffset:
		return time.FixedZone(z.written, z.offset)
	case zonePlace:
		return z.place
	case zoneLetters:
		if m := meanings(z.letters); len(m) == 1 {
			return m[0].loc
		}
	}
	return ctx.home()
}

// eitherWay refuses "10:05-11:00": a range, whose start is offered first, or an offset.
func (e expression) eitherWay(ctx Context) *Problem {
	start, offset := e, e
	start.zone, offset.zone.ranged = zoneSpec{}, false
	return merge(start.offer(ctx), offset.offer(ctx))
}

// bothOrders refuses 3/4 where both orders are past days, and takes the one that is possible otherwise.
func (e expression) bothOrders(ctx Context) (Result, *Problem) {
	monthFirst, dayFirst := e, e
	monthFirst.date.swapped, dayFirst.date.swapped = nil, nil
	dayFirst.date.d = *e.date.swapped
	a, problemA := monthFirst.resolve(ctx)
	b, problemB := dayFirst.resolve(ctx)
	switch {
	case problemA == nil && problemB != nil && problemB.Kind != Ambiguous:
		return a, nil
	case problemB == nil && problemA != nil && problemA.Kind != Ambiguous:
		return b, nil
	case problemA != nil && problemB != nil && problemA.Kind != Ambiguous && problemB.Kind != Ambiguous:
		return Result{}, problemA
	}
	return Result{}, merge(monthFirst.offer(ctx), dayFirst.offer(ctx))
}

func merge(list ...*Problem) *Problem {
	p := &Problem{Kind: Ambiguous}
	for _, o := range list {
		if o != nil && o.Kind == Ambiguous {
			p.Readings = append(p.Readings, o.Readings...)
		}
	}
	return p
}
