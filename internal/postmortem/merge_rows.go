package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// newRows puts in the rows that were never offered, each behind the one that it follows, and returns the rows to remember.
// A row that we wrote and that is not there any more was deleted by a person, and stays so.
func (m *sectionMerge) newRows(wrote []recordRow) []recordRow {
	var next []recordRow
	settled := map[string]bool{}
	for id := range m.there {
		settled[shortHash(id)] = true
	}
	for n, id := range m.order {
		short := shortHash(id)
		if _, offered := m.wrote[short]; !offered && !m.there[id] && !m.place(n) {
			continue // there is no table any more: a person told it in another way
		}
		settled[short] = true
		next = append(next, recordRow{short, shortHash(m.want[id])})
	}
	for _, r := range wrote {
		if !settled[r.id] {
			next = append(next, r) // taken out by a person; it may be told again, but not written again
		}
	}
	return next
}

// place puts the n-th wanted row where it belongs.
func (m *sectionMerge) place(n int) bool {
	at := m.placeAfter(n)
	if at < 0 {
		return false
	}
	id := m.order[n]
	one := item{text: strings.TrimRight(m.want[id], "\r\n") + m.eol, row: id}
	m.out.items = slices.Insert(m.out.items, at, one)
	for k := range m.out.conflicts {
		if c := &m.out.conflicts[k]; c.first >= at {
			c.first, c.last = c.first+1, c.last+1
		} else if c.last >= at {
			c.last++
		}
	}
	return true
}

var tableRule = regexp.MustCompile(`^\|(?:\s*:?-+:?\s*\|)+\s*$`)

// placeAfter finds the index for a row: behind the nearest wanted one before it (and what people wrote there about an
// earlier time), else before the nearest one after it, else under the head of the table; −1 where there is none.
func (m *sectionMerge) placeAfter(n int) int {
	_, _, stamp := rowID(m.want[m.order[n]])
	for k := n - 1; k >= 0; k-- {
		if at := m.indexOf(m.order[k]); at >= 0 {
			return m.skipEarlier(at+1, stamp)
		}
	}
	for k := n + 1; k < len(m.order); k++ {
		if at := m.indexOf(m.order[k]); at >= 0 {
			return at
		}
	}
	for at, it := range slices.Backward(m.out.items) {
		if tableRule.MatchString(strings.TrimSpace(it.text)) {
			return m.skipEarlier(at+1, stamp)
		}
	}
	return -1
}

// skipEarlier goes on behind rows that people added about an earlier time.
func (m *sectionMerge) skipEarlier(at int, stamp string) int {
	for end := at; end < len(m.out.items) && m.out.items[end].row == ""; end++ {
		_, _, its := rowID(m.out.items[end].text)
		if !stampCell.MatchString(its) || its > stamp {
			break
		}
		at = end + 1
	}
	return at
}

func (m *sectionMerge) indexOf(id string) int {
	return slices.IndexFunc(m.out.items, func(it item) bool { return it.row == id })
}
