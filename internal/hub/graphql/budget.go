package graphql

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// budget is what a document costs by GitHub's rules, known before it runs.
type budget struct {
	nodes    int // the most nodes that it can return
	requests int // how many times a connection is opened
}

// cost is the points that the rate limit counts: a hundredth of the requests, at least 1.
func (b budget) cost() int { return max(1, (b.requests+50)/100) }

// GitHub's limits of a document.
const (
	maxPage  = 100
	maxNodes = 500_000
)

// weigh walks a document and refuses connections that are not or too widely paginated.
func weigh(p *prepared) (budget, []*Error) {
	w := weigher{vars: p.vars}
	w.walk(p.op.SelectionSet, 1, []any{string(p.op.Operation)})
	if w.spent.nodes > maxNodes && len(w.problems) == 0 {
		w.problems = append(w.problems, &Error{Type: "MAX_NODE_LIMIT_EXCEEDED", Path: []any{string(p.op.Operation)}, Locations: at(p.op.Position),
			Message: fmt.Sprintf("This query requests up to %d possible nodes which exceeds the maximum limit of %d.", w.spent.nodes, maxNodes)})
	}
	return w.spent, w.problems
}

type weigher struct {
	vars     map[string]any
	spent    budget
	problems []*Error
}

func (w *weigher) walk(set ast.SelectionSet, times int, path []any) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if included(s.Directives, w.vars) && s.Definition != nil {
				w.field(s, times, append(path[:len(path):len(path)], s.Alias))
			}
		case *ast.InlineFragment:
			w.walk(s.SelectionSet, times, path)
		case *ast.FragmentSpread:
			if s.Definition != nil {
				w.walk(s.Definition.SelectionSet, times, path)
			}
		}
	}
}

func (w *weigher) field(f *ast.Field, times int, path []any) {
	connection := strings.HasSuffix(f.Definition.Type.Name(), "Connection") && f.Definition.Arguments.ForName("first") != nil
	if !connection {
		w.walk(f.SelectionSet, times, path)
		return
	}
	page, problem := pageSize(f, args(f.ArgumentMap(w.vars)))
	if problem != nil {
		problem.Path, problem.Locations = path, at(f.Position)
		w.problems = append(w.problems, problem)
		return
	}
	w.spent.requests = min(w.spent.requests+times, 10*maxNodes)
	inside := min(times*max(page, 1), 10*maxNodes)
	if asksForNodes(f.SelectionSet) {
		w.spent.nodes = min(w.spent.nodes+inside, 10*maxNodes)
	}
	w.walk(f.SelectionSet, inside, path)
}

// pageSize is first or last. A connection of which only the count is asked needs neither.
func pageSize(f *ast.Field, a args) (int, *Error) {
	first, hasFirst := a.int("first")
	last, hasLast := a.int("last")
	which, size := "first", first
	if hasLast {
		which, size = "last", last
	}
	switch {
	case hasFirst && hasLast:
		return 0, &Error{Type: "INVALID_PAGINATION_BOUNDARIES",
			Message: fmt.Sprintf("Passing both `first` and `last` to paginate the `%s` connection is not supported.", f.Name)}
	case !hasFirst && !hasLast && asksForNodes(f.SelectionSet):
		return 0, &Error{Type: "MISSING_PAGINATION_BOUNDARIES",
			Message: fmt.Sprintf("You must provide a `first` or `last` value to properly paginate the `%s` connection.", f.Name)}
	case size > maxPage:
		return 0, &Error{Type: "EXCESSIVE_PAGINATION",
			Message: fmt.Sprintf("Requesting %d records on the `%s` connection exceeds the `%s` limit of %d records.", size, f.Name, which, maxPage)}
	case size < 0:
		return 0, &Error{Type: "INVALID_PAGINATION_BOUNDARIES",
			Message: fmt.Sprintf("`%s` on the `%s` connection cannot be less than zero.", which, f.Name)}
	}
	return size, nil
}

func asksForNodes(set ast.SelectionSet) bool {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name == "nodes" || s.Name == "edges" {
				return true
			}
		case *ast.InlineFragment:
			if asksForNodes(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if s.Definition != nil && asksForNodes(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}
