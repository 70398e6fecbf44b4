package written

import (
	"sort"
	"strings"
	"time"
)

// document is one text being read: first every mention of a time is found, with what was declared above it; then the
// instants are worked out.
type document struct {
	options  Options
	zones    *zoneBook
	dayFirst bool // a slashed date with a first number over 12 stands somewhere

	mentions []*mention
	overall  zone // "All times in PST", wherever it stands
	declared zone // the zone in force
	day      date // the day in force
	dayOne   date // what "Day 1" means
	group    int  // a new one where a heading or a date begins
	para     int
	paraDate date
	open     *mention // the row that lines below continue
	titled   *mention // the row that is a heading: what follows it is its text

	told                 told
	halfZones            map[int]zone // of the times that say am or pm and their zone, by the minute of the day
	firstRow, firstDated *mention
	firstYear            day
}

// mention is one time in the document.
type mention struct {
	stamp
	line     int
	text     string
	lead     bool // it opens a row; else it stands in running text
	dateOnly bool
	closing  bool // it ends a list item of running text: "- First detected 2020-09-28 13:10"
	group    int
	para     int
	declared zone
	day      date
	firm     bool     // the zone is not a guess: written, or declared
	other    *mention // the same instant in another zone, perhaps

	loc     *time.Location
	ordinal int  // the day, once known
	known   bool // at is good
	at      time.Time
	drop    bool
}

// outline finds the mentions.
func (d *document) outline(lines []line) {
	d.group = 1
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch l.kind {
		case blank:
			d.para++
			d.paraDate, d.open = date{}, nil
		case heading:
			d.heading(l)
		case table:
			n := 1
			for i+n < len(lines) && lines[i+n].kind == table {
				n++
			}
			d.table(lines[i : i+n])
			i += n - 1
		default:
			d.text(l)
		}
	}
}

// add keeps a mention under what is declared now.
func (d *document) add(l line, st stamp, lead bool) *mention {
	m := &mention{stamp: st, line: l.number, lead: lead, group: d.group, para: d.para, declared: d.declared, day: d.day}
	d.mentions = append(d.mentions, m)
	return m
}

// heading is a row (### 11:14 PM ###), or it begins a section and may declare its day and zone.
func (d *document) heading(l line) {
	d.para++
	d.open, d.paraDate = nil, date{}
	l.seen = titlePath.ReplaceAllString(l.seen, " $1")
	stamps := d.zones.scan(l.seen)
	if first := leading(l, stamps); first >= 0 && (stamps[first].timed || stamps[first].unknown) {
		d.lead(l, stamps, first)
		d.titled, d.open = d.open, nil
		return
	}
	d.titled = nil
	d.declare(l, stamps, true)
	d.hear(l, stamps, true)
	d.group++
	d.prose(l, stamps)
}

// text is a line of a paragraph or a list item.
func (d *document) text(l line) {
	if l.kind == item {
		d.para++
		d.paraDate = date{}
	}
	stamps := d.zones.scan(l.seen)
	if len(stamps) > 0 && paperwork.MatchString(l.seen) {
		return
	}
	if first := leading(l, stamps); first >= 0 {
		if st := stamps[first]; st.timed || st.unknown || st.rel.set || l.kind == item && rest(l, st) != "" && !st.date.near && st.date.weekday == 0 && !anyClock(l, stamps[1:]) {
			d.lead(l, stamps, first)
			return
		}
	}
	if d.declare(l, stamps, false) {
		return
	}
	d.hear(l, stamps, false)
	if d.open != nil && l.kind == para {
		d.open.text = join(d.open.text, strings.TrimSpace(l.text))
		d.inline(l, stamps)
		return
	}
	if d.titled != nil && d.titled.text == "" {
		d.titled.text = strings.TrimSpace(l.text)
	}
	d.prose(l, stamps)
}

// anyClock tells whether a line says times of the day: "**July 10**: functions slow (16:45–17:45 UTC)".
func anyClock(l line, stamps []stamp) bool {
	for _, st := range stamps {
		if st.timed && counts(l.seen, st) {
			return true
		}
	}
	return false
}

// lead adds the row that opens with stamps[first], and the rest of its line.
func (d *document) lead(l line, stamps []stamp, first int) {
	st := stamps[first]
	next := first + 1
	if st.rel.set && next < len(stamps) && stamps[next].timed && joined.MatchString(l.seen[st.to:stamps[next].from]) {
		rel := st.rel
		st = stamps[next]
		st.rel = rel
		next++
	}
	m := d.add(l, st, true)
	m.dateOnly = !st.timed && !st.unknown && !st.rel.set
	end := st
	for ; next < len(stamps) && stamps[next].partner > 0; next++ {
		end = stamps[next]
		d.add(l, end, true)
	}
	if next < len(stamps) && aliased(l.seen, end, stamps[next]) {
		m.other = d.add(l, stamps[next], true)
		m.other.alias = true
		end = stamps[next]
		if next++; next < len(stamps) && stamps[next].partner > 0 { // the range told again in another zone
			end = stamps[next]
			d.mentions[len(d.mentions)-2].other = d.add(l, end, true)
			d.mentions[len(d.mentions)-1].alias = true
			next++
		}
	}
	for next < len(stamps) && stamps[next].timed && listJoint.MatchString(l.seen[end.to:stamps[next].from]) { // "10:05, 10:20: alerts"
		if end = stamps[next]; m.other == nil { // else it is told in a third zone
			d.add(l, end, true)
		}
		next++
	}
	text := rest(l, end)
	if first > 0 || st.from > 0 && text == "" {
		text = without(l.text, st.from, end.to)
	}
	for i := len(d.mentions) - 1; i >= 0 && d.mentions[i].line == l.number; i-- {
		d.mentions[i].text = text
	}
	d.open = m
	l.seen = strings.Repeat(" ", min(end.to, len(l.seen))) + l.seen[min(end.to, len(l.seen)):]
	d.inline(l, stamps[next:])
}

// rows works out the instants and returns what is left.
func (d *document) rows() []Row {
	d.settle()
	d.dedupe()
	sort.SliceStable(d.mentions, func(i, k int) bool {
		a, b := d.mentions[i], d.mentions[k]
		return a.line < b.line || a.line == b.line && a.from < b.from
	})
	var out []Row
	for _, m := range d.mentions {
		if m.drop {
			continue
		}
		row := Row{Text: m.text, Line: m.line, Listed: m.lead, Assumed: m.zone.assumed || m.zone.loc == nil && m.declared.assumed}
		if m.known {
			row.At = m.at.UTC()
		}
		out = append(out, row)
	}
	return out
}
