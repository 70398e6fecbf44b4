package written

import (
	"time"
)

// others compares an instant with what stands beside it in another zone: "14:25 (16:25 Paris time)" is one row.
func (d *document) others() {
	for _, m := range d.mentions {
		if m.other == nil {
			continue
		}
		o := m.other
		o.drop = o.lead
		if !m.timed {
			continue
		}
		d.meet(m, o)
		if !o.drop && !o.known && m.known { // another time of the same day
			o.fix(m.ordinal)
		}
	}
}

// meet drops o where it is the instant of m.
func (d *document) meet(m, o *mention) {
	if day, ok := d.explicit(o); ok {
		o.fix(day)
		if same(m.on(o.at), o.at) {
			m.at, m.known, o.drop = m.on(o.at), true, true
		}
		return
	}
	if !m.known {
		return
	}
	for _, shift := range []int{0, 1, -1} {
		if o.fix(m.ordinal + shift); same(m.at, o.at) {
			o.drop = true
			return
		}
	}
	o.known = false
	if m.firm || o.zone.loc == nil {
		return
	}
	for _, shift := range []int{0, 1, -1} { // the zone of m is only a guess: o knows better
		o.fix(m.ordinal + shift)
		if gap := o.at.Sub(m.at); gap%(15*time.Minute) == 0 && gap.Abs() <= 12*time.Hour {
			m.at, o.drop = o.at, true
			return
		}
	}
	o.known = false
}

// on is the mention's clock on the day of at in its zone.
func (m *mention) on(at time.Time) time.Time { return m.instant(dayOf(at.In(m.loc)).ordinal()) }

// same compares to the minute.
func same(a, b time.Time) bool { return a.Unix()/60 == b.Unix()/60 }

// dedupe drops instants of running text that a row gives, or running text before. Items of a list that end in their time
// are told apart from each other by their words.
func (d *document) dedupe() {
	rows, text := map[int64]bool{}, map[int64]bool{}
	for _, m := range d.mentions {
		minute := m.at.Unix() / 60
		if m.known && !m.drop {
			rows[minute] = rows[minute] || m.lead
			text[minute] = text[minute] || m.closing
		}
	}
	for _, m := range d.mentions {
		if m.lead || m.drop || !m.known {
			continue
		}
		minute := m.at.Unix() / 60
		m.drop = rows[minute] || text[minute] && !m.closing
		text[minute] = true
	}
}

// zeroBefore is T0 where no row says so: the first time that is told above the first T+5m.
func (d *document) zeroBefore() time.Time {
	for _, m := range d.mentions {
		if m.rel.set {
			break
		}
		if m.known && m.timed && !m.alias && !m.drop {
			return m.at
		}
	}
	return time.Time{}
}

// relatives counts T+5m from T0, which some row gives as a time of the day, or which is the time told before.
func (d *document) relatives() {
	var zero time.Time
	for _, m := range d.mentions {
		if m.rel.set && m.timed && m.known && zero.IsZero() {
			zero = m.at.Add(-time.Duration(m.rel.seconds) * time.Second)
		}
	}
	if zero.IsZero() {
		zero = d.zeroBefore()
	}
	for _, m := range d.mentions {
		if m.rel.set && !m.timed && !zero.IsZero() {
			m.at, m.known = zero.Add(time.Duration(m.rel.seconds)*time.Second), true
		}
	}
}

// unknowns keeps rows without a time only among rows that have one: "TBD: add tests" is no timeline; and drops the rows of a
// template in which nobody has filled in 00:00.
func (d *document) unknowns() {
	timed, zeros, filled := map[int]bool{}, map[int]int{}, map[int]bool{}
	any := false
	for _, m := range d.mentions {
		if m.lead && (m.timed || m.rel.set) {
			timed[m.group], any = true, true
			if m.timed && m.clock == (clock{padded: true}) && !m.date.set {
				zeros[m.group]++
			} else {
				filled[m.group] = true
			}
		}
	}
	for _, m := range d.mentions {
		switch {
		case m.timed || m.rel.set:
			m.drop = m.drop || m.lead && zeros[m.group] > 1 && !filled[m.group]
		default:
			m.drop = !timed[m.group] && !(any && m.unknown)
		}
	}
}
