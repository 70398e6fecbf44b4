package postmortem

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The sections before the first heading.
const (
	frontKey = "front" // the front matter
	headKey  = "head"  // the title and what follows it
)

// section is a stretch of a document: the front matter, the head, or a heading of the second level with all below it. Lines
// keep their ends.
type section struct {
	key   string // the heading as written, with "~2" for the second of the same
	lines []string
}

// untouched says whether a section is still as we wrote it.
func (s section) untouched(wrote recordSection) bool {
	now := recordSection{key: wrote.key}
	rows := knownRows(s.lines, wrote, nil)
	for n, l := range s.lines {
		if id, ok := rows[n]; ok {
			now.rows = append(now.rows, recordRow{shortHash(id), shortHash(l)})
		} else {
			now.lines = append(now.lines, shortHash(l))
		}
	}
	return slices.Equal(now.lines, wrote.lines) && slices.Equal(now.rows, wrote.rows)
}

func find(sections []section, key string) (section, bool) {
	for _, s := range sections {
		if s.key == key {
			return s, true
		}
	}
	return section{}, false
}

// split cuts a document into its sections. Joined again they are the document, but for a line feed at its end.
func split(text string) []section {
	lines := linesOf(text)
	var out []section
	if end := frontEnd(lines); end > 0 {
		out = append(out, section{frontKey, lines[:end]})
		lines = lines[end:]
	}
	times := map[string]int{}
	key, from, fence := headKey, 0, ""
	flush := func(to int) {
		if to > from || key != headKey {
			out = append(out, section{key, lines[from:to]})
		}
		from = to
	}
	for n, l := range lines {
		fence = fenced(fence, l)
		if fence != "" || !strings.HasPrefix(l, "## ") {
			continue
		}
		flush(n)
		key = strings.TrimSpace(l)
		if times[key]++; times[key] > 1 {
			key = fmt.Sprintf("%s~%d", key, times[key])
		}
	}
	flush(len(lines))
	return out
}

// linesOf cuts a text behind each line feed; the last line gets one.
func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	if !strings.HasSuffix(text, "\n") {
		text += lineEnding(text)
	}
	return strings.SplitAfter(strings.TrimSuffix(text, "\n")+"\n", "\n")[:strings.Count(text, "\n")]
}

// lineEnding is how most lines of a text end.
func lineEnding(text string) string {
	if strings.Count(text, "\r\n")*2 > strings.Count(text, "\n") {
		return "\r\n"
	}
	return "\n"
}

// frontEnd is the number of lines of the front matter; 0 without one.
func frontEnd(lines []string) int {
	for n, l := range lines {
		switch rule := strings.TrimRight(l, " \t\r\n") == "---"; {
		case n == 0 && !rule:
			return 0
		case n > 0 && rule:
			return n + 1
		}
	}
	return 0
}

var fenceMark = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)$")

// fenced follows code fences (CommonMark 4.5): it returns the fence that is open behind the line, empty for none.
func fenced(open, line string) string {
	m := fenceMark.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
	switch {
	case m == nil:
		return open
	case open == "" && (m[1][0] != '`' || !strings.Contains(m[2], "`")):
		return m[1]
	case open != "" && m[1][0] == open[0] && len(m[1]) >= len(open) && strings.TrimSpace(m[2]) == "":
		return ""
	}
	return open
}

// stampCell is the first cell of a row of the timeline.
var stampCell = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d$`)

var linkCell = regexp.MustCompile(`^\[([^\[\]]+)\]\(`)

// rowID reads the stable id of a row: the text of the link in its last cell, else its first and last cells together.
func rowID(line string) (linked, plain, stamp string) {
	text := strings.TrimSpace(line)
	if len(text) < 2 || text[0] != '|' || !strings.HasSuffix(text, "|") {
		return "", "", ""
	}
	cells := strings.Split(strings.Trim(text, "|"), "|")
	stamp, last := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[len(cells)-1])
	if m := linkCell.FindStringSubmatch(last); m != nil {
		linked = m[1]
	}
	return linked, stamp + " " + last, stamp
}

// rowsOf finds the rows of the timeline in lines that we wrote: line → id.
func rowsOf(lines []string) map[int]string {
	return numbered(lines, func(linked, plain, stamp string) string {
		if !stampCell.MatchString(stamp) {
			return ""
		}
		if linked != "" {
			return linked
		}
		return plain
	})
}

// knownRows finds the rows in lines that people may have edited: those with the id of a row that we wrote or want.
func knownRows(lines []string, wrote recordSection, want map[string]bool) map[int]string {
	ours := make(map[string]bool, len(wrote.rows))
	for _, r := range wrote.rows {
		ours[r.id] = true
	}
	known := func(id string) bool { return want[id] || ours[shortHash(id)] }
	rows := numbered(lines, func(linked, plain, _ string) string {
		for _, id := range []string{linked, plain} {
			if id != "" && known(id) {
				return id
			}
		}
		return ""
	})
	for n, id := range rows {
		if !known(id) {
			delete(rows, n) // a copy that a person made
		}
	}
	return rows
}

// numbered gives each row its id; the second with the same one gets "~2".
func numbered(lines []string, id func(linked, plain, stamp string) string) map[int]string {
	out, times := map[int]string{}, map[string]int{}
	for n, l := range lines {
		linked, plain, stamp := rowID(l)
		name := id(linked, plain, stamp)
		if name == "" {
			continue
		}
		if times[name]++; times[name] > 1 {
			name = fmt.Sprintf("%s~%d", name, times[name])
		}
		out[n] = name
	}
	return out
}
