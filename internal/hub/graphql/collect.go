package graphql

import (
	"bytes"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"
)

// group is one response key: the fields of the document that fill it.
type group struct {
	fields []*ast.Field
}

// selections are what all fields of the group ask of their value.
func (g group) selections() ast.SelectionSet {
	if len(g.fields) == 1 {
		return g.fields[0].SelectionSet
	}
	var all ast.SelectionSet
	for _, f := range g.fields {
		all = append(all, f.SelectionSet...)
	}
	return all
}

// collect lists the response keys of a selection set on a value of the concrete type
// typeName, in document order, fragments opened, skipped ones left out.
func collect(schema *ast.Schema, typeName string, set ast.SelectionSet, vars map[string]any) []group {
	c := collector{schema: schema, typeName: typeName, vars: vars, index: map[string]int{}, seen: map[string]bool{}}
	c.walk(set)
	return c.groups
}

type collector struct {
	schema   *ast.Schema
	typeName string
	vars     map[string]any
	groups   []group
	index    map[string]int
	seen     map[string]bool
}

func (c *collector) walk(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if included(s.Directives, c.vars) {
				c.add(s)
			}
		case *ast.InlineFragment:
			if included(s.Directives, c.vars) && applies(c.schema, s.TypeCondition, c.typeName) {
				c.walk(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if c.seen[s.Name] || !included(s.Directives, c.vars) || !applies(c.schema, s.Definition.TypeCondition, c.typeName) {
				continue
			}
			c.seen[s.Name] = true
			c.walk(s.Definition.SelectionSet)
		}
	}
}

func (c *collector) add(f *ast.Field) {
	if i, ok := c.index[f.Alias]; ok {
		c.groups[i].fields = append(c.groups[i].fields, f)
		return
	}
	c.index[f.Alias] = len(c.groups)
	c.groups = append(c.groups, group{fields: []*ast.Field{f}})
}

// included obeys @skip and @include.
func included(list ast.DirectiveList, vars map[string]any) bool {
	for _, d := range list {
		condition, _ := d.ArgumentMap(vars)["if"].(bool)
		if d.Name == "skip" && condition || d.Name == "include" && !condition {
			return false
		}
	}
	return true
}

// applies tells whether a fragment on condition holds for a value of the concrete type.
func applies(schema *ast.Schema, condition, typeName string) bool {
	if condition == "" || condition == typeName {
		return true
	}
	for _, d := range schema.PossibleTypes[condition] {
		if d.Name == typeName {
			return true
		}
	}
	return false
}

// ordered is a JSON object whose keys keep the document's order, as the specification asks.
type ordered []entry

type entry struct {
	key   string
	value any
}

// MarshalJSON writes the object.
func (o ordered) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, e := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		key, err := json.Marshal(e.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(e.value)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
