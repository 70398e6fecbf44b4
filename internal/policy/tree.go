package policy

import (
	"bytes"
	"errors"
	"slices"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// kind is what a value of the file is.
type kind int

const (
	isNull kind = iota
	isBool
	isInteger
	isFloat
	isText
	isMapping
	isList
)

// String names a kind as a message does.
func (k kind) String() string {
	return [...]string{"nothing", "true or false", "a whole number", "a number", "a text", "keys and values", "a list"}[k]
}

// node is one value of the file, free of the YAML library. Aliases share the node that they name,
// so that a tree is never larger than its file.
type node struct {
	kind    kind
	text    string // of a scalar, quotes resolved
	line    int
	column  int
	entries []entry // of a mapping, in the order of the file, merge keys resolved
	items   []*node // of a list
}

// entry is one key of a mapping.
type entry struct {
	key          string
	line, column int
	value        *node
}

// textOf is the text of a key of a mapping, empty where there is none.
func (n *node) textOf(key string) string {
	for _, e := range n.entries {
		if e.key == key {
			return e.value.text
		}
	}
	return ""
}

// unreadable is said where the library itself broke down.
const unreadable = "this is not YAML that can be read: simplify the file"

// readTree reads YAML into a tree. It returns nil without problems for a file that holds nothing,
// and nil with one problem for a file that is not a mapping in plain YAML.
func readTree(file string, text []byte) (root *node, problems Problems) {
	if problems = checkSize(file, text); problems != nil {
		return nil, problems
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	if problems = checkText(file, text); problems != nil {
		return nil, problems
	}
	// The last resort: checkText and checkTokens refuse what is known to break the library, but it
	// is somebody else's parser, read on every delivery, and must never stop an incident.
	defer func() {
		if recovered := recover(); recovered != nil {
			root, problems = nil, refuse(file, 1, 1, unreadable)
		}
	}()
	tokens := withoutComments(lexer.Tokenize(string(text)))
	if problems = checkTokens(file, tokens); problems != nil {
		return nil, problems
	}
	parsed, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxProblem(file, err)
	}
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue
		}
		b := builder{file: file, anchors: map[string]*node{}}
		if root := b.build(doc.Body); len(b.problems) > 0 || root.kind != isNull {
			return root, b.problems
		}
	}
	return nil, nil
}

// withoutComments drops what the parser would drop, so that a file may explain itself at length.
func withoutComments(tokens token.Tokens) token.Tokens {
	return slices.DeleteFunc(tokens, func(tk *token.Token) bool { return tk.Type == token.CommentType })
}

// syntaxProblem tells where the YAML is broken. The library's own text is never asked for: it prints
// the file, at a cost that grows with its square.
func syntaxProblem(file string, err error) Problems {
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return refuse(file, 1, 1, "this is not YAML that can be read: check indentation, quotes and brackets")
	}
	line, column := 1, 1
	if tk := syntax.GetToken(); tk != nil && tk.Position != nil {
		line, column = tk.Position.Line, tk.Position.Column
	}
	return refuse(file, line, column, "this is not YAML: %s; check indentation, quotes and brackets", syntax.GetMessage())
}
