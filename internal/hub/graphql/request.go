package graphql

import (
	"errors"
	"fmt"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
)

// Request is a GraphQL call, as clients send it.
type Request struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName,omitempty"`
	Variables     map[string]any `json:"variables,omitempty"`
}

// Answer is what goes back. Data is absent where nothing was run, null where an error
// reached the root.
type Answer struct {
	Data   any      `json:"data,omitempty"`
	Errors []*Error `json:"errors,omitempty"`
}

// prepared is a request that may run: parsed, valid, its variables coerced.
type prepared struct {
	doc  *ast.QueryDocument
	op   *ast.OperationDefinition
	vars map[string]any
}

// prepare parses and validates a request; the answer tells why it must not run.
func prepare(schema *ast.Schema, call Request) (*prepared, *Answer) {
	if call.Query == "" {
		return nil, &Answer{Errors: []*Error{{Message: "A query attribute must be specified and must be a string."}}}
	}
	doc, err := contract.ParseDocument(call.Query)
	if err != nil {
		answer := invalidDocument(err)
		return nil, &answer
	}
	op, err := operation(doc, call.OperationName)
	if err != nil {
		return nil, &Answer{Errors: []*Error{{Message: err.Error()}}}
	}
	vars, err := validator.VariableValues(schema, op, call.Variables)
	if err == nil {
		err = strictScalars(schema, op, call.Variables)
	}
	if err != nil {
		e := &Error{Message: err.Error(), Locations: at(op.Position), Extensions: map[string]any{"code": "variableMismatch"}}
		var g *gqlerror.Error
		if errors.As(err, &g) {
			e.Message = fmt.Sprintf("Variable %s was provided invalid value: %s", g.Path.String(), g.Message)
		}
		return nil, &Answer{Errors: []*Error{e}}
	}
	return &prepared{doc: doc, op: op, vars: vars}, nil
}

func operation(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, error) {
	switch {
	case len(doc.Operations) == 0:
		return nil, errors.New("No operation found in the document")
	case name == "" && len(doc.Operations) > 1:
		return nil, errors.New("An operation name is required")
	case name == "":
		return doc.Operations[0], nil
	}
	if op := doc.Operations.ForName(name); op != nil {
		return op, nil
	}
	return nil, fmt.Errorf("No operation named %q", name)
}

// Run answers one call of actor; base begins the web links. Queries see one moment of the
// store, a mutation's fields run one after the other with nobody between.
func (h *Handler) Run(actor *store.Actor, base string, call Request) Answer {
	p, refusal := prepare(h.schema, call)
	if refusal != nil {
		first := refusal.Errors[0]
		h.broken(fmt.Errorf("a GraphQL document breaks GitHub's schema at %v: %s", first.Locations, first.Message), true)
		return *refusal
	}
	spent, problems := weigh(p)
	if len(problems) > 0 {
		return Answer{Errors: problems}
	}
	run := &run{h: h, prepared: p, actor: actor, base: base, spent: spent}
	var answer Answer
	work := func() { answer = run.execute() }
	if p.op.Operation == ast.Mutation {
		h.store.Update(work)
	} else {
		h.store.View(work)
	}
	return answer
}

// Operation names a call for logs and counts: the operation's name, else its kind and
// its root fields ("mutation addComment"), else "" where the document is not legal.
func Operation(call Request) string {
	doc, err := contract.ParseDocument(call.Query)
	if err != nil {
		return call.OperationName
	}
	op, err := operation(doc, call.OperationName)
	if err != nil {
		return call.OperationName
	}
	if op.Name != "" {
		return op.Name
	}
	name := string(op.Operation)
	for i, s := range op.SelectionSet {
		if f, ok := s.(*ast.Field); ok && i < 5 {
			name += " " + f.Name
		}
	}
	return name
}
