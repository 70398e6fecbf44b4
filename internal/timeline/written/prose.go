package written

import "strings"

// inline keeps the times in a row's text that begin a sentence of their own: "10:05 deployed. At 10:20 errors rose."
func (d *document) inline(l line, stamps []stamp) {
	for i, st := range stamps {
		if st.timed && (opensSentence(l.seen, st.from) || st.partner > 0 && i > 0 && opensSentence(l.seen, stamps[i-1].from)) && counts(l.seen, st) {
			d.add(l, st, false).text = strings.TrimSpace(l.text)
		}
	}
}

// prose adds the times in running text, with the day that the paragraph names.
func (d *document) prose(l line, stamps []stamp) {
	var later date
	for _, st := range stamps {
		if !st.timed && st.date.set && (!st.date.weak || st.date.weekday > 0) && later.day.d == 0 {
			later = st.date
		}
	}
	for i := 0; i < len(stamps); i++ {
		st := stamps[i]
		ranged := i+1 < len(stamps) && stamps[i+1].partner > 0
		if !st.timed {
			if st.date.set && !st.unknown && (!st.date.weak || st.date.weekday > 0) {
				d.paraDate = st.date
			}
			continue
		}
		if !counts(l.seen, st) && !(ranged && !durationAfter.MatchString(behind(l.seen, stamps[i+1])) && !never(l.seen[max(0, st.from-60):st.from])) && st.partner == 0 {
			if ranged {
				i++
			}
			continue
		}
		if !st.date.set && st.partner == 0 {
			if st.date = d.paraDate; !st.date.set {
				st.date = later
			}
			later = date{}
		}
		if st.partner == 0 { // the run of times carries the day on
			d.paraDate = date{}
		}
		m := d.add(l, st, false)
		m.text = strings.TrimSpace(l.text)
		m.closing = l.kind == item && dressing.MatchString(l.seen[stamps[len(stamps)-1].to:])
		if i+1 < len(stamps) && stamps[i+1].partner == 0 && aliased(l.seen, st, stamps[i+1]) {
			m.other = d.add(l, stamps[i+1], false)
			m.other.alias, m.other.text = true, m.text
			if !m.date.set { // "10:05am EDT (14:05 UTC) on 09/05/2022"
				m.date, m.other.date = m.other.date, date{}
			}
			i++
		}
	}
}
