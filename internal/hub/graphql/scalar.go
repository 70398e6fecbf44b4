package graphql

import (
	"encoding/json"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

// strictScalars refuses variables that the parser's library would let pass: it takes the
// text "1" for an Int, GitHub does not.
func strictScalars(schema *ast.Schema, op *ast.OperationDefinition, given map[string]any) error {
	for _, v := range op.VariableDefinitions {
		if problem := strict(schema, v.Type, given[v.Variable]); problem != "" {
			return fmt.Errorf("Variable $%s of type %s was provided invalid value: %s", v.Variable, v.Type, problem)
		}
	}
	return nil
}

// strict says what is wrong with a value, "" where nothing is. Nulls, lists of one and
// missing fields were judged before.
func strict(schema *ast.Schema, t *ast.Type, value any) string {
	if value == nil {
		return ""
	}
	if t.Elem != nil {
		list, ok := value.([]any)
		if !ok {
			return strict(schema, t.Elem, value)
		}
		for _, item := range list {
			if problem := strict(schema, t.Elem, item); problem != "" {
				return problem
			}
		}
		return ""
	}
	if fields, ok := value.(map[string]any); ok {
		for _, f := range schema.Types[t.NamedType].Fields {
			if problem := strict(schema, f.Type, fields[f.Name]); problem != "" {
				return f.Name + ": " + problem
			}
		}
		return ""
	}
	return strictScalar(t.NamedType, value)
}

func strictScalar(name string, value any) string {
	ok := true
	switch name {
	case "Int", "Float":
		switch value.(type) {
		case json.Number, int, int64, float64:
		default:
			ok = false
		}
	case "Boolean":
		_, ok = value.(bool)
	case "String", "DateTime", "Date", "URI", "GitObjectID", "Base64String":
		_, ok = value.(string)
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("Could not coerce value %v to %s", value, name)
}
