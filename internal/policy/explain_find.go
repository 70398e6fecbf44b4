package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// place is one key of a policy: its type and tags, and its value where there is one.
type place struct {
	name  string // as people write it: entries of lists by name
	path  string // as Written has it: entries of lists by index
	kind  reflect.Type
	tag   reflect.StructTag
	value reflect.Value // invalid = no such entry
	entry string        // what the entry of a table is called in its doc
}

func (p place) doc() string {
	if doc := p.tag.Get("doc"); doc != "" {
		return doc
	}
	if p.entry != "" {
		return p.entry
	}
	return "One entry of the list."
}

// find walks a key from the top. Names of tables may hold dots: the longest that is there wins.
func find(c Config, key string) (place, bool) {
	p := place{kind: reflect.TypeFor[Config](), value: reflect.ValueOf(c)}
	rest := strings.ReplaceAll(strings.TrimSpace(key), "[", ".[")
	rest = strings.TrimPrefix(rest, ".")
	if rest == "" || len(rest) > 10*longestKey {
		return p, false
	}
	for rest != "" {
		var ok bool
		if p, rest, ok = p.step(c, rest); !ok {
			return p, false
		}
	}
	return p, true
}

// step goes one part further into a key.
func (p place) step(c Config, rest string) (next place, left string, ok bool) {
	part, left, _ := strings.Cut(rest, ".")
	switch {
	case isTextual(p.kind):
		return p, "", false
	case p.kind.Kind() == reflect.Struct:
		next, ok = p.field(part)
	case p.kind.Kind() == reflect.Map:
		part, left = p.longest(rest)
		next, ok = p.tableEntry(part)
	case p.kind.Kind() == reflect.Slice:
		next, ok = p.listEntry(c, part)
	}
	return next, left, ok
}

func (p place) field(name string) (place, bool) {
	i, ok := keysOf(p.kind).find(name)
	if !ok {
		return p, false
	}
	f := p.kind.Field(i)
	next := place{name: join(p.name, name), path: join(p.path, name), kind: f.Type, tag: f.Tag}
	if p.value.IsValid() {
		next.value = p.value.Field(i)
	}
	return next, true
}

// longest is the entry of a table that the rest of a key begins with.
func (p place) longest(rest string) (part, left string) {
	if p.value.IsValid() {
		best := ""
		for _, k := range p.value.MapKeys() {
			if name := k.String(); (rest == name || strings.HasPrefix(rest, name+".")) && len(name) > len(best) {
				best = name
			}
		}
		if best != "" {
			return best, strings.TrimPrefix(rest[len(best):], ".")
		}
	}
	part, left, _ = strings.Cut(rest, ".")
	return part, left
}

func (p place) tableEntry(name string) (place, bool) {
	known := split(p.tag.Get("keys"))
	if name == "" || known != nil && !contains(known, name) || known == nil && newChecker().check(p.tag.Get("names"), name) != nil {
		return p, false
	}
	next := place{name: join(p.name, name), path: join(p.path, name), kind: p.kind.Elem(), entry: "One entry of: " + p.tag.Get("doc")}
	if p.value.IsValid() {
		next.value = p.value.MapIndex(reflect.ValueOf(name))
	}
	return next, true
}

// listEntry finds an entry by [index] or by what it is called.
func (p place) listEntry(c Config, part string) (place, bool) {
	n := 0
	if p.value.IsValid() {
		n = p.value.Len()
	}
	var at int
	if digits, ok := strings.CutPrefix(part, "["); ok {
		i, err := strconv.Atoi(strings.TrimSuffix(digits, "]"))
		if err != nil || i < 0 || i >= max(n, 1) {
			return p, false
		}
		at = i
	} else {
		part = c.severityName(p, part)
		at = slices.IndexFunc(indexes(n), func(i int) bool { return fold(entryName(p.value.Index(i))) == fold(part) })
	}
	if at < 0 {
		return p, false
	}
	return p.item(at), true
}

// severityName is the severity that a person means by a number or a title.
func (c Config) severityName(p place, part string) string {
	if p.path == "severities" {
		if name, ok := c.Severity(part); ok {
			return name
		}
	}
	return part
}

// item is the entry of a list at an index.
func (p place) item(at int) place {
	next := place{name: index(p.name, at), path: index(p.path, at), kind: p.kind.Elem(), tag: p.tag, entry: "One entry of: " + p.tag.Get("doc")}
	if p.kind.Elem().Kind() == reflect.Struct {
		next.tag = ""
	}
	if !p.value.IsValid() || at >= p.value.Len() {
		return next
	}
	next.value = p.value.Index(at)
	if name := entryName(next.value); name != "" && !strings.ContainsAny(name, ".[]") && p.unique(name) {
		next.name = join(p.name, name)
	}
	return next
}

// unique says whether one entry only is called so.
func (p place) unique(name string) bool {
	n := 0
	for i := range p.value.Len() {
		if fold(entryName(p.value.Index(i))) == fold(name) {
			n++
		}
	}
	return n == 1
}

// entryName is what an entry of a list is called: by its name, else by its type.
func entryName(v reflect.Value) string {
	if v.Kind() != reflect.Struct {
		return ""
	}
	for _, field := range []string{"Name", "Type"} {
		if f := v.FieldByName(field); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			return f.String()
		}
	}
	return ""
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func isTextual(t reflect.Type) bool {
	_, ok := reflect.New(t).Interface().(textual)
	return ok
}

// walk visits every key below a place, in the order of the types; entries that are there, and known keys of tables.
func walk(p place, visit func(place)) {
	if p.name != "" {
		visit(p)
	}
	switch {
	case isTextual(p.kind):
	case p.kind.Kind() == reflect.Struct:
		for _, name := range keysOf(p.kind).names {
			if next, ok := p.field(name); ok {
				walk(next, visit)
			}
		}
	case p.kind.Kind() == reflect.Map:
		for _, name := range p.entries() {
			if next, ok := p.tableEntry(name); ok {
				walk(next, visit)
			}
		}
	case p.kind.Kind() == reflect.Slice && p.kind.Elem().Kind() == reflect.Struct && p.value.IsValid():
		for i := range p.value.Len() {
			walk(p.item(i), visit)
		}
	}
}

// entries are the keys of a table: all that are known, else those that are there.
func (p place) entries() []string {
	names := split(p.tag.Get("keys"))
	if names == nil && p.value.IsValid() {
		for _, k := range p.value.MapKeys() {
			names = append(names, fmt.Sprint(k))
		}
		slices.Sort(names)
	}
	return names
}
