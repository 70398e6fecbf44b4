package lint

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/sensible-im/sensible/internal/postmortem"
)

// page is a document as the rules see it.
type page struct {
	Document
	text     string
	body     int // where the Markdown begins, after the front matter
	front    postmortem.Front
	hasFront bool
	lines    []int // byte offset of each line
	blocks   []block
	code     []span // fenced, indented and inline code
	links    []link
	tables   []table
	waivers  []waiver
}

// span is a stretch of the text in byte offsets.
type span struct{ from, to int }

// kind is what a block of text is.
type kind int

const (
	paragraph kind = iota
	heading
	item // of a list
	cell // of a table
)

// block is a stretch of visible text without its marks, each byte with its place in the source.
type block struct {
	kind    kind
	level   int    // of a heading
	section string // the title of the heading above, or its own
	flat    string
	at      []int
	start   int // where the block begins in the source
	quoted  bool
	depth   int  // of nested lists, for items
	first   bool // the first block of its list item
}

type link struct {
	target string
	at     int
}

// table is a table with the index of its cells in blocks.
type table struct {
	section string
	start   int
	rows    [][]int // the first is the head
}

// lineBreak separates lines of one block in flat text where the writer broke the line on purpose.
const lineBreak = "\n"

// read takes a document apart. It never fails: what is no Markdown is a paragraph.
func read(d Document) *page {
	p := &page{Document: d, text: d.Text, lines: []int{0}}
	for i := 0; i < len(p.text); i++ {
		if p.text[i] == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	p.front, p.hasFront = postmortem.ReadFront(p.text)
	p.body = frontEnd(p.text)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	source := []byte(p.text[p.body:])
	r := reader{page: p, source: source}
	r.blocks(md.Parser().Parse(text.NewReader(source)), false, 0)
	p.waivers = p.readWaivers()
	return p
}

// frontEnd is where the front matter ends: after the second line of three hyphens.
func frontEnd(s string) int {
	rest := strings.TrimPrefix(s, "\ufeff")
	if !strings.HasPrefix(rest, "---\n") && !strings.HasPrefix(rest, "---\r\n") {
		return 0
	}
	for from := strings.IndexByte(s, '\n') + 1; from < len(s); {
		line, _, more := strings.Cut(s[from:], "\n")
		end := from + len(line)
		if more {
			end++
		}
		if l := strings.TrimRight(line, " \t\r"); l == "---" || l == "..." {
			return end
		}
		from = end
	}
	return 0
}

// position is the line and column of a byte offset, both from 1; columns count characters.
func (p *page) position(at int) (line, column int) {
	at = max(0, min(at, len(p.text)))
	line = sort.Search(len(p.lines), func(i int) bool { return p.lines[i] > at })
	from := p.lines[line-1]
	lead := p.text[from:at]
	if line == 1 {
		lead = strings.TrimPrefix(lead, "\ufeff")
	}
	return line, utf8.RuneCountInString(lead) + 1
}

// lineText is a line by its number, without its end.
func (p *page) lineText(n int) string {
	from, to := p.lines[n-1], len(p.text)
	if n < len(p.lines) {
		to = p.lines[n] - 1
	}
	return strings.TrimSuffix(p.text[from:to], "\r")
}

// inCode says whether an offset lies in code.
func (p *page) inCode(at int) bool {
	i := sort.Search(len(p.code), func(i int) bool { return p.code[i].to > at })
	return i < len(p.code) && p.code[i].from <= at
}

// reader walks the tree and fills the page.
type reader struct {
	*page
	source  []byte
	section string
}

func (r *reader) blocks(n ast.Node, quoted bool, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			b := r.inline(c, block{kind: heading, level: c.Level, quoted: quoted})
			r.section = strings.TrimSpace(b.flat)
			b.section = r.section
			r.add(b)
		case *ast.Paragraph, *ast.TextBlock:
			b := block{kind: paragraph, quoted: quoted, depth: depth, section: r.section}
			if depth > 0 && n.Kind() == ast.KindListItem {
				b.kind, b.first = item, c.PreviousSibling() == nil
			}
			r.add(r.inline(c, b))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range c.Lines().Len() {
				s := c.Lines().At(i)
				r.code = append(r.code, span{r.body + s.Start, r.body + s.Stop})
			}
		case *ast.Blockquote:
			r.blocks(c, true, depth)
		case *ast.ListItem:
			r.blocks(c, quoted, depth+1)
		case *east.Table:
			r.table(c, quoted)
		default:
			r.blocks(c, quoted, depth)
		}
	}
}

func (r *reader) table(n *east.Table, quoted bool) {
	t := table{section: r.section, start: -1}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []int
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			b := r.inline(c, block{kind: cell, quoted: quoted, section: r.section})
			if t.start < 0 {
				t.start = b.start
			}
			cells = append(cells, len(r.page.blocks))
			r.add(b)
		}
		t.rows = append(t.rows, cells)
	}
	r.tables = append(r.tables, t)
}

func (r *reader) add(b block) { r.page.blocks = append(r.page.blocks, b) }
