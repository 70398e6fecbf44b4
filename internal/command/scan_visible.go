package command

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// maxInline bounds how many blocks of one comment are parsed down to their
// inline syntax, and maxMarks how many marks (brackets, backticks, stars …)
// the blocks together may hold. Beyond that nothing more is run.
const (
	maxInline = 400
	maxMarks  = 4000
)

// page walks the blocks of a comment in the order in which they are shown.
type page struct {
	doc    *blocks
	tags   openTags
	inline int // blocks parsed so far
	marks  int // marks in them
	wanted func(line int) bool
	out    []int
}

// visibleLines returns, in order, the wanted line numbers (0-based) that begin
// in plain text of a paragraph at the top level which nothing hides.
func visibleLines(lines []string, wanted func(int) bool) []int {
	p := &page{doc: parseBlocks(lines), wanted: wanted}
	last := len(lines) - 1
	for last >= 0 && !wanted(last) {
		last--
	}
	for n := p.doc.root.FirstChild(); n != nil; n = n.NextSibling() {
		if l := n.Lines(); n.Kind() == ast.KindParagraph && l.Len() > 0 && p.doc.lineAt(l.At(0).Start) > last {
			break // nothing behind it can matter
		}
		p.block(n)
	}
	return p.out
}

// block follows one top-level block: its raw HTML may hide what comes later,
// its lines may be commands.
func (p *page) block(n ast.Node) {
	switch {
	case n.Kind() == ast.KindHTMLBlock:
		p.tags.feed(p.doc.raw(n))
	case n.Kind() == ast.KindParagraph:
		p.paragraph(n)
	default:
		p.tags.enter()
		p.container(n)
		p.tags.leave()
	}
}

// container follows the raw HTML inside a quote, list, table, heading or
// footnote: an inline tag that it leaves open ends with it, nothing else does.
func (p *page) container(n ast.Node) {
	if n.Kind() == ast.KindHTMLBlock {
		p.tags.feed(p.doc.raw(n))
		return
	}
	if n.Type() != ast.TypeBlock || n.IsRaw() {
		return
	}
	if n.FirstChild() == nil || n.FirstChild().Type() == ast.TypeInline {
		if text, _ := p.doc.text(n); mayHoldTag(text) {
			p.walk(text, nil)
		}
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.container(c)
	}
}

// paragraph adds the wanted lines of a top-level paragraph.
func (p *page) paragraph(n ast.Node) {
	text, starts := p.doc.text(n)
	wanted := make(map[int]int) // offset in text → line
	needsTree := mayHoldTag(text)
	hidden := p.doc.hidden(n)
	p.tags.beginParagraph()
	for _, s := range starts {
		if p.wanted(s.line) && !hidden {
			wanted[s.offset] = s.line
			needsTree = needsTree || text[s.offset] == '`' || hasMark(text[:s.offset])
		}
	}
	if needsTree {
		p.walk(text, wanted)
	} else if !p.tags.hiding() {
		for _, s := range starts {
			if line, ok := wanted[s.offset]; ok {
				p.out = append(p.out, line)
			}
		}
	}
	p.tags.endParagraph()
}

// walk follows the inline syntax of one block in reading order. A wanted line
// counts where its first byte is text directly in the block, outside every
// code span, link, emphasis and open tag.
func (p *page) walk(text string, wanted map[int]int) {
	p.inline++
	p.marks += countMarks(text)
	if p.inline > maxInline || p.marks > maxMarks {
		p.tags.giveUp()
		return
	}
	top := p.doc.inline(text)
	source := []byte(text)
	_ = ast.Walk(top, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			p.tags.feed(string(n.Segments.Value(source)))
		case *ast.Text:
			if n.Parent() == top && !p.tags.hiding() {
				p.collect(n.Segment.Start, n.Segment.Stop, wanted)
			}
		}
		return ast.WalkContinue, nil
	})
}

// collect adds the wanted line that begins within [start, stop).
func (p *page) collect(start, stop int, wanted map[int]int) {
	for at := start; at < stop && len(wanted) > 0; at++ {
		if line, ok := wanted[at]; ok {
			p.out = append(p.out, line)
			delete(wanted, at)
		}
	}
}

// marks are the bytes that can open an inline construct.
const marks = "`*_~[]<!\\"

func hasMark(s string) bool { return strings.ContainsAny(s, marks) }

func countMarks(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(marks, s[i]) >= 0 {
			n++
		}
	}
	return n
}

// mayHoldTag reports a "<" that a tag, comment or instruction could follow.
func mayHoldTag(s string) bool {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			return false
		}
		s = s[i+1:]
		c := s[0] | 0x20
		if c >= 'a' && c <= 'z' || s[0] == '/' || s[0] == '!' || s[0] == '?' {
			return true
		}
	}
}
