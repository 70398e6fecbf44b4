package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// column is what a table's heading says about the cells below.
type column struct {
	timed bool // it holds times or days
	zone  zone
	year  int
}

// cell is a part of a table's line; from counts bytes of the line.
type cell struct {
	from       int
	text, seen string
}

var (
	timeHead  = pattern.Of(`(?i)\b(?:time|times|timestamp|when|date|day|hour|clock|start(?:ed)?|end(?:ed)?|begin|from|until|at|utc|gmt|local)\b|日時|時刻|時間|日付|開始|終了`)
	spanHead  = pattern.Of(`(?i)\b(?:duration|elapsed|spent|took|time to|delta|due)\b|所要`)
	noTime    = pattern.Of(`(?i)^[\s\x01]*(?:\?+|tbd|tbc|unknown|n/?a|-+|–|—|不明|未定)?[\s\x01]*$`)
	cellsRule = pattern.Of(`^[\s|:-]+$`)
)

// table reads the lines of one table.
func (d *document) table(lines []line) {
	d.para++
	d.open, d.paraDate = nil, date{}
	var columns []column
	if len(lines) > 1 && cellsRule.MatchString(lines[1].text) {
		columns = d.columns(lines[0])
		lines = lines[2:]
	}
	for _, l := range lines {
		if !cellsRule.MatchString(l.text) {
			d.tableRow(l, cells(l), columns)
		}
	}
}

// columns reads the heading of a table; a zone in it holds for its column, and for what follows where none is known.
func (d *document) columns(l line) []column {
	var out []column
	for _, c := range cells(l) {
		col := column{timed: timeHead.MatchString(c.seen) && !spanHead.MatchString(c.seen)}
		if z, ok := d.zones.findIn(c.seen, true, true); ok {
			col.zone, col.timed = z, col.timed || len(strings.TrimSpace(c.seen)) <= 6
		}
		if m := bareYear.FindString(c.seen); m != "" {
			col.year = number(m)
		}
		out = append(out, col)
	}
	return out
}

// cells cuts a line at its unescaped bars.
func cells(l line) []cell {
	var out []cell
	from := 0
	for i := 0; i <= len(l.text); i++ {
		if i < len(l.text) && (l.text[i] != '|' || i > 0 && l.text[i-1] == '\\') {
			continue
		}
		if i > from || i < len(l.text) && i > 0 {
			out = append(out, cell{from, l.text[from:i], l.seen[from:min(i, len(l.seen))]})
		}
		from = i + 1
	}
	return out
}

// tableRow adds the row of one line: its times are those of the columns for times, or of the first column.
func (d *document) tableRow(l line, row []cell, columns []column) {
	var found []stamp
	var text []string
	var day date
	blankTime, anyColumn := false, false
	for i, c := range row {
		timed := i == 0 && !anyTimed(columns)
		var col column
		if i < len(columns) {
			col = columns[i]
			timed = timed || col.timed
		}
		anyColumn = anyColumn || timed && i < len(columns) && col.timed
		stamps := d.cellStamps(c, col, timed)
		switch {
		case !timed || stamps == nil && !noTime.MatchString(c.seen):
			if s := strings.TrimSpace(c.text); s != "" {
				text = append(text, s)
			}
		case stamps == nil:
			blankTime = true
		case !stamps[0].timed && !stamps[0].unknown && !stamps[0].rel.set:
			day = merge(day, stamps[0].date, col.year)
		default:
			found = append(found, stamps...)
		}
	}
	d.addTableRow(l, found, day, strings.Join(text, " · "), blankTime && anyColumn)
}

// cellStamps are the times that a cell begins with; nil where it is no cell for times.
func (d *document) cellStamps(c cell, col column, timed bool) []stamp {
	if !timed {
		return nil
	}
	stamps := d.zones.scan(c.seen)
	if len(stamps) == 0 || !itemIntro.MatchString(bare(c.seen[:stamps[0].from])) || len(c.seen)-stamps[len(stamps)-1].to > 60 {
		return nil
	}
	keep := stamps[:1]
	for i := 1; i < len(stamps); i++ {
		switch alias := aliased(c.seen, stamps[i-1], stamps[i]); {
		case stamps[i].partner == 0 && !alias:
			continue
		case alias:
			stamps[i].alias = true
		}
		keep = append(keep, stamps[i])
	}
	for i := range keep {
		keep[i].from += c.from
		keep[i].to += c.from
		if keep[i].zone.loc == nil {
			keep[i].zone = col.zone
		}
		if col.year > 0 && keep[i].date.set && keep[i].date.day.y == 0 {
			keep[i].date.day.y = col.year
		}
	}
	return keep
}

// merge joins "Thu" in one column and "Jan 20" in another.
func merge(a, b date, year int) date {
	if b.day.y == 0 && b.day.m > 0 {
		b.day.y = year
	}
	if a.set && (b.weekday > 0 || a.weekday == 0) {
		return a
	}
	return b
}

// addTableRow adds what the cells of one line say together.
func (d *document) addTableRow(l line, found []stamp, day date, text string, blankTime bool) {
	switch {
	case len(found) == 0 && day.set && text == "":
		d.day = day
		d.group++
	case len(found) == 0 && day.set:
		d.add(l, stamp{date: day}, true).text = text
		d.mentions[len(d.mentions)-1].dateOnly = true
	case len(found) == 0 && blankTime && text != "":
		d.add(l, stamp{unknown: true}, true).text = text
	case len(found) == 0:
		d.plainRow(l)
	}
	var first *mention
	for i, st := range found {
		if !st.date.set && st.partner == 0 && (i == 0 || !st.alias) {
			st.date = day
		}
		elsewhere := first != nil && st.zone.loc != nil && first.zone.loc != st.zone.loc && st.partner == 0
		if first != nil && !elsewhere && !st.alias {
			st.partner = 1 // start and end
		}
		m := d.add(l, st, true)
		m.text = text
		if first == nil {
			first = m
		} else if st.alias || elsewhere {
			m.alias, m.date = true, date{}
			first.other = m
		}
	}
}

// plainRow reads a line of a table without a column for times like a sentence: "Duration | 23:50Z – 00:37Z".
func (d *document) plainRow(l line) {
	stamps := d.zones.scan(l.seen)
	if !d.declare(l, stamps, false) {
		l.text = strings.Trim(strings.ReplaceAll(l.text, "|", " "), " ")
		d.prose(l, stamps)
	}
}

func anyTimed(columns []column) bool {
	for _, c := range columns {
		if c.timed {
			return true
		}
	}
	return false
}
