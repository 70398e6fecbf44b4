package when

import "time"

// moment is one instant and the wall clock it was found by.
type moment struct {
	unix int64 // seconds
	loc  *time.Location
	d    day
	c    clockSpec
}

func (m moment) time() time.Time { return time.Unix(m.unix, 0).UTC() }

func (m moment) abbreviation() string { return label(time.Unix(m.unix, 0).In(m.loc)) }

// moments returns the instants at which the clocks of loc show c on day d: one on most days; two where clocks go back
// (earlier first); none where they go forward. In that last case nearest holds the instants that the two offsets around
// the gap would give.
func moments(d day, c clockSpec, loc *time.Location) (found, nearest []moment) {
	wall := time.Date(d.y, time.Month(d.m), d.d, c.h, c.m, c.s, 0, time.UTC).Unix()
	// No offset exceeds 16 h, so the transition that matters lies within a day of the wall time read as UTC.
	for _, around := range []int64{-86400, 86400} {
		_, off := time.Unix(wall+around, 0).In(loc).Zone()
		m := moment{unix: wall - int64(off), loc: loc, d: d, c: c}
		t := time.Unix(m.unix, 0).In(loc)
		h, mi, s := t.Clock()
		if dayOf(t) == d && h == c.h && mi == c.m && s == c.s {
			found = appendMoment(found, m)
		}
		nearest = appendMoment(nearest, m)
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, nearest
}

func appendMoment(list []moment, m moment) []moment {
	for i, other := range list {
		switch {
		case other.unix == m.unix:
			return list
		case m.unix < other.unix:
			return append(list[:i:i], append([]moment{m}, list[i:]...)...)
		}
	}
	return append(list, m)
}

// candidateDays lists the days an expression can mean, latest first. floating tells that the latest one that is not in
// the future is meant; otherwise there is at most one day, wherever it lies.
func (e expression) candidateDays(ctx Context, loc *time.Location) (days []day, floating bool) {
	today := dayOf(ctx.Now.In(loc))
	latest := dayOf(time.Unix(ctx.limit(), 0).In(loc))
	switch d := e.date; {
	case d.full:
		days = []day{d.d}
	case d.yearless:
		floating = true
		for y := latest.y; y > latest.y-9 && y > 0; y-- {
			days = append(days, day{y, d.d.m, d.d.d})
		}
	case d.relative:
		days = []day{today.plus(-d.back)}
	case e.ago.set:
		days = []day{today.plus(-int(min(e.ago.seconds/86400, 1<<22)))}
	case d.hasWeekday:
		floating = true
		for back := range 15 {
			if c := latest.plus(-back); c.weekday() == d.weekday && (!d.beforeToday || c != today) {
				days = append(days, c)
			}
		}
	default:
		return []day{latest, latest.plus(-1), latest.plus(-2)}, true
	}
	return e.keepPossible(days), floating
}

func (e expression) keepPossible(days []day) []day {
	var kept []day
	for _, d := range days {
		if d.valid() && (!e.date.hasWeekday || d.weekday() == e.date.weekday) {
			kept = append(kept, d)
		}
	}
	return kept
}

// in finds the moments that e means in loc. The kind is empty where they are good; otherwise the moments are what could
// be offered.
func (e expression) in(loc *time.Location, ctx Context) ([]moment, Kind) {
	days, floating := e.candidateDays(ctx, loc)
	for _, d := range days {
		found, nearest := moments(d, e.clock, loc)
		if floating && max(earliest(found), earliest(nearest)) > ctx.limit() {
			continue
		}
		if len(found) == 0 {
			return past(nearest, ctx), Impossible
		}
		if kept := past(found, ctx); len(kept) > 0 {
			return kept, ""
		}
		if found[0].unix <= ctx.limit() {
			break // past, but outside the years 1 to 9999
		}
		return nil, Future
	}
	return nil, Impossible
}

// earliest is the first instant, or the smallest number where there is none.
func earliest(list []moment) int64 {
	if len(list) == 0 {
		return -1 << 63
	}
	return list[0].unix
}

// past drops what lies in the future or outside the years 1 to 9999.
func past(list []moment, ctx Context) []moment {
	var kept []moment
	for _, m := range list {
		if y := m.time().Year(); m.unix <= ctx.limit() && y >= 1 && y <= 9999 {
			kept = append(kept, m)
		}
	}
	return kept
}
