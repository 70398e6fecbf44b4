package main

import (
	"bytes"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// mendSchema drops what the published schema defines twice (a type may appear once, a
// field once in its type; version 15.26.1 repeats two fields of EnterpriseOwnerInfo),
// the descriptions, and the reasons of deprecations. No type and no field is lost.
func mendSchema(text string) ([]byte, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: text})
	if err != nil {
		return nil, fmt.Errorf("read the GraphQL schema: %w", err)
	}
	doc.Definitions = firstOfEach(doc.Definitions, func(d *ast.Definition) string { return d.Name })
	for _, def := range doc.Definitions {
		def.Fields = firstOfEach(def.Fields, func(f *ast.FieldDefinition) string { return f.Name })
		for _, f := range def.Fields {
			f.Directives = withoutReasons(f.Directives)
			for _, a := range f.Arguments {
				a.Directives = withoutReasons(a.Directives)
			}
		}
		for _, v := range def.EnumValues {
			v.Directives = withoutReasons(v.Directives)
		}
	}
	var out bytes.Buffer
	formatter.NewFormatter(&out, formatter.WithoutDescription(), formatter.WithIndent("")).FormatSchemaDocument(doc)
	return out.Bytes(), nil
}

func firstOfEach[T any, L ~[]T](list L, name func(T) string) L {
	seen := map[string]bool{}
	var kept L
	for _, item := range list {
		if !seen[name(item)] {
			seen[name(item)] = true
			kept = append(kept, item)
		}
	}
	return kept
}

// withoutReasons keeps @deprecated bare and drops directives about previews.
func withoutReasons(list ast.DirectiveList) ast.DirectiveList {
	var kept ast.DirectiveList
	for _, d := range list {
		if d.Name == "deprecated" {
			d.Arguments = nil
			kept = append(kept, d)
		}
	}
	return kept
}
