package graphql

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
	"github.com/vektah/gqlparser/v2/ast"
)

// complete turns a resolved value into what the field's type promises; a null where none
// is allowed travels up.
func (r *run) complete(t *ast.Type, value any, g group, path []any) any {
	result := r.completeNullable(t, value, g, path)
	if result == nil && t.NonNull {
		r.errors = append(r.errors, asError(fmt.Errorf("%s is null", g.fields[0].Name), g.fields[0], path))
		return failed{}
	}
	if _, bad := result.(failed); bad && !t.NonNull {
		return nil
	}
	return result
}

func (r *run) completeNullable(t *ast.Type, value any, g group, path []any) any {
	if isNull(value) {
		return nil
	}
	if t.Elem != nil {
		return r.completeList(t, value, g, path)
	}
	def := r.h.schema.Types[t.NamedType]
	if def.IsLeafType() {
		leaf, err := leafValue(def, value)
		if err != nil {
			r.errors = append(r.errors, asError(err, g.fields[0], path))
			return failedOr(t)
		}
		return leaf
	}
	value = r.entity(value)
	concrete := typeOf(value)
	if !applies(r.h.schema, def.Name, concrete) || r.h.schema.Types[concrete] == nil {
		r.errors = append(r.errors, asError(fmt.Errorf("a %s (%T) is no %s", concrete, value, def.Name), g.fields[0], path))
		return failedOr(t)
	}
	return r.selection(r.h.schema.Types[concrete], value, g.selections(), path)
}

// entity is an owner as GraphQL has it: the account of an organisation is no user there.
func (r *run) entity(value any) any {
	if u, ok := value.(*store.User); ok && u.Type == "Organization" {
		if o := r.h.store.Organization(u.Login); o != nil {
			return o
		}
	}
	return value
}

func failedOr(t *ast.Type) any {
	if t.NonNull {
		return failed{}
	}
	return nil
}

func (r *run) completeList(t *ast.Type, value any, g group, path []any) any {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		r.errors = append(r.errors, asError(fmt.Errorf("%T is no list", value), g.fields[0], path))
		return failedOr(t)
	}
	out := make([]any, 0, list.Len())
	for i := range list.Len() {
		item := r.complete(t.Elem, list.Index(i).Interface(), g, append(path[:len(path):len(path)], i))
		if _, bad := item.(failed); bad {
			return failed{}
		}
		out = append(out, item)
	}
	return out
}

// isNull holds for nil, nil pointers, and for the zero time, which the store uses for
// "never". An empty list is a list.
func isNull(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case time.Time:
		return v.IsZero()
	}
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// leafValue is a scalar or enum as JSON has it; a value of another type is a fault of
// the resolver and is told, not sent.
func leafValue(def *ast.Definition, value any) (any, error) {
	wrong := fmt.Errorf("%v (%T) is no %s", value, value, def.Name)
	if def.Kind == ast.Enum {
		name := fmt.Sprint(value)
		if def.EnumValues.ForName(name) == nil {
			return nil, wrong
		}
		return name, nil
	}
	switch v := value.(type) {
	case bool:
		if def.Name == "Boolean" {
			return v, nil
		}
	case int, int64:
		return number(def.Name, reflect.ValueOf(v).Int(), wrong)
	case float64:
		if def.Name == "Float" {
			return v, nil
		}
	case time.Time:
		if def.Name == "DateTime" || def.Name == "GitTimestamp" || def.Name == "PreciseDateTime" {
			return v.UTC().Format(time.RFC3339), nil
		}
	case string:
		switch def.Name {
		case "Boolean", "Int", "Float", "BigInt", "DateTime":
			return nil, wrong
		}
		return v, nil
	}
	return nil, wrong
}

// number fits an integer to its scalar: BigInt is written as text, Int has 32 bits.
func number(scalar string, n int64, wrong error) (any, error) {
	switch {
	case scalar == "BigInt":
		return strconv.FormatInt(n, 10), nil
	case scalar == "Float", scalar == "Int" && int64(int32(n)) == n:
		return n, nil
	}
	return nil, wrong
}
