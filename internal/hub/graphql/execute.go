package graphql

import (
	"fmt"
	"maps"

	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
)

// run is one operation being executed, under the store's lock.
type run struct {
	*prepared
	h      *Handler
	actor  *store.Actor
	base   string
	spent  budget
	errors []*Error
}

// Call is one field being resolved: the value that it belongs to and its arguments.
type Call struct {
	*run
	Parent any
	Args   args
	Field  *ast.Field
	Path   []any
}

// Store is the state that is being asked.
func (c *Call) Store() *store.Store { return c.h.store }

// Resolver gives a field its value: a scalar, an entity, a list of them, an *object, or
// nil for null.
type Resolver func(*Call) (any, error)

// Fields are the resolvers of one type.
type Fields map[string]Resolver

// object is a value without an entity of its own: a connection, a payload. Its fields
// are values, or Resolvers that run when they are asked for.
type object struct {
	typeName string
	fields   map[string]any
}

// as shows an entity as a type that is not its own, some fields replaced: a bot where
// the schema has a User, a pull request where it has an Issue.
func (c *Call) as(typeName string, entity any, replaced map[string]any) *object {
	fields := map[string]any{}
	for name, resolve := range c.h.types[typeName] {
		fields[name] = Resolver(func(c *Call) (any, error) {
			inner := *c
			inner.Parent = entity
			return resolve(&inner)
		})
	}
	maps.Copy(fields, replaced)
	return &object{typeName, fields}
}

// failed stands for a null that must travel up to the next place where null is allowed.
type failed struct{}

func (r *run) execute() Answer {
	root := r.h.schema.Query
	if r.op.Operation == ast.Mutation {
		root = r.h.schema.Mutation
	}
	data := r.selection(root, nil, r.op.SelectionSet, nil)
	if _, bad := data.(failed); bad {
		data = null{}
	}
	return Answer{Data: data, Errors: r.errors}
}

// null is a JSON null that omitempty keeps.
type null struct{}

func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// selection resolves a selection set on a value of the concrete type def.
func (r *run) selection(def *ast.Definition, value any, set ast.SelectionSet, path []any) any {
	groups := collect(r.h.schema, def.Name, set, r.vars)
	out := make(ordered, 0, len(groups))
	for _, g := range groups {
		field := g.fields[0]
		here := append(path[:len(path):len(path)], field.Alias)
		result := r.field(def, value, g, here)
		if _, bad := result.(failed); bad {
			return failed{}
		}
		out = append(out, entry{field.Alias, result})
	}
	return out
}

// field resolves and completes one response key.
func (r *run) field(def *ast.Definition, parent any, g group, path []any) any {
	field := g.fields[0]
	if field.Name == "__typename" {
		return def.Name
	}
	fieldDef := def.Fields.ForName(field.Name)
	value, err := r.resolve(def, fieldDef, parent, field, path)
	if err != nil {
		return r.fail(err, fieldDef, field, path)
	}
	return r.complete(fieldDef.Type, value, g, path)
}

// fail notes an error; the field is null, or its parent where it may not be.
func (r *run) fail(err error, def *ast.FieldDefinition, field *ast.Field, path []any) any {
	r.errors = append(r.errors, asError(err, field, path))
	if def != nil && def.Type.NonNull {
		return failed{}
	}
	return nil
}

// resolve finds the resolver of a field and runs it. What is not served is an error.
func (r *run) resolve(def *ast.Definition, fieldDef *ast.FieldDefinition, parent any, field *ast.Field, path []any) (any, error) {
	var resolver Resolver
	if o, ok := parent.(*object); ok {
		value, known := o.fields[field.Name]
		if fn, lazy := value.(Resolver); lazy {
			resolver = fn
		} else if known {
			return value, nil
		}
	} else {
		resolver = r.h.types[def.Name][field.Name]
	}
	if resolver == nil || fieldDef == nil {
		r.h.log.Warn("GraphQL field not served", "type", def.Name, "field", field.Name)
		return nil, &Error{Type: "NOT_IMPLEMENTED",
			Message: fmt.Sprintf("The in-memory GitHub does not serve %s.%s", def.Name, field.Name)}
	}
	return resolver(&Call{run: r, Parent: parent, Args: field.ArgumentMap(r.vars), Field: field, Path: path})
}
