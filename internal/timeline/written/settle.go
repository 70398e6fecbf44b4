package written

import "time"

// settle works out every instant: first zones, then the days of the rows, then those of running text.
func (d *document) settle() {
	d.settleZones()
	d.landmarks()
	groups, prose := d.grouped()
	for _, g := range groups {
		d.halves(g)
		d.days(g, true)
	}
	byClock := d.rowsByClock()
	for _, p := range prose {
		for _, m := range p {
			if row := byClock[m.clock.minutes()]; row != nil && !m.date.set && row.loc.String() == m.loc.String() {
				m.date = date{set: true, day: dayOf(row.at.In(row.loc))}
			}
		}
		d.days(p, false)
	}
	d.others()
	d.relatives()
	d.unknowns()
}

// landmarks finds what days are counted from: the first row, the first dated time in running text, the first year.
func (d *document) landmarks() {
	for _, m := range d.mentions {
		if d.firstRow == nil && m.lead && m.timed && !m.alias {
			d.firstRow = m
		}
		if d.firstDated == nil && !m.lead && m.timed && m.date.day.m > 0 {
			d.firstDated = m
		}
		for _, said := range []date{m.day, m.date} {
			if d.firstYear == day0 && said.day.y > 0 {
				d.firstYear = said.day
			}
		}
	}
}

// settleZones gives every mention its zone: written, declared, carried from the time before, given, or the only one that
// the text names.
func (d *document) settleZones() {
	var carried, lone zone
	several := false
	for _, m := range d.mentions {
		if z := m.zone.loc; z != nil && !m.alias {
			if lone.loc != nil && lone.loc.String() != z.String() {
				several = true
			}
			lone = m.zone
		}
	}
	for _, m := range d.mentions {
		m.firm = true
		switch {
		case m.zone.loc != nil:
			if !m.alias {
				carried = m.zone
			}
		case m.declared.loc != nil:
			m.zone = m.declared
		case d.overall.loc != nil:
			m.zone = d.overall
		case carried.loc != nil:
			m.zone = carried
		case d.options.Zone != nil:
			m.zone = zone{loc: d.options.Zone}
		case lone.loc != nil && !several:
			m.zone = lone
		default:
			m.zone, m.firm = zone{loc: time.UTC}, false
			if z, ok := d.sameClock(m); ok {
				m.zone = z
			}
		}
		m.loc = m.zone.loc
	}
}

// sameClock finds the zone of a time that running text without one repeats: "(11:31 AM)" above, "11:31 AM PDT" below.
func (d *document) sameClock(m *mention) (zone, bool) {
	if m.lead || m.clock.half == 0 {
		return zone{}, false
	}
	if d.halfZones == nil {
		d.halfZones = map[int]zone{}
		for _, o := range d.mentions {
			if o.timed && o.clock.half != 0 && o.zone.loc != nil && o != m {
				d.halfZones[o.clock.minutes()] = o.zone
			}
		}
	}
	z, ok := d.halfZones[m.clock.minutes()]
	return z, ok
}

// grouped returns the timed rows by section, and the times of running text by paragraph, in document order.
func (d *document) grouped() (rows, prose [][]*mention) {
	lastGroup, lastPara := -1, -1
	for _, m := range d.mentions {
		if m.alias || !m.timed {
			continue
		}
		if m.lead {
			if m.group != lastGroup {
				rows, lastGroup = append(rows, nil), m.group
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], m)
			continue
		}
		if m.para != lastPara {
			prose, lastPara = append(prose, nil), m.para
		}
		prose[len(prose)-1] = append(prose[len(prose)-1], m)
	}
	return rows, prose
}

// halves settles am or pm where only some rows of a section say it, as chats do: the next such time after the row before.
func (d *document) halves(g []*mention) {
	twelve := false
	for _, m := range g {
		twelve = twelve || m.clock.half != 0
		if m.clock.half == 0 && (m.clock.h > 12 || m.clock.h == 0) {
			return // somebody here counts to 24
		}
	}
	for i, m := range g {
		c := m.clock
		if !twelve || m.date.set && !m.date.weak || c.half != 0 || c.padded || c.h < 1 || c.h > 12 || m.partner > 0 || i == 0 || c.marked {
			continue
		}
		before := g[i-1].clock.minutes()
		am, pm := c.with('a'), c.with('p')
		if mod(am.minutes()-before, 1440) <= mod(pm.minutes()-before, 1440) {
			m.clock = am
		} else {
			m.clock = pm
		}
	}
}

func mod(n, by int) int { return ((n % by) + by) % by }

// rowsByClock finds a row by what its clock showed.
func (d *document) rowsByClock() map[int]*mention {
	out := map[int]*mention{}
	for _, m := range d.mentions {
		if m.lead && m.known && !m.alias && out[m.clock.minutes()] == nil {
			out[m.clock.minutes()] = m
		}
	}
	return out
}

// instant makes the time of a day in the mention's zone. Where clocks were put forward over it, the time before counts.
func (m *mention) instant(ordinal int) time.Time {
	t := time.Unix(int64(ordinal)*86400, 0).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), m.clock.h, m.clock.m, m.clock.s, 0, m.loc)
}

// fix settles the mention on a day.
func (m *mention) fix(ordinal int) {
	m.ordinal = ordinal
	m.at = m.instant(ordinal)
	y := m.at.UTC().Year()
	m.known = y >= 1 && y <= 9999
}
