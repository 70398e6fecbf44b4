package policy

import (
	"github.com/goccy/go-yaml/token"
)

// documents finds the beginning of a second document.
type documents struct {
	header, content, ended bool
	directive              int // line of the last directive, whose words are no content
}

func (d *documents) second(tk *token.Token) bool {
	switch tk.Type {
	case token.DirectiveType:
		d.directive = tk.Position.Line
		return false
	case token.DocumentHeaderType:
		was := d.header || d.content
		d.header = true
		return was
	case token.DocumentEndType:
		d.ended = true
		return false
	}
	if tk.Position.Line == d.directive {
		return false
	}
	d.content = true
	return d.ended
}

// nesting follows how deep the tokens nest: open brackets, and the columns at which keys and list
// entries stand. Anchors and tags count too where they follow each other, since the parser nests there.
type nesting struct {
	flow    int
	columns []int
	run     int
}

func (n *nesting) add(tokens token.Tokens, i int) int {
	tk := tokens[i]
	switch tk.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow++
	case token.SequenceEndType, token.MappingEndType:
		n.flow = max(n.flow-1, 0)
	case token.SequenceEntryType, token.MappingKeyType:
		n.column(tk.Position.Column)
	case token.MappingValueType:
		if i > 0 && n.flow == 0 {
			n.column(tokens[i-1].Position.Column)
		}
	}
	switch tk.Type {
	case token.AnchorType, token.TagType:
		n.run++
	case token.MappingValueType, token.SequenceEntryType, token.CollectEntryType:
		n.run = 0
	}
	return n.flow + len(n.columns) + n.run
}

func (n *nesting) column(column int) {
	for len(n.columns) > 0 && n.columns[len(n.columns)-1] >= column {
		n.columns = n.columns[:len(n.columns)-1]
	}
	n.columns = append(n.columns, column)
}
