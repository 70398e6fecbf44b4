package postmortem

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// The record of what we last wrote stands at the end of the file, in one HTML comment: a short hash of each line, section
// by section. Hashes are enough for a three-way merge, which never needs the old text, only whether a line is still as we
// wrote it.
//
// Why there: GitHub shows no comment, formatters leave comments as they are, and a person who rewrites a section from its
// heading to its end cannot take the record along, as would happen to a mark inside the section. It travels with the file
// through rebases, squashes and force pushes, as a commit's history does not. Front matter would do too, but other programs
// read and rewrite it.
const (
	recordStart = "<!-- sensible:written v1"
	recordEnd   = "-->"
	perLine     = 16 // words on one line of the record
)

// record is what we wrote, or would have written where a person's text stands.
type record struct {
	answered Answered
	sections []recordSection
}

// Answered says which wish of each kind a document has answered last: "recreate" → "c1001-l1". A wish that stands here is
// not carried out again, whatever people wrote since.
type Answered map[string]string

type recordSection struct {
	key   string   // short hash of the section's heading
	lines []string // short hashes
	rows  []recordRow
}

// recordRow is a row of the timeline: short hashes of its id and of the whole line.
type recordRow struct{ id, line string }

// shortHash tells lines apart: 36 bits in the alphabet without hyphens, so that no comment ends in it.
func shortHash(text string) string {
	sum := sha256.Sum256([]byte(strings.TrimRight(text, "\r\n")))
	return base64.RawStdEncoding.EncodeToString(sum[:6])[:6]
}

func (r record) find(short string) int {
	return slices.IndexFunc(r.sections, func(s recordSection) bool { return s.key == short })
}

func (r record) section(key string) (recordSection, bool) {
	if n := r.find(shortHash(key)); n >= 0 {
		return r.sections[n], true
	}
	return recordSection{}, false
}

func (r record) same(other record) bool {
	return slices.EqualFunc(r.sections, other.sections, func(a, b recordSection) bool {
		return a.key == b.key && slices.Equal(a.lines, b.lines) && slices.Equal(a.rows, b.rows)
	})
}

// recordOf is the record of a document that is wholly ours.
func recordOf(sections []section) record {
	var r record
	for _, s := range sections {
		rows := rowsOf(s.lines)
		one := recordSection{key: shortHash(s.key)}
		for n, l := range s.lines {
			if id, ok := rows[n]; ok {
				one.rows = append(one.rows, recordRow{shortHash(id), shortHash(l)})
			} else {
				one.lines = append(one.lines, shortHash(l))
			}
		}
		r.sections = append(r.sections, one)
	}
	return r
}

// text writes the comment. A section begins with its key and a colon; rows are id=line.
func (r record) text(eol string) string {
	var b strings.Builder
	b.WriteString(recordStart)
	for _, kind := range slices.Sorted(maps.Keys(r.answered)) {
		b.WriteString(" " + kind + "=" + r.answered[kind])
	}
	b.WriteString(eol)
	for _, s := range r.sections {
		words := append([]string{s.key + ":"}, s.lines...)
		for _, row := range s.rows {
			words = append(words, row.id+"="+row.line)
		}
		for chunk := range slices.Chunk(words, perLine) {
			b.WriteString(strings.Join(chunk, " ") + eol)
		}
	}
	b.WriteString(recordEnd + eol)
	return b.String()
}

var recordWord = regexp.MustCompile(`^[A-Za-z0-9+/]{6}(?::|=[A-Za-z0-9+/]{6})?$`)

// readRecord takes the last record out of a file. Without a whole one it is not ok.
func readRecord(file string) (r record, body string, ok bool) {
	at := strings.LastIndex(file, recordStart)
	if at < 0 {
		return r, file, false
	}
	inside, after, closed := strings.Cut(file[at+len(recordStart):], recordEnd)
	head, words, _ := strings.Cut(inside, "\n")
	if !closed {
		return r, file, false
	}
	r.answered = Answered{}
	for _, word := range strings.Fields(head) {
		if kind, wish, has := strings.Cut(word, "="); has {
			r.answered[kind] = wish
		}
	}
	for _, w := range strings.Fields(words) {
		if !r.read(w) {
			return record{}, file, false
		}
	}
	return r, file[:at] + strings.TrimLeft(after, "\r\n"), len(r.sections) > 0
}

// read takes one word; it is false for what is none.
func (r *record) read(word string) bool {
	if !recordWord.MatchString(word) {
		return false
	}
	if key, isKey := strings.CutSuffix(word, ":"); isKey {
		r.sections = append(r.sections, recordSection{key: key})
		return true
	}
	if len(r.sections) == 0 {
		return false
	}
	s := &r.sections[len(r.sections)-1]
	if id, line, isRow := strings.Cut(word, "="); isRow {
		s.rows = append(s.rows, recordRow{id, line})
	} else {
		s.lines = append(s.lines, word)
	}
	return true
}
