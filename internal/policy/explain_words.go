package policy

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// plainText needs no quotes in YAML.
const plainText = `^[A-Za-z/][A-Za-z0-9_./*+ -]*$`

// shown writes a value as the file could have it; empty for one that says nothing.
func shown(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	if v.CanInterface() && isTextual(v.Type()) {
		if v.IsZero() {
			return ""
		}
		return textualShown(v)
	}
	switch v.Kind() {
	case reflect.Struct:
		return structShown(v)
	case reflect.Map:
		return tableShown(v)
	case reflect.Slice:
		return listShown(v)
	case reflect.String:
		return quoted(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float64:
		if v.IsZero() {
			return ""
		}
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}

func textualShown(v reflect.Value) string {
	if i, ok := v.Interface().(Instant); ok {
		return i.UTC().Format("2006-01-02T15:04:05Z")
	}
	text := fmt.Sprint(v.Interface())
	if _, ok := v.Interface().(Hours); ok {
		return strconv.Quote(text)
	}
	return text
}

func structShown(v reflect.Value) string {
	if rule, ok := v.Interface().(NudgeRule); ok && (!rule.On || rule.After.IsZero()) {
		return strconv.FormatBool(rule.On)
	}
	var parts []string
	fields := keysOf(v.Type())
	for i, name := range fields.names {
		if text := shown(v.Field(fields.index[i])); text != "" && text != `false` {
			parts = append(parts, name+": "+text)
		}
	}
	if parts == nil {
		return ""
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func tableShown(v reflect.Value) string {
	var parts []string
	for _, k := range v.MapKeys() {
		parts = append(parts, quoted(k.String())+": "+orBraces(shown(v.MapIndex(k))))
	}
	if parts == nil {
		return ""
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ", ") + "}"
}

func orBraces(text string) string {
	if text == "" {
		return "{}"
	}
	return text
}

func listShown(v reflect.Value) string {
	if v.Len() == 0 {
		return ""
	}
	parts := make([]string, v.Len())
	for i := range parts {
		parts[i] = orBraces(shown(v.Index(i)))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// quoted puts a text into quotes where YAML would read it as something else.
func quoted(text string) string {
	switch fold(text) {
	case "":
		return ""
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return strconv.Quote(text)
	}
	if ok, err := regexp.MatchString(plainText, text); err == nil && ok && strings.TrimSpace(text) == text {
		return text
	}
	return strconv.Quote(text)
}

// legal says in words what may be written.
func legal(t reflect.Type, tag reflect.StructTag) string {
	if isTextual(t) {
		return textualLegal(t)
	}
	if _, ok := reflect.New(t).Interface().(switchable); ok {
		return "true, false, or keys: " + strings.Join(keysOf(t).names, ", ")
	}
	switch t.Kind() {
	case reflect.Struct:
		return "keys: " + strings.Join(keysOf(t).names, ", ")
	case reflect.Map:
		if known := tag.Get("keys"); known != "" {
			return "keys: " + strings.ReplaceAll(known, ",", ", ")
		}
		return "one key for each " + tag.Get("names") + ", with " + legal(t.Elem(), "")
	case reflect.Slice:
		return "a list, each entry: " + legal(t.Elem(), tag)
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return textLegal(tag)
	}
	what := "a number"
	if t.Kind() == reflect.Int {
		what = "a whole number"
	}
	if low, high := tag.Get("min"), tag.Get("max"); low == high {
		return low
	} else if high != "" {
		what += " from " + low + " to " + high
	}
	return what
}

func textLegal(tag reflect.StructTag) string {
	if enum := tag.Get("enum"); enum != "" {
		return "one of " + strings.ReplaceAll(enum, ",", ", ")
	}
	if f, ok := formatNamed(tag.Get("as")); ok {
		return strings.TrimPrefix(f.help, "write ")
	}
	return fmt.Sprintf("a text of at most %d characters", longestText)
}

func textualLegal(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Duration]():
		return strings.TrimPrefix(durationHelp, "write ")
	case reflect.TypeFor[Hours]():
		return `two times of day, such as "09:00-18:00"`
	case reflect.TypeFor[Date]():
		return "a date, such as 2026-12-25"
	}
	return "a time with its zone, such as 2026-12-24T00:00:00Z"
}
