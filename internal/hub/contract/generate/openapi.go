package main

import "strings"

// prose lists the keys that no validator reads.
var prose = map[string]bool{
	"description": true, "summary": true, "example": true, "examples": true, "title": true,
	"externalDocs": true, "tags": true, "x-github": true,
}

// strip removes prose in place. names is true where the keys are names that GitHub
// chose (a property may well be called "description") and so must stay.
func strip(value any, names bool) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if !names && prose[key] {
				delete(v, key)
				continue
			}
			if !names && (key == "default" || key == "enum") {
				continue
			}
			strip(inner, !names && key == "properties")
		}
	case []any:
		for _, inner := range v {
			strip(inner, false)
		}
	}
}

// cut returns {section, components}: the kept entries and what they reach.
func cut(full map[string]any, section string, keep func(string) bool) map[string]any {
	entries, _ := full[section].(map[string]any)
	components, _ := full["components"].(map[string]any)
	kept := map[string]any{}
	reached := map[string]any{}
	for name, entry := range entries {
		if keep(name) {
			kept[name] = entry
			reach(entry, components, reached)
		}
	}
	return map[string]any{section: kept, "components": reached}
}

// reach copies every component that value refers to, directly or not, into reached.
func reach(value any, components, reached map[string]any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			ref, isRef := inner.(string)
			if key == "$ref" && isRef {
				reachRef(ref, components, reached)
				continue
			}
			reach(inner, components, reached)
		}
	case []any:
		for _, inner := range v {
			reach(inner, components, reached)
		}
	}
}

// reachRef follows one "#/components/kind/name".
func reachRef(ref string, components, reached map[string]any) {
	parts := strings.Split(strings.TrimPrefix(ref, "#/components/"), "/")
	if len(parts) != 2 {
		return
	}
	kind, name := parts[0], parts[1]
	to, _ := reached[kind].(map[string]any)
	if to == nil {
		to = map[string]any{}
		reached[kind] = to
	}
	if _, done := to[name]; done {
		return
	}
	from, _ := components[kind].(map[string]any)
	to[name] = from[name]
	reach(from[name], components, reached)
}
