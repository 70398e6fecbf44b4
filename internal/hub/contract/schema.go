package contract

import (
	"fmt"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Schema is GitHub's public GraphQL schema (of February 2025), loaded once. It is
// shared: callers must not change it. The error is a damaged build, never the caller's.
func Schema() (*ast.Schema, error) { return loadSchema() }

var loadSchema = sync.OnceValues(readSchema)

func readSchema() (*ast.Schema, error) {
	text, err := unpack("schema.graphql.gz")
	if err != nil {
		return nil, err
	}
	schema, err := validator.LoadSchema(validator.Prelude, &ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		return nil, fmt.Errorf("load the embedded GraphQL schema: %w", err)
	}
	return schema, nil
}

// documentRules are the specification's validation rules, without suggestions of other
// names (GitHub gives none).
var documentRules = sync.OnceValue(func() *rules.Rules { return rules.NewDefaultRules() })

// ParseDocument parses and validates a GraphQL document against GitHub's schema. The
// returned error is a gqlerror.List: one entry a violation, each with its locations.
func ParseDocument(query string) (*ast.QueryDocument, error) {
	schema, err := Schema()
	if err != nil {
		return nil, err
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	if err != nil {
		return nil, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
	}
	if problems := validator.ValidateWithRules(schema, doc, documentRules()); len(problems) > 0 {
		return nil, problems
	}
	return doc, nil
}

// maxTokens bounds the parser's work; the largest document of an incident has some 3,000.
const maxTokens = 50_000

// ValidateDocument says whether a GraphQL document is legal; see ParseDocument.
func ValidateDocument(query string) error {
	_, err := ParseDocument(query)
	return err
}
