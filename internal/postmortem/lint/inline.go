package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"github.com/sensible-im/sensible/internal/postmortem/blame"
)

// inline gathers the visible text of a block: marks, hidden HTML and pictures are left out, code and addresses are opaque.
func (r *reader) inline(n ast.Node, b block) block {
	b.start = r.body
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		b.start += lines.At(0).Start
	}
	var flat strings.Builder
	g := gatherer{reader: r, flat: &flat, last: b.start}
	g.children(n)
	b.flat, b.at = flat.String(), g.at
	return b
}

type gatherer struct {
	*reader
	flat *strings.Builder
	at   []int
	last int
}

func (g *gatherer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			g.write(c.Segment.Start, c.Segment.Stop)
			if c.HardLineBreak() {
				g.put(lineBreak, g.last)
			} else if c.SoftLineBreak() {
				g.put(" ", g.last)
			}
		case *ast.CodeSpan:
			if t, ok := c.FirstChild().(*ast.Text); ok {
				from, to := t.Segment.Start, t.Segment.Stop
				if l, ok := c.LastChild().(*ast.Text); ok {
					to = l.Segment.Stop
				}
				g.code = append(g.code, span{g.body + from, g.body + to})
				g.last = g.body + from
			}
			g.put(string(blame.Opaque), g.last)
		case *ast.AutoLink:
			g.put(string(blame.Opaque), g.last)
		case *ast.Link:
			before := len(g.at)
			g.children(c)
			at := g.last
			if before < len(g.at) {
				at = g.at[before]
			}
			g.links = append(g.links, link{string(c.Destination), at})
		case *ast.Image:
			g.links = append(g.links, link{string(c.Destination), g.imageAt(c)})
		case *ast.RawHTML, *east.Strikethrough, *east.TaskCheckBox:
		default:
			g.children(c)
		}
	}
}

// imageAt is where a picture's text begins, else where we are.
func (g *gatherer) imageAt(n ast.Node) int {
	if t, ok := n.FirstChild().(*ast.Text); ok {
		return g.body + t.Segment.Start
	}
	return g.last
}

// write adds source text. A backslash before punctuation and characters without width do not show.
func (g *gatherer) write(from, to int) {
	for i := from; i < to; {
		c, size := utf8.DecodeRune(g.source[i:to])
		hidden := c == '\\' && i+1 < to && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rune(g.source[i+1]))
		switch {
		case hidden, c == '\u200b', c == '\u2060', c == '\ufeff', c == '\u200d', c == '\u200c':
		case c == '&' && strings.HasPrefix(string(g.source[i:min(to, i+5)]), "&#64;"):
			g.put("@", g.body+i)
			size = len("&#64;")
		default:
			g.put(string(g.source[i:i+size]), g.body+i)
		}
		i += size
	}
	g.last = g.body + to
}

func (g *gatherer) put(s string, at int) {
	g.flat.WriteString(s)
	for range len(s) {
		g.at = append(g.at, at)
	}
}

// place is where a byte of the flat text stands in the source.
func (b block) place(i int) int {
	if i < len(b.at) {
		return b.at[i]
	}
	return b.start
}
