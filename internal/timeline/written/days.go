package written

import (
	"math"
	"time"
)

// days gives a run of times their days. Rows may run forward or newest first; where no day is written, a clock that goes
// back means that midnight has passed. Running text (rows false) only passes midnight where it jumps back by half a day.
func (d *document) days(g []*mention, rows bool) {
	step := 1
	if rows && d.newestFirst(g) {
		step = -1
	}
	offset := make([]int, len(g)) // days from the first of the pending ones
	pending := 0                  // where the days that are not anchored yet begin
	anchored := false
	for i, m := range g {
		day, explicit := d.explicit(m)
		if i > 0 {
			offset[i] = offset[i-1] + passed(g[i-1], m, step, rows)
		}
		if !explicit && i == 0 {
			day, explicit = d.given(m)
			day += m.ahead
		}
		if !explicit {
			continue
		}
		if !anchored && i > 0 { // what stands before is anchored by this day
			shift := day - offset[i-1] + min(0, -passed(g[i-1], m, step, rows))
			for k := pending; k < i; k++ {
				offset[k] += shift
			}
		}
		offset[i], anchored = day, true
		pending = i + 1
	}
	if !anchored && len(g) > 0 {
		d.latest(g, offset)
		return
	}
	for i, m := range g {
		m.fix(offset[i])
	}
}

// passed is how many days lie between two times of a run whose second names no day.
func passed(a, b *mention, step int, rows bool) int {
	before := a.clock.minutes()
	if a.loc.String() != b.loc.String() { // compare on one clock
		before += shift(a.loc, b.loc)
	}
	jump := 0
	for before < 0 {
		before, jump = before+1440, jump-1
	}
	for before >= 1440 {
		before, jump = before-1440, jump+1
	}
	diff := b.clock.minutes() - before
	slack := 60 // rows a little out of order are only that
	if !rows {
		slack = 720
	}
	switch {
	case b.partner > 0 && diff < 0:
		jump++
	case b.partner > 0:
	case step > 0 && -diff > slack:
		jump++
	case step < 0 && diff > slack:
		jump--
	}
	if b.ahead > 0 {
		jump = max(jump, 1)
	}
	return jump
}

// shift is how many minutes the clocks of b are ahead of those of a, near enough for telling the order.
func shift(a, b *time.Location) int {
	at := time.Date(2020, 6, 15, 12, 0, 0, 0, time.UTC)
	_, x := at.In(a).Zone()
	_, y := at.In(b).Zone()
	return (y - x) / 60
}

// newestFirst tells whether a run of rows goes back in time. A step back of more than half a day is a midnight.
func (d *document) newestFirst(g []*mention) bool {
	back, forward := 0, 0
	for i := 1; i < len(g); i++ {
		a, b := g[i-1], g[i]
		if b.partner > 0 || a.partner > 0 && i < 2 {
			continue
		}
		x, xOK := d.explicit(a)
		y, yOK := d.explicit(b)
		diff := b.clock.minutes() - a.clock.minutes()
		switch {
		case xOK && yOK && x != y:
			diff = y - x
		case xOK && yOK:
		case diff > 720:
			diff = 0
		case diff < -720:
			diff = 1
		}
		if diff > 0 {
			forward++
		} else if diff < 0 {
			back++
		}
	}
	return back > forward
}

// given is the day of the first time of a run that names none: declared above, named by the text before, or by the caller.
func (d *document) given(m *mention) (int, bool) {
	for _, said := range []date{m.day, d.before(m)} {
		if day, ok := d.ordinal(said, m); ok {
			return d.notBeforeAll(m, day), true
		}
	}
	if !d.options.Day.IsZero() {
		return d.notBeforeAll(m, dayOf(d.options.Day).ordinal()), true
	}
	if near := d.options.Near; !near.IsZero() {
		day := dayOf(near.In(m.loc)).ordinal()
		switch gap := m.instant(day).Sub(near); {
		case gap > 12*time.Hour:
			day--
		case gap < -12*time.Hour:
			day++
		}
		return d.notBeforeAll(m, day), true
	}
	if day, ok := d.ordinal(d.heard(m), m); ok && !d.after(dayAt(day), m) {
		return d.notBeforeAll(m, day), true
	}
	return 0, false
}

// notBeforeAll moves a section that would begin long before the first row of all to the next day.
func (d *document) notBeforeAll(m *mention, day int) int {
	first := d.firstRow
	if first == nil || first == m || first.line >= m.line || !m.lead || !first.known || first.group == m.group {
		return day
	}
	if first.day == m.day && !first.date.set && first.at.Sub(m.instant(day)) > 6*time.Hour {
		return day + 1
	}
	return day
}

// before is the first day that running text names beside a time, if that was before the mention.
func (d *document) before(m *mention) date {
	first := d.firstDated
	if first == nil || first == m || first.line > m.line || !m.lead && first.para == m.para {
		return date{}
	}
	return first.date
}

// latest anchors a run without any day: so that all of it lies not after the limit, as late as possible.
func (d *document) latest(g []*mention, offset []int) {
	if d.options.Limit.IsZero() {
		return
	}
	base := math.MaxInt
	for i, m := range g {
		day := dayOf(d.options.Limit.In(m.loc)).ordinal()
		for m.instant(day).After(d.options.Limit) {
			day--
		}
		base = min(base, day-offset[i])
	}
	for i, m := range g {
		m.fix(base + offset[i])
	}
}
