package postmortem

import (
	"slices"
	"strings"
)

// item is one line of the result. Row is the id of a timeline row.
type item struct {
	text string
	row  string
}

// clash is a conflict before its lines have numbers: items[first..last] are theirs.
type clash struct {
	first, last  int
	theirs, ours []string
}

// conflict numbers the lines.
func (c clash) conflict(s merged, firstLine int) Conflict {
	return Conflict{
		Section: strings.TrimLeft(s.key, "# "), Start: firstLine + c.first, End: firstLine + c.last, Theirs: c.theirs, Ours: c.ours,
		Key: shortHash(s.key + "\n" + strings.Join(c.ours, "\n")),
	}
}

// side is one version of a section, its timeline rows set apart: each stands behind a line that is no row.
type side struct {
	lines  []string
	hashes []string
	rows   map[int][]item // by the index of the line before; -1 = the beginning
}

func sideOf(lines []string, rows map[int]string) side {
	s := side{rows: map[int][]item{}}
	for n, l := range lines {
		if id, ok := rows[n]; ok {
			s.rows[len(s.lines)-1] = append(s.rows[len(s.lines)-1], item{l, id})
			continue
		}
		s.lines, s.hashes = append(s.lines, l), append(s.hashes, shortHash(l))
	}
	return s
}

func itemsOf(lines []string) []item {
	out := make([]item, len(lines))
	for n, l := range lines {
		out[n] = item{text: l}
	}
	return out
}

func freshItems(lines []string, eol string) []item {
	out := make([]item, len(lines))
	for n, l := range lines {
		out[n] = item{text: strings.TrimRight(l, "\r\n") + eol}
	}
	return out
}

// sectionMerge is the merge of one section under way.
type sectionMerge struct {
	theirs, ours side
	eol          string
	out          merged
	base         []string // of the next record
	wrote        map[string]string
	want         map[string]string // row id → line
	order        []string          // of the wanted rows
	there        map[string]bool   // rows in theirs
}

// mergeSection brings one section up to date, and returns what to remember of it.
func mergeSection(wrote recordSection, theirs, fresh section, eol string) (merged, recordSection) {
	rows := rowsOf(fresh.lines)
	m := sectionMerge{
		ours: sideOf(fresh.lines, rows), eol: eol, out: merged{key: theirs.key},
		wrote: map[string]string{}, want: map[string]string{}, there: map[string]bool{},
	}
	wanted := map[string]bool{}
	for n, l := range fresh.lines {
		if id, ok := rows[n]; ok {
			m.want[id], wanted[id] = l, true
			m.order = append(m.order, id)
		}
	}
	for _, r := range wrote.rows {
		m.wrote[r.id] = r.line
	}
	m.theirs = sideOf(theirs.lines, knownRows(theirs.lines, wrote, wanted))
	m.lines(wrote.lines)
	next := recordSection{key: wrote.key, lines: m.base}
	next.rows = m.newRows(wrote.rows)
	return m.out, next
}

// lines merges what is no row, and takes the rows along.
func (m *sectionMerge) lines(base []string) {
	m.keepRows(-1)
	pos, their, our := 0, 0, 0 // how far base, theirs and ours are taken
	same := func(to int) {
		for ; pos < to; pos, their, our = pos+1, their+1, our+1 {
			m.keep(their)
			m.base = append(m.base, base[pos])
		}
	}
	for _, g := range groups(hunks(base, m.theirs.hashes), hunks(base, m.ours.hashes)) {
		same(g.from)
		theirEnd := their + (g.to - g.from) + grown(g.theirs)
		ourEnd := our + (g.to - g.from) + grown(g.ours)
		m.group(g, [2]int{their, theirEnd}, [2]int{our, ourEnd}, base)
		pos, their, our = g.to, theirEnd, ourEnd
	}
	same(len(base))
}

// group merges one stretch that changed.
func (m *sectionMerge) group(g group, theirs, ours [2]int, base []string) {
	ourLines := m.ours.lines[ours[0]:ours[1]]
	if len(g.theirs) == 0 {
		for _, l := range ourLines {
			m.out.items = append(m.out.items, item{text: strings.TrimRight(l, "\r\n") + m.eol})
		}
		for n := theirs[0]; n < theirs[1]; n++ {
			m.keepRows(n)
		}
		m.base = append(m.base, m.ours.hashes[ours[0]:ours[1]]...)
		return
	}
	first := len(m.out.items)
	for n := theirs[0]; n < theirs[1]; n++ {
		m.keep(n)
	}
	if len(g.ours) == 0 || slices.Equal(m.theirs.hashes[theirs[0]:theirs[1]], m.ours.hashes[ours[0]:ours[1]]) {
		m.base = append(m.base, m.ours.hashes[ours[0]:ours[1]]...)
		return
	}
	m.base = append(m.base, base[g.from:g.to]...)
	m.clash(first, ourLines)
}

// clash notes a conflict. Where a person deleted the lines, it is told beside the one before.
func (m *sectionMerge) clash(first int, ours []string) {
	c := clash{first: first, last: len(m.out.items) - 1}
	if c.last < c.first {
		if c.first == 0 {
			return
		}
		c.first--
		ours = append([]string{m.out.items[c.first].text}, ours...)
	}
	for _, it := range m.out.items[c.first:] {
		c.theirs = append(c.theirs, strings.TrimRight(it.text, "\r\n"))
	}
	for _, l := range ours {
		c.ours = append(c.ours, strings.TrimRight(l, "\r\n"))
	}
	m.out.conflicts = append(m.out.conflicts, c)
}

// keep takes over one line of theirs and the rows behind it.
func (m *sectionMerge) keep(n int) {
	m.out.items = append(m.out.items, item{text: m.theirs.lines[n]})
	m.keepRows(n)
}

// keepRows takes over the rows behind a line: those that nobody touched as they are to be now.
func (m *sectionMerge) keepRows(n int) {
	for _, row := range m.theirs.rows[n] {
		m.there[row.row] = true
		if wrote, known := m.wrote[shortHash(row.row)]; known && wrote == shortHash(row.text) {
			line, wanted := m.want[row.row]
			if !wanted {
				continue
			}
			if wrote != shortHash(line) {
				row.text = strings.TrimRight(line, "\r\n") + m.eol
			}
		}
		m.out.items = append(m.out.items, row)
	}
}
