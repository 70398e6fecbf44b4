package postmortem

import "strings"

// Merged is what came of bringing a document that people may have edited up to date.
type Merged struct {
	Text      string // the whole file; equal to what was there where nothing is to be written
	Conflicts []Conflict
	// Untracked says that the record of what we wrote is gone, so that nobody can tell our text from a person's: nothing
	// was changed.
	Untracked bool
}

// Conflict is a place where a person changed what we would change too. The text keeps theirs.
type Conflict struct {
	Section    string // its heading, without the marks
	Start, End int    // lines of Text that hold theirs, counted from 1, both included
	Theirs     []string
	Ours       []string // what would stand there
	Key        string   // the same for the same wish, so that it is made once
}

// Merge brings theirs, the file as it is, up to date with fresh, what Render returns now. What the record at the end of
// the file shows as untouched is written anew; what a person changed is theirs. Both are merged line by line where their
// changes lie apart; where they overlap, theirs stays and a Conflict tells what we would write. Rows of the timeline go by
// their ids: one that a person reworded, deleted or added stays so. Merging the result again changes nothing.
func Merge(theirs, fresh string) Merged {
	for range mostPasses {
		got := once(theirs, fresh)
		if got.Text == theirs {
			return got
		}
		theirs = got.Text
	}
	return once(theirs, fresh)
}

// mostPasses bounds the repetition. Beside a conflict one pass may leave a line (an empty one, that matches everywhere) to
// the next, which knows better by then what belongs together; in practice two settle it.
const mostPasses = 8

func once(theirs, fresh string) Merged {
	rec, body, ok := readRecord(theirs)
	if !ok {
		return Merged{Text: theirs, Untracked: true}
	}
	want := split(whole(fresh))
	if now := recordOf(want); now.same(rec) {
		return Merged{Text: theirs}
	}
	m := merger{base: rec, fresh: want, eol: lineEnding(theirs), next: record{answered: rec.answered}, gone: map[string]bool{}}
	for _, s := range split(body) {
		m.section(s)
	}
	m.added()
	m.remember()
	return m.result()
}

// Seal returns a rendered document with the record of it, and the wishes that it answers.
func Seal(fresh string, answered Answered) string {
	fresh = whole(fresh)
	rec := recordOf(split(fresh))
	rec.answered = answered
	return fresh + rec.text("\n")
}

// AnsweredBy returns the wishes that a document answered last; ok is false where it has no record.
func AnsweredBy(text string) (answered Answered, ok bool) {
	rec, _, ok := readRecord(text)
	return rec.answered, ok
}

// Answer notes in a document that a wish was answered. A document without a record stays as it is.
func Answer(text, kind, wish string) string {
	rec, body, ok := readRecord(text)
	if !ok {
		return text
	}
	rec.answered[kind] = wish
	return strings.Join(linesOf(body), "") + rec.text(lineEnding(text))
}

// whole ends a rendered document in one empty line, as every section does.
func whole(fresh string) string { return strings.TrimRight(fresh, "\n") + "\n\n" }

// merger is one merge under way.
type merger struct {
	base  record
	fresh []section
	eol   string
	out   []merged
	next  record
	gone  map[string]bool // sections left out just now, by their short keys
}

// merged is a section of the result.
type merged struct {
	key       string
	items     []item
	conflicts []clash
}

// section takes over one section of theirs.
func (m *merger) section(theirs section) {
	wanted, isWanted := find(m.fresh, theirs.key)
	wrote, known := m.base.section(theirs.key)
	switch {
	case isWanted && known:
		done, rec := mergeSection(wrote, theirs, wanted, m.eol)
		m.out = append(m.out, done)
		m.next.sections = append(m.next.sections, rec)
	case !isWanted && known && theirs.untouched(wrote):
		m.gone[shortHash(theirs.key)] = true // another template has no such section, and nobody wrote in it
	default:
		m.out = append(m.out, merged{key: theirs.key, items: itemsOf(theirs.lines)})
	}
}

// added puts in the sections that are new, each behind the one that it follows in the fresh document.
func (m *merger) added() {
	for n, f := range m.fresh {
		if _, known := m.base.section(f.key); known || m.position(f.key) >= 0 {
			continue
		}
		at := 0
		for k := n - 1; k >= 0 && at == 0; k-- {
			at = m.position(m.fresh[k].key) + 1
		}
		one := merged{key: f.key, items: freshItems(f.lines, m.eol)}
		m.out = append(m.out[:at], append([]merged{one}, m.out[at:]...)...)
		m.next.sections = append(m.next.sections, recordOf([]section{f}).sections...)
	}
}

func (m *merger) position(key string) int {
	for n, o := range m.out {
		if o.key == key {
			return n
		}
	}
	return -1
}

// remember completes the record, in the order of the fresh document. A section that a person took out stays out; one that
// another template left out may come back.
func (m *merger) remember() {
	have := m.next.sections
	m.next.sections = nil
	keep := func(s recordSection) {
		if m.next.find(s.key) < 0 {
			m.next.sections = append(m.next.sections, s)
		}
	}
	for _, f := range m.fresh {
		short := shortHash(f.key)
		for _, s := range have {
			if s.key == short {
				keep(s)
			}
		}
		if _, known := m.base.section(f.key); known {
			keep(recordOf([]section{f}).sections[0])
		}
	}
	for _, s := range m.base.sections {
		if !m.gone[s.key] {
			keep(s)
		}
	}
}

func (m *merger) result() Merged {
	var b strings.Builder
	var out Merged
	line := 0
	for _, s := range m.out {
		for n, it := range s.items {
			b.WriteString(it.text)
			for _, c := range s.conflicts {
				if c.last == n {
					out.Conflicts = append(out.Conflicts, c.conflict(s, line+1))
				}
			}
		}
		line += len(s.items)
	}
	out.Text = b.String() + m.next.text(m.eol)
	return out
}
