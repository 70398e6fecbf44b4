package wording

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	syntax "text/template/parse"
)

// What a template of somebody else may cost: a loop without end must not stop an incident.
const (
	mostSteps  = 200_000
	mostOutput = 4 << 20 // bytes
)

// OwnError says what is wrong with a template of somebody else, and in which line (0: not known).
type OwnError struct {
	Line int
	Why  string
}

// Error implements error.
func (e *OwnError) Error() string {
	if e.Line == 0 {
		return e.Why
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Why)
}

const ownName = "own"

// RenderOwn executes a template that is not ours, with our texts to call. Its mistakes, and a loop that takes too long,
// are an *OwnError.
func (b Book) RenderOwn(text string, data any) (string, error) {
	trees := map[string]*syntax.Tree{}
	root := syntax.New(ownName)
	root.Mode = syntax.SkipFuncCheck
	if _, err := root.Parse(text, "", "", trees); err != nil {
		return "", ownError(err)
	}
	if syntax.IsEmptyTree(root.Root) {
		return "", &OwnError{Why: "it holds nothing to show"}
	}
	set, err := b.set.Clone()
	if err != nil {
		return "", fmt.Errorf("copy the texts: %w", err)
	}
	steps := 0
	set.Funcs(template.FuncMap{"step": func() (string, error) {
		if steps++; steps > mostSteps {
			return "", errTooLong
		}
		return "", nil
	}})
	for name, tree := range trees {
		count(tree.Root)
		if _, err := set.AddParseTree(name, tree); err != nil {
			return "", ownError(err)
		}
	}
	out := bounded{left: mostOutput}
	if err := set.ExecuteTemplate(&out, ownName, data); err != nil {
		return "", ownError(err)
	}
	return out.text.String(), nil
}

var (
	errTooLong = errors.New("it takes too long: a loop without end?")
	errTooBig  = errors.New("it makes too long a text")
)

// bounded takes only so much.
type bounded struct {
	text strings.Builder
	left int
}

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errTooBig
	}
	return b.text.Write(p)
}

// count has a template count its steps: one for each call of it and each turn of a loop.
func count(list *syntax.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *syntax.RangeNode:
			count(n.List)
			count(n.ElseList)
		case *syntax.IfNode:
			count(n.List)
			count(n.ElseList)
		case *syntax.WithNode:
			count(n.List)
			count(n.ElseList)
		}
	}
	step := syntax.New("step")
	step.Mode = syntax.SkipFuncCheck
	if t, err := step.Parse("{{step}}", "", "", map[string]*syntax.Tree{}); err == nil {
		list.Nodes = append(t.Root.Nodes, list.Nodes...)
	}
}

var errorPlace = regexp.MustCompile(`^template: ` + ownName + `:(\d+)(?::\d+)?: ?(?:executing "[^"]*" at <[^>]*>: )?`)

// ownError reads the line out of the library's message.
func ownError(err error) error {
	for _, ours := range []error{errTooLong, errTooBig} {
		if errors.Is(err, ours) {
			return &OwnError{Why: ours.Error()}
		}
	}
	text := err.Error()
	m := errorPlace.FindStringSubmatch(text)
	if m == nil {
		return &OwnError{Why: text}
	}
	line, _ := strconv.Atoi(m[1]) // digits by the expression
	return &OwnError{Line: line, Why: strings.TrimSpace(text[len(m[0]):])}
}
