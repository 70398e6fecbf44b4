package command

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blocks is a comment parsed down to its blocks only. The inline syntax is
// parsed per block, where it matters: a hostile paragraph costs nothing unless
// a command stands in it, and then only its own length.
type blocks struct {
	root    ast.Node
	source  []byte
	starts  []int // offset of each line in source
	context parser.Context
	inlines parser.Parser
}

// lineStart is where a line's text begins within the text of its block.
type lineStart struct {
	offset int
	line   int // 0-based, in the body
}

// hiddenAttribute marks a paragraph that is shown as something else.
const hiddenAttribute = "hidden"

func parseBlocks(lines []string) *blocks {
	b := &blocks{context: parser.NewContext(), inlines: inlineParser()}
	lines = shallow(lines)
	source := strings.Join(lines, "\n")
	// To goldmark a vertical tab or form feed is blank, to GitHub it is text.
	b.source = []byte(strings.NewReplacer("\v", "\x01", "\f", "\x01").Replace(source))
	at := 0
	for _, line := range lines {
		b.starts = append(b.starts, at)
		at += len(line) + 1
	}
	b.root = blockParser().Parse(text.NewReader(b.source), parser.WithContext(b.context))
	return b
}

// blockParser knows GitHub's blocks and no inline syntax.
func blockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(footnoteInPlace{extension.NewFootnoteBlockParser()}, 999))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(boundedTable{extension.NewTableParagraphTransformer()}, 200))...),
	)
}

// inlineParser takes every text for one paragraph and knows GitHub's inline
// syntax.
func inlineParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999))...),
	)
}

// inline parses the text of one block and returns the node whose children are
// its inline syntax.
func (b *blocks) inline(s string) ast.Node {
	doc := b.inlines.Parse(text.NewReader([]byte(s)), parser.WithContext(withReferences{parser.NewContext(), b.context}))
	if doc.FirstChild() == nil {
		return doc
	}
	return doc.FirstChild()
}

// text joins the lines of a block, and says where each begins.
func (b *blocks) text(n ast.Node) (string, []lineStart) {
	var out strings.Builder
	var starts []lineStart
	lines := n.Lines()
	line := 0
	for i := range lines.Len() {
		s := lines.At(i)
		if i == 0 {
			line = b.lineAt(s.Start)
		}
		for line+1 < len(b.starts) && b.starts[line+1] <= s.Start {
			line++
		}
		starts = append(starts, lineStart{out.Len(), line})
		out.Write(b.source[s.Start:s.Stop])
	}
	return out.String(), starts
}

// lineAt returns the line that holds an offset.
func (b *blocks) lineAt(offset int) int {
	low, high := 0, len(b.starts)
	for low+1 < high {
		if mid := (low + high) / 2; b.starts[mid] <= offset {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// raw returns the source of an HTML block.
func (b *blocks) raw(n ast.Node) string {
	s, _ := b.text(n)
	if html, ok := n.(*ast.HTMLBlock); ok && html.HasClosure() {
		s += string(html.ClosureLine.Value(b.source))
	}
	return s
}

// hidden reports a paragraph that GitHub does not show as one of its own: a
// table too large to parse, or the lazy continuation of a footnote.
func (b *blocks) hidden(n ast.Node) bool {
	if _, ok := n.AttributeString(hiddenAttribute); ok {
		return true
	}
	before := n.PreviousSibling()
	return before != nil && before.Kind() == extast.KindFootnote && !n.HasBlankPreviousLines()
}

// withReferences resolves links by the definitions of the whole comment.
type withReferences struct {
	parser.Context
	page parser.Context
}

// Reference finds a link's definition anywhere in the comment.
func (c withReferences) Reference(label string) (parser.Reference, bool) {
	return c.page.Reference(label)
}

// footnoteInPlace leaves a footnote where it was written, so that the block
// after it can be told from its continuation.
type footnoteInPlace struct{ parser.BlockParser }

// Close does not move the footnote to the end, as the extension would.
func (footnoteInPlace) Close(ast.Node, text.Reader, parser.Context) {}

// boundedTable keeps a table with many columns and many short rows from
// becoming the product of both.
type boundedTable struct{ parser.ParagraphTransformer }

// maxCells bounds rows times columns of a table.
const maxCells = 20000

// Transform turns a paragraph into a table where it is one.
func (t boundedTable) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	lines, columns := n.Lines(), 0
	delimiter := false
	for i := range lines.Len() {
		s := lines.At(i)
		line := s.Value(r.Source())
		columns = max(columns, 1+strings.Count(string(line), "|"))
		delimiter = delimiter || i > 0 && len(strings.Trim(string(line), "|-: \t\n")) == 0
	}
	switch {
	case !delimiter:
	case lines.Len()*columns > maxCells:
		n.SetAttributeString(hiddenAttribute, true)
	default:
		t.ParagraphTransformer.Transform(n, r, pc)
	}
}
