package graphql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Check holds an answer against the schema: what each field has must be of the type that
// the schema promises, no non-null may be null or missing, nothing may be there that was
// not asked for. It shares no code with what made the answer but the fragments' rules.
// The error names the path.
func Check(schema *ast.Schema, call Request, answer []byte) error {
	var body struct {
		Data   json.RawMessage `json:"data"`
		Errors []*Error        `json:"errors"`
	}
	if err := decode(answer, &body); err != nil {
		return fmt.Errorf("read the GraphQL answer: %w", err)
	}
	if len(body.Data) == 0 || string(body.Data) == "null" {
		if len(body.Errors) == 0 {
			return fmt.Errorf("the GraphQL answer has neither data nor errors")
		}
		return nil
	}
	p, refusal := prepare(schema, call)
	if refusal != nil {
		return fmt.Errorf("the GraphQL answer has data for a document that is refused: %s", refusal.Errors[0].Message)
	}
	var data any
	if err := decode(body.Data, &data); err != nil {
		return err
	}
	root := schema.Query
	if p.op.Operation == ast.Mutation {
		root = schema.Mutation
	}
	k := checker{schema: schema, vars: p.vars}
	return k.object(root, data, p.op.SelectionSet, "data")
}

func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

type checker struct {
	schema *ast.Schema
	vars   map[string]any
}

// value checks one value against a type.
func (k checker) value(t *ast.Type, value any, set ast.SelectionSet, path string) error {
	if value == nil {
		if t.NonNull {
			return fmt.Errorf("%s is null, want %s", path, t)
		}
		return nil
	}
	if t.Elem != nil {
		list, ok := value.([]any)
		if !ok {
			return fmt.Errorf("%s is %T, want a list", path, value)
		}
		for i, item := range list {
			if err := k.value(t.Elem, item, set, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		return nil
	}
	def := k.schema.Types[t.NamedType]
	if def.IsLeafType() {
		return k.leaf(def, value, path)
	}
	return k.composite(def, value, set, path)
}

func (k checker) leaf(def *ast.Definition, value any, path string) error {
	if def.Kind == ast.Enum {
		name, _ := value.(string)
		if def.EnumValues.ForName(name) == nil {
			return fmt.Errorf("%s is %v, no %s", path, value, def.Name)
		}
		return nil
	}
	ok := false
	switch v := value.(type) {
	case bool:
		ok = def.Name == "Boolean"
	case json.Number:
		whole := !strings.ContainsAny(v.String(), ".eE")
		ok = def.Name == "Float" || def.Name == "Int" && whole
	case string:
		ok = def.Name != "Boolean" && def.Name != "Int" && def.Name != "Float"
	}
	if !ok {
		return fmt.Errorf("%s is %v (%T), no %s", path, value, value, def.Name)
	}
	return nil
}

// composite checks an object of an interface or union by the concrete types that its
// keys fit: by __typename where that was asked for, else any possible type will do.
func (k checker) composite(def *ast.Definition, value any, set ast.SelectionSet, path string) error {
	fields, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is %T, want an object", path, value)
	}
	possible := k.schema.GetPossibleTypes(def)
	var first error
	for _, concrete := range possible {
		if name, told := fields["__typename"].(string); told && name != concrete.Name && asksTypename(set) {
			continue
		}
		err := k.object(concrete, value, set, path)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		first = fmt.Errorf("%s is a %v, no %s", path, fields["__typename"], def.Name)
	}
	return first
}

func asksTypename(set ast.SelectionSet) bool {
	for _, s := range set {
		if f, ok := s.(*ast.Field); ok && f.Alias == "__typename" {
			return true
		}
	}
	return false
}

// object checks the keys and values of an object of a concrete type.
func (k checker) object(def *ast.Definition, value any, set ast.SelectionSet, path string) error {
	fields, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is %T, want an object", path, value)
	}
	groups := collect(k.schema, def.Name, set, k.vars)
	if len(groups) != len(fields) {
		return fmt.Errorf("%s has %d keys, want %d for a %s", path, len(fields), len(groups), def.Name)
	}
	for _, g := range groups {
		f := g.fields[0]
		here := path + "." + f.Alias
		got, there := fields[f.Alias]
		if !there {
			return fmt.Errorf("%s is missing", here)
		}
		if f.Name == "__typename" {
			if got != def.Name {
				return fmt.Errorf("%s is %v, want %s", here, got, def.Name)
			}
			continue
		}
		if err := k.value(def.Fields.ForName(f.Name).Type, got, g.selections(), here); err != nil {
			return err
		}
	}
	return nil
}
