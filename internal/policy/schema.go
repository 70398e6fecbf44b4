package policy

import (
	"encoding/json"
	"reflect"
	"strconv"
)

// SchemaID names the schema; editors may be pointed at any copy of it.
const SchemaID = "https://sensible.im/schema/sensible.yml.json"

// Schema is the JSON Schema (draft 2020-12) of the file, made from the same types and tags as Parse
// reads, indented, with a newline at the end. What Parse takes without an error is valid; unknown
// keys are valid too, since they are only warned of.
func Schema() []byte {
	root := structShape(reflect.TypeFor[Config]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = SchemaID
	root["title"] = File
	root["description"] = "The policy of Sensible for one repository. Every key is optional."
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		// Only maps, lists, texts and numbers are in it: a test holds that they encode.
		return nil
	}
	return append(text, '\n')
}

// shape is the schema of one value. Every value may be left empty, which YAML reads as null.
func shape(t reflect.Type, tag reflect.StructTag) map[string]any {
	if v, ok := reflect.New(t).Interface().(textual); ok {
		return v.shape()
	}
	switch t.Kind() {
	case reflect.Struct:
		s := structShape(t)
		if _, ok := reflect.New(t).Interface().(switchable); ok {
			s["type"] = []any{"object", "boolean", "null"}
		}
		return s
	case reflect.Map:
		return tableShape(t, tag)
	case reflect.Slice:
		items := shape(t.Elem(), tag)
		delete(items, "description")
		items["type"] = withoutNull(items["type"])
		list := map[string]any{"type": []any{"array", "null"}, "items": items}
		if most, err := strconv.Atoi(tag.Get("most")); err == nil {
			list["maxItems"] = most
		}
		return list
	case reflect.String:
		return textShape(tag)
	case reflect.Bool:
		return map[string]any{"type": []any{"boolean", "null"}}
	case reflect.Int:
		return numberShape("integer", tag)
	}
	return numberShape("number", tag)
}

func structShape(t reflect.Type) map[string]any {
	properties := map[string]any{}
	fields := keysOf(t)
	for i, name := range fields.names {
		tag := t.Field(fields.index[i]).Tag
		one := shape(t.Field(fields.index[i]).Type, tag)
		one["description"] = tag.Get("doc")
		properties[name] = one
	}
	return map[string]any{"type": []any{"object", "null"}, "properties": properties}
}

func tableShape(t reflect.Type, tag reflect.StructTag) map[string]any {
	s := map[string]any{"type": []any{"object", "null"}}
	if known := split(tag.Get("keys")); known != nil {
		properties := map[string]any{}
		for _, name := range known {
			properties[name] = shape(t.Elem(), "")
		}
		s["properties"] = properties
		return s
	}
	s["additionalProperties"] = shape(t.Elem(), "")
	if f, ok := formatNamed(tag.Get("names")); ok {
		s["propertyNames"] = map[string]any{"pattern": f.pattern}
	}
	return s
}

func textShape(tag reflect.StructTag) map[string]any {
	s := map[string]any{"type": []any{"string", "null"}}
	if allowed := split(tag.Get("enum")); allowed != nil {
		values := []any{nil}
		for _, one := range allowed {
			values = append(values, one)
		}
		s["enum"] = values
		return s
	}
	s["maxLength"] = longestText
	if f, ok := formatNamed(tag.Get("as")); ok {
		s["pattern"] = f.pattern
	}
	return s
}

func numberShape(kind string, tag reflect.StructTag) map[string]any {
	s := map[string]any{"type": []any{kind, "null"}}
	for key, name := range map[string]string{"minimum": "min", "maximum": "max"} {
		if v, err := strconv.ParseFloat(tag.Get(name), 64); err == nil {
			s[key] = v
		}
	}
	return s
}

// withoutNull is a type for entries of lists, which must not be empty.
func withoutNull(types any) any {
	var kept []any
	for _, one := range types.([]any) {
		if one != "null" {
			kept = append(kept, one)
		}
	}
	return kept
}
