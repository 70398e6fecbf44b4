package graphql

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Error is one entry of an answer's errors, as GitHub writes them.
type Error struct {
	Type       string         `json:"type,omitempty"` // NOT_FOUND, FORBIDDEN, UNPROCESSABLE, …
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
	Locations  []Location     `json:"locations,omitempty"`
	Message    string         `json:"message"`
}

// Location is a place in the document, counted from one.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func (e *Error) Error() string { return e.Message }

func notFound(format string, args ...any) *Error {
	return &Error{Type: "NOT_FOUND", Message: fmt.Sprintf(format, args...)}
}

func forbidden(format string, args ...any) *Error {
	return &Error{Type: "FORBIDDEN", Message: fmt.Sprintf(format, args...)}
}

func unprocessable(format string, args ...any) *Error {
	return &Error{Type: "UNPROCESSABLE", Message: fmt.Sprintf(format, args...)}
}

// noNode is GitHub's answer for an id that nothing visible has.
func noNode(id string) *Error {
	return notFound("Could not resolve to a node with the global id of '%s'.", id)
}

// errorTypes are the GraphQL names of the statuses that the store refuses with.
var errorTypes = map[int]string{
	http.StatusNotFound: "NOT_FOUND", http.StatusGone: "NOT_FOUND", http.StatusMovedPermanently: "NOT_FOUND",
	http.StatusForbidden: "FORBIDDEN", http.StatusUnauthorized: "FORBIDDEN",
	http.StatusUnprocessableEntity: "UNPROCESSABLE", http.StatusConflict: "UNPROCESSABLE",
}

// asError turns what a resolver returned into an entry for field at path. The store's
// refusals keep GitHub's words; anything else is a fault of the hub and says so.
func asError(err error, field *ast.Field, path []any) *Error {
	var mine *Error
	var refusal *store.Error
	var e Error
	switch {
	case errors.As(err, &mine):
		e = *mine
	case errors.As(err, &refusal):
		e = Error{Type: errorTypes[refusal.Status], Message: refusal.Message}
		for _, f := range refusal.Errors {
			switch {
			case f.Message != "":
				e.Message += ": " + f.Message
			case f.Field != "":
				e.Message += ": " + f.Field + " " + f.Code
			}
		}
	default:
		e = Error{Type: "INTERNAL", Message: "Something went wrong in the in-memory GitHub: " + err.Error()}
	}
	e.Path = append([]any(nil), path...)
	e.Locations = at(field.Position)
	return &e
}

func at(p *ast.Position) []Location {
	if p == nil {
		return nil
	}
	return []Location{{Line: p.Line, Column: p.Column}}
}

// ruleCodes are GitHub's codes for the validation rules; others keep the rule's name.
var ruleCodes = map[string]string{
	"FieldsOnCorrectType": "undefinedField", "KnownArgumentNames": "argumentNotAccepted",
	"ScalarLeafs": "selectionMismatch", "ProvidedRequiredArguments": "missingRequiredArguments",
	"ValuesOfCorrectType": "argumentLiteralsIncompatible", "NoUnusedVariables": "variableNotUsed",
	"NoUndefinedVariables": "variableNotDefined", "KnownTypeNames": "undefinedType",
	"VariablesInAllowedPosition": "variableMismatch", "KnownFragmentNames": "fragmentNotDefined",
	"NoUnusedFragments": "useAndDefineFragment", "KnownDirectives": "undefinedDirective",
}

// invalidDocument is the answer for a document that the schema refuses.
func invalidDocument(err error) Answer {
	var list gqlerror.List
	if !errors.As(err, &list) {
		return Answer{Errors: []*Error{{Message: err.Error()}}}
	}
	var out []*Error
	for _, g := range list {
		e := &Error{Message: g.Message}
		for _, l := range g.Locations {
			e.Locations = append(e.Locations, Location{Line: l.Line, Column: l.Column})
		}
		if code := ruleCodes[g.Rule]; code != "" {
			e.Extensions = map[string]any{"code": code}
		} else if g.Rule != "" {
			e.Extensions = map[string]any{"code": g.Rule}
		} else {
			e.Extensions = map[string]any{"code": "parseError"}
		}
		out = append(out, e)
	}
	return Answer{Errors: out}
}
