package graphql

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/contract"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// TestTheHubServesEveryFieldThatTheAppAsksFor walks the app's own documents: each field
// on each type that it can meet has a resolver, or belongs to a connection or a payload,
// which the running tests cover.
func TestTheHubServesEveryFieldThatTheAppAsksFor(t *testing.T) {
	schema, err := contract.Schema()
	if err != nil {
		t.Fatal(err)
	}
	fragments, documents := appDocuments(t)
	if len(documents) == 0 {
		t.Fatal("the app has no GraphQL documents where this test looks for them")
	}
	table := types()
	for name, text := range documents {
		doc, err := contract.ParseDocument(text + used(t, text, fragments))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, op := range doc.Operations {
			root := schema.Query
			if op.Operation == ast.Mutation {
				root = schema.Mutation
			}
			unserved(schema, table, root, op.SelectionSet, func(where string) { t.Errorf("%s asks for %s", name, where) })
		}
	}
}

// appDocuments are the documents by file, and the fragments by name.
func appDocuments(t *testing.T) (fragments, documents map[string]string) {
	t.Helper()
	fragments, documents = map[string]string{}, map[string]string{}
	err := fs.WalkDir(os.DirFS("../../github/documents"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".graphql") {
			return err
		}
		text, err := os.ReadFile(filepath.Join("../../github/documents", path))
		if strings.HasPrefix(path, "fragments/") {
			fragments[strings.TrimSuffix(filepath.Base(path), ".graphql")] = string(text)
		} else {
			documents[path] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fragments, documents
}

// used are the fragments that a document spreads, directly or not.
func used(t *testing.T, text string, fragments map[string]string) string {
	t.Helper()
	out, seen := "", map[string]bool{}
	var add func(string)
	add = func(text string) {
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatal(err)
		}
		for name, body := range fragments {
			if !seen[name] && strings.Contains(text, "..."+name) && doc != nil {
				seen[name] = true
				out += "\n" + body
				add(body)
			}
		}
	}
	add(text)
	return out
}

func unserved(schema *ast.Schema, table map[string]Fields, def *ast.Definition, set ast.SelectionSet, tell func(string)) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Name == "__typename" {
				continue
			}
			for _, concrete := range schema.GetPossibleTypes(def) {
				if fields, served := table[concrete.Name]; served && fields[s.Name] == nil {
					tell(concrete.Name + "." + s.Name)
				}
			}
			if inner := schema.Types[s.Definition.Type.Name()]; inner.IsCompositeType() {
				unserved(schema, table, inner, s.SelectionSet, tell)
			}
		case *ast.InlineFragment:
			on := def
			if s.TypeCondition != "" {
				on = schema.Types[s.TypeCondition]
			}
			unserved(schema, table, on, s.SelectionSet, tell)
		case *ast.FragmentSpread:
			unserved(schema, table, schema.Types[s.Definition.TypeCondition], s.Definition.SelectionSet, tell)
		}
	}
}
