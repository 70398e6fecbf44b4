package policy

import (
	"reflect"
	"strings"
)

// Change is one key that is worth something else in another policy. Empty values are "not set".
type Change struct {
	Key      string
	From, To string
}

// Diff lists what is different between two policies, key by key, in the order of the file: entries of lists by name. What
// only follows from another stage is told by the key stage alone.
func Diff(before, after Config) []Change {
	a, b := leaves(before), leaves(after)
	var out []Change
	for _, l := range a.order {
		if to := b.text[l.name]; to != l.text && !follows(before, after, l.path, b.path[l.name]) {
			out = append(out, Change{l.name, l.text, to})
		}
	}
	for _, l := range b.order {
		if _, known := a.text[l.name]; !known && l.text != "" {
			out = append(out, Change{l.name, "", l.text})
		}
	}
	return out
}

// follows says whether a difference is only another stage's preset.
func follows(before, after Config, was, is string) bool {
	return before.Stage != after.Stage && byStage(was) && !before.wrote(was) && (is == "" || !after.wrote(is))
}

type leaf struct{ name, path, text string }

type leafSet struct {
	order []leaf
	text  map[string]string // by name
	path  map[string]string
}

// leaves are the keys that hold a value themselves, with it.
func leaves(c Config) leafSet {
	set := leafSet{text: map[string]string{}, path: map[string]string{}}
	walk(place{kind: reflect.TypeFor[Config](), value: reflect.ValueOf(c)}, func(p place) {
		if !p.leaf() {
			return
		}
		l := leaf{p.name, p.path, shown(p.value)}
		set.order = append(set.order, l)
		set.text[l.name], set.path[l.name] = l.text, l.path
	})
	return set
}

// leaf says whether a place has no keys below.
func (p place) leaf() bool {
	if isTextual(p.kind) {
		return true
	}
	switch p.kind.Kind() {
	case reflect.Struct:
		_, sw := reflect.New(p.kind).Interface().(switchable)
		return sw
	case reflect.Map:
		return false
	case reflect.Slice:
		return p.kind.Elem().Kind() != reflect.Struct || isTextual(p.kind.Elem())
	}
	return !strings.HasPrefix(p.path, "nudges.rules.") || strings.Count(p.path, ".") == 2
}

// Redundant lists what one file says although it would hold without the line: over the organisation's file, where there is
// one. The keys version and stage say what the rest is read by, and are left out.
func Redundant(own Source, over ...Source) []Problem {
	alone, wrong := Parse(own.File, own.Text)
	below, belowWrong := ParseLayers(append(append([]Source(nil), over...), Source{File: own.File, Text: stageLine(alone)})...)
	if wrong.Errors() || belowWrong.Errors() {
		return nil
	}
	full, _ := ParseLayers(append(append([]Source(nil), over...), own)...)
	with, without := leaves(full), leaves(below)
	var out Problems
	for _, l := range with.order {
		at, written := alone.Written[l.path]
		if !written || l.path == "version" || l.path == "stage" || with.text[l.name] != without.text[l.name] || changesByBeing(l.path) {
			continue
		}
		out = append(out, Problem{File: own.File, Line: at.Line, Column: at.Column, Severity: Warning, Key: l.name,
			Message: l.name + ": " + l.text + " holds without this line too"})
	}
	return out.sorted()
}

// changesByBeing says whether a key has an effect by being written at all: a preset gives way to it, or an entry needs it.
func changesByBeing(path string) bool {
	return strings.HasPrefix(path, "nudges") || path == "drills.invite_every" || path == "followups.board" ||
		strings.HasPrefix(path, "severities[") && strings.HasSuffix(path, ".name") || strings.HasPrefix(path, "people.") || strings.HasPrefix(path, "components.")
}

func stageLine(c Config) []byte {
	if !c.wrote("stage") {
		return nil
	}
	return []byte("stage: " + string(rune('0'+c.Stage)) + "\n")
}
