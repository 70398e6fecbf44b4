package policy

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// builder makes a tree of the library's one.
type builder struct {
	file     string
	anchors  map[string]*node
	merged   int // entries copied for merge keys
	problems Problems
}

// build returns the node of a value; never nil.
func (b *builder) build(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		return b.mapping(n)
	case *ast.MappingValueNode:
		return b.mapping(ast.Mapping(n.Start, false, n))
	case *ast.SequenceNode:
		list := at(n.Start, isList)
		for i, item := range n.Values {
			one := b.build(item)
			if one.kind == isNull && len(n.Entries) == len(n.Values) {
				one = at(n.Entries[i].Start, isNull) // an empty entry is where its dash is
			}
			list.items = append(list.items, one)
		}
		return list
	case *ast.AnchorNode:
		value := b.build(n.Value)
		if n.Name != nil {
			b.anchors[n.Name.GetToken().Value] = value
		}
		return value
	case *ast.AliasNode:
		return b.alias(n)
	case *ast.TagNode:
		return b.wrong(n.Start, "YAML tags (%s) are not used here: remove it", n.Start.Value)
	}
	return b.scalar(n)
}

func (b *builder) scalar(n ast.Node) *node {
	var tk *token.Token
	if n != nil {
		tk = n.GetToken()
	}
	value := at(tk, isNull)
	switch n := n.(type) {
	case *ast.BoolNode:
		value.kind, value.text = isBool, strings.ToLower(tk.Value)
	case *ast.IntegerNode:
		value.kind, value.text = isInteger, tk.Value
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		value.kind, value.text = isFloat, tk.Value
	case *ast.StringNode:
		value.kind, value.text = isText, n.Value
	case *ast.LiteralNode:
		value.kind = isText
		if n.Value != nil {
			value.text = n.Value.Value
		}
	case nil, *ast.NullNode, *ast.CommentGroupNode, *ast.DirectiveNode:
	default:
		return b.wrong(tk, "this cannot be read here: write a plain value")
	}
	return value
}

// alias shares the node of an anchor that stands before. An anchor counts from its end on, so that
// no value can hold itself.
func (b *builder) alias(n *ast.AliasNode) *node {
	name := ""
	if n.Value != nil {
		name = n.Value.GetToken().Value
	}
	if value, ok := b.anchors[name]; ok {
		return value
	}
	return b.wrong(n.Start, "no anchor &%s stands before this alias", name)
}

func (b *builder) mapping(n *ast.MappingNode) *node {
	m := at(n.Start, isMapping)
	var merges []*node
	for _, pair := range n.Values {
		value := b.build(pair.Value)
		if pair.Key.IsMergeKey() {
			merges = append(merges, value)
			continue
		}
		tk, ok := keyToken(pair.Key)
		if !ok {
			b.wrong(tk, "this cannot be a key: write a plain word before the colon")
			continue
		}
		m.entries = append(m.entries, entry{tk.Value, tk.Position.Line, tk.Position.Column, value})
	}
	if !n.IsFlowStyle && len(n.Values) > 0 {
		if tk := n.Values[0].Key.GetToken(); tk != nil && tk.Position != nil {
			m.line, m.column = tk.Position.Line, tk.Position.Column
		}
	}
	for _, other := range merges {
		b.merge(m, other)
	}
	return m
}

// merge adds what `<<` names: keys of the mapping itself win, then those named first.
func (b *builder) merge(m, other *node) {
	sources := []*node{other}
	if other.kind == isList {
		sources = other.items
	}
	has := map[string]bool{}
	for _, e := range m.entries {
		has[e.key] = true
	}
	for _, source := range sources {
		if source.kind != isMapping {
			b.problems.error(b.file, source.line, source.column, "<< takes an alias of keys and values, but this is %s", source.kind)
			return
		}
		for _, e := range source.entries {
			if b.merged++; b.merged > mostVisits {
				b.problems.error(b.file, m.line, m.column, "aliases grow this file beyond %d values: write the values out", mostVisits)
				return
			}
			if !has[e.key] {
				has[e.key] = true
				m.entries = append(m.entries, e)
			}
		}
	}
}

// keyToken is the token of a scalar key, `? key` included.
func keyToken(key ast.MapKeyNode) (*token.Token, bool) {
	var n ast.Node = key
	if explicit, ok := n.(*ast.MappingKeyNode); ok {
		n = explicit.Value
	}
	if n == nil {
		return key.GetToken(), false
	}
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		tk := n.GetToken()
		return tk, tk != nil && tk.Position != nil
	}
	return n.GetToken(), false
}

func (b *builder) wrong(tk *token.Token, format string, args ...any) *node {
	n := at(tk, isNull)
	b.problems.error(b.file, n.line, n.column, format, args...)
	return n
}

func at(tk *token.Token, k kind) *node {
	if tk == nil || tk.Position == nil {
		return &node{kind: k, line: 1, column: 1}
	}
	return &node{kind: k, line: max(tk.Position.Line, 1), column: max(tk.Position.Column, 1)}
}
