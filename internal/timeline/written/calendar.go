package written

import "time"

// explicit is the day that is written beside a mention.
func (d *document) explicit(m *mention) (int, bool) {
	if !m.date.set {
		return 0, false
	}
	day, ok := d.ordinal(m.date, m)
	if !ok {
		return 0, false
	}
	return day + m.ahead, true
}

// ordinal works out the day that a date means for a mention: a missing year is the one next to the day in force, else the
// latest that is not after the limit.
func (d *document) ordinal(said date, m *mention) (int, bool) {
	switch {
	case !said.set:
		return 0, false
	case said.near:
		if day, ok := d.today(m); ok {
			return day - said.back, true
		}
		return 0, false
	case said.weekday > 0:
		day, ok := d.today(m)
		if !ok {
			return 0, false
		}
		for mod(day+4, 7) != said.weekday-1 { // 1970-01-01 was a Thursday
			day--
		}
		return day, true
	}
	day := said.day
	if said.other != day0 && (d.dayFirst || d.after(said.day, m) && !d.after(said.other, m) || d.nearer(said)) {
		day = said.other
	}
	if day.y > 0 {
		return day.ordinal() - said.back, day.valid()
	}
	n, ok := d.complete(day, said, m)
	return n - said.back, ok
}

var day0 day

// complete finds the year, and the month of "22日".
func (d *document) complete(short day, said date, m *mention) (int, bool) {
	ref, near := d.reference(said, m)
	if ref == day0 {
		return 0, false
	}
	best, found := 0, false
	for _, candidate := range candidates(short, ref) {
		n := candidate.ordinal()
		switch {
		case !near && d.after(candidate, m):
			continue
		case !found, near && distance(n, ref.ordinal()) < distance(best, ref.ordinal()), !near && n > best:
			best, found = n, true
		}
	}
	return best, found
}

func candidates(short, ref day) []day {
	var out []day
	for y := ref.y + 1; y > ref.y-9; y-- {
		months := []int{short.m}
		if short.m == 0 {
			months = []int{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
		}
		for _, mo := range months {
			if c := (day{y, mo, short.d}); c.valid() {
				out = append(out, c)
			}
		}
	}
	return out
}

// reference is the day next to which a date without a year lies; near false: the latest not after it.
func (d *document) reference(said date, m *mention) (ref day, near bool) {
	if m.day.set && m.day.day.y > 0 && m.day != said {
		return m.day.day, true
	}
	if d.firstYear != day0 {
		return d.firstYear, true
	}
	if !d.options.Day.IsZero() {
		return dayOf(d.options.Day), true
	}
	if !d.options.Near.IsZero() {
		return dayOf(d.options.Near.In(m.loc)), true
	}
	if !d.options.Limit.IsZero() {
		return dayOf(d.options.Limit.In(m.loc)), false
	}
	return day0, false
}

// after tells whether a day begins after the limit; a day without a year never does.
func (d *document) after(c day, m *mention) bool {
	if d.options.Limit.IsZero() || c.y == 0 || !c.valid() {
		return false
	}
	return time.Date(c.y, time.Month(c.m), c.d, m.clock.h, m.clock.m, 0, 0, m.loc).After(d.options.Limit)
}

// today is the day of the post, or the day given, on the mention's clock.
func (d *document) today(m *mention) (int, bool) {
	switch {
	case !d.options.Day.IsZero():
		return dayOf(d.options.Day).ordinal(), true
	case !d.options.Near.IsZero():
		return dayOf(d.options.Near.In(m.loc)).ordinal(), true
	case !d.options.Limit.IsZero():
		return dayOf(d.options.Limit.UTC().Add(-time.Second)).ordinal(), true
	}
	return 0, false
}

func distance(a, b int) int { return max(a-b, b-a) }

// nearer tells whether a slashed date that can be read both ways is recent only with its day first: reports are written
// within weeks.
func (d *document) nearer(said date) bool {
	if said.day.y == 0 || d.options.Limit.IsZero() {
		return false
	}
	limit := dayOf(d.options.Limit).ordinal()
	ago, other := limit-said.day.ordinal(), limit-said.other.ordinal()
	return said.other.valid() && other >= 0 && other <= longAgo && ago > longAgo
}
