package policy

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// switchable is a mapping that true and false may stand for.
type switchable interface{ setSwitch(on bool) }

// structure reads a mapping with known keys.
func (r *reader) structure(n *node, s spot) {
	if sw, ok := s.into.Addr().Interface().(switchable); ok {
		if n.kind == isBool {
			sw.setSwitch(n.text == "true")
			return
		}
		sw.setSwitch(true)
	}
	if n.kind != isMapping {
		r.fail(n, s, "this must be keys and values, but it is %s", n.kind)
		return
	}
	fields := keysOf(s.into.Type())
	for _, e := range r.unique(n, s, false) {
		i, known := fields.find(e.key)
		if !known {
			r.unknown(e, s, fields.names)
			continue
		}
		field := s.into.Type().Field(i)
		r.entry(e, spot{join(s.path, e.key), field.Tag, s.into.Field(i)})
	}
	for _, name := range fields.required {
		if !has(n, name) {
			r.warn(n, s, "the key %s is missing, so this entry has no effect", name)
		}
	}
}

// entry notes where a key is written, and reads its value.
func (r *reader) entry(e entry, s spot) {
	if e.value.kind == isNull {
		return
	}
	r.written[s.path] = Position{r.file, e.line, e.column}
	r.value(e.value, s)
}

// table reads a mapping with free keys (tag names), or with known ones that share a type (tag keys).
func (r *reader) table(n *node, s spot) {
	if n.kind != isMapping {
		r.fail(n, s, "this must be keys and values, but it is %s", n.kind)
		return
	}
	known := split(s.tag.Get("keys"))
	for _, e := range r.unique(n, s, s.tag.Get("names") == "login") {
		at := spot{path: join(s.path, e.key)}
		if len(known) > 0 && !contains(known, e.key) {
			r.unknown(e, s, known)
			continue
		}
		if err := r.formats.check(s.tag.Get("names"), e.key); err != nil {
			r.fail(&node{line: e.line, column: e.column}, at, "%v", err)
			continue
		}
		key := reflect.ValueOf(e.key)
		at.into = reflect.New(s.into.Type().Elem()).Elem()
		if old := s.into.MapIndex(key); old.IsValid() {
			at.into.Set(old)
		}
		r.written[at.path] = Position{r.file, e.line, e.column}
		r.value(e.value, at)
		s.into.SetMapIndex(key, at.into)
	}
}

// list reads a list. The severities start from the defaults of their name or rank.
func (r *reader) list(n *node, s spot) {
	if n.kind != isList {
		r.fail(n, s, "this must be a list, but it is %s: write [ ] around it, or - before each entry", n.kind)
		return
	}
	if most, err := strconv.Atoi(s.tag.Get("most")); err == nil && len(n.items) > most {
		r.fail(n, s, "this list has %d entries: at most %d are read", len(n.items), most)
		return
	}
	all := reflect.MakeSlice(s.into.Type(), 0, len(n.items))
	for i, item := range n.items {
		one := reflect.New(s.into.Type().Elem()).Elem()
		at := spot{fmt.Sprintf("%s[%d]", s.path, i), s.tag, one}
		if item.kind == isNull {
			r.fail(item, at, "this entry of the list is empty: remove it, or fill it in")
			continue
		}
		if s.tag.Get("as") == "severities" {
			one.Set(reflect.ValueOf(severityPrototype(r.stage, i+1, item.textOf("name"))))
		}
		r.written[at.path] = Position{r.file, item.line, item.column}
		r.value(item, at)
		all = reflect.Append(all, one)
	}
	s.into.Set(all)
}

// unique returns the entries of a mapping, each key once; a second one is an error that names the first.
func (r *reader) unique(n *node, s spot, folded bool) []entry {
	first := map[string]entry{}
	var entries []entry
	for _, e := range n.entries {
		name := e.key
		if folded {
			name = fold(name)
		}
		if before, twice := first[name]; twice {
			r.fail(&node{line: e.line, column: e.column}, spot{path: join(s.path, e.key)},
				"this key is written twice, first in line %d: keep one", before.line)
			continue
		}
		first[name] = e
		entries = append(entries, e)
	}
	return entries
}

// unknown warns of a key that nothing reads; keys that begin with x- are the author's own.
func (r *reader) unknown(e entry, s spot, known []string) {
	if strings.HasPrefix(e.key, "x-") || len(r.problems) >= mostProblems {
		return
	}
	message := fmt.Sprintf("the key %s is unknown and has no effect", strconv.Quote(e.key))
	if guess, ok := nearest(e.key, known); ok {
		message += fmt.Sprintf(": did you mean %s?", guess)
	} else {
		message += ": known here are " + strings.Join(known, ", ")
	}
	r.problems = append(r.problems, Problem{File: r.file, Line: e.line, Column: e.column, Severity: Warning,
		Key: join(s.path, e.key), Message: message})
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func has(n *node, key string) bool {
	for _, e := range n.entries {
		if e.key == key && e.value.kind != isNull {
			return true
		}
	}
	return false
}
