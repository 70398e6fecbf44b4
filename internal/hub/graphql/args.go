package graphql

import (
	"encoding/json"
	"strconv"
	"time"
)

// args are a field's arguments or an input object, coerced to their types by validation.
type args map[string]any

// string is a text, an ID or an enum's name; "" where it is absent.
func (a args) string(name string) string {
	switch v := a[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// stringPtr is nil where the argument is absent or null.
func (a args) stringPtr(name string) *string {
	if !a.has(name) {
		return nil
	}
	v := a.string(name)
	return &v
}

func (a args) has(name string) bool { return a[name] != nil }

func (a args) bool(name string) bool {
	v, _ := a[name].(bool)
	return v
}

// int tells also whether the argument is there.
func (a args) int(name string) (int, bool) {
	v, ok := a.float(name)
	return int(v), ok
}

func (a args) float(name string) (float64, bool) {
	switch v := a[name].(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}

// strings is a list of texts; one value stands for a list of one, as GraphQL has it.
func (a args) strings(name string) []string {
	switch v := a[name].(type) {
	case []any:
		var out []string
		for i := range v {
			out = append(out, args{"": v[i]}.string(""))
		}
		return out
	case []string:
		return v
	case nil:
		return nil
	}
	return []string{a.string(name)}
}

// input is an input object; empty where it is absent.
func (a args) input(name string) args {
	v, _ := a[name].(map[string]any)
	return v
}

// inputs is a list of input objects.
func (a args) inputs(name string) []args {
	switch v := a[name].(type) {
	case []any:
		var out []args
		for _, x := range v {
			m, _ := x.(map[string]any)
			out = append(out, m)
		}
		return out
	case map[string]any:
		return []args{v}
	}
	return nil
}

// time is a DateTime; the zero time where it is absent or no time.
func (a args) time(name string) time.Time {
	t, err := time.Parse(time.RFC3339, a.string(name))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
