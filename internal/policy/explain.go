package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Origin says where the value of a key comes from.
type Origin string

// The origins.
const (
	FromFile    Origin = "file"    // At says where
	FromStage   Origin = "stage"   // the preset of the stage in force
	FromDefault Origin = "default" // what holds where nobody says anything
	FromNowhere Origin = "unset"   // nothing is set, and nothing is the default
)

// Explanation is all that can be said of one key of the file.
type Explanation struct {
	Key     string   // canonical: entries of lists by their name, else by [index]
	Value   string   // the effective value, as it could be written; empty = not set
	Origin  Origin   //
	At      Position // where it is written, of FromFile
	Stage   int      // the stage in force
	Doc     string   // what it does
	Legal   string   // what may be written
	Default string   // what holds without it, where that is something else; empty = nothing
	Note    string   // why it has no effect at present; empty = it has
}

// UnknownKeyError says that the file has no such key, and which one was probably meant.
type UnknownKeyError struct {
	Key   string
	Guess string // empty = nothing is near
}

// Error implements error.
func (e *UnknownKeyError) Error() string {
	if e.Guess != "" {
		return fmt.Sprintf("the key %q is unknown: did you mean %s?", e.Key, e.Guess)
	}
	return fmt.Sprintf("the key %q is unknown: known are %s", e.Key, strings.Join(keysOf(reflect.TypeFor[Config]()).names, ", "))
}

// Explain says what a key is worth and why. Entries of lists are named by their name or their place
// ("severities.sev1.page", "severities[0].page"); an entry that nobody wrote is explained all the
// same. The error is an *UnknownKeyError.
func Explain(c Config, key string) (Explanation, error) {
	p, ok := find(c, key)
	if !ok {
		return Explanation{}, &UnknownKeyError{Key: key, Guess: guessKey(c, key)}
	}
	e := Explanation{Key: p.name, Stage: c.Stage, Doc: p.doc(), Legal: legal(p.kind, p.tag), Value: shown(p.value)}
	base, inherited := find(Default(c.Stage), key)
	if inherited {
		e.Default = shown(base.value)
	}
	e.Origin, e.At = c.origin(p)
	c.resolve(&e, p)
	if e.Origin == FromDefault && e.Value == "" {
		e.Origin = FromNowhere
	}
	if e.Default == e.Value {
		e.Default = ""
	}
	return e, nil
}

// origin tells who wrote a key: it, something in it, or else whose preset it is.
func (c Config) origin(p place) (Origin, Position) {
	if at, ok := c.Written[p.path]; ok {
		return FromFile, at
	}
	if at, ok := c.within(p.path); ok {
		return FromFile, at
	}
	if byStage(p.path) {
		return FromStage, Position{}
	}
	return FromDefault, Position{}
}

// within is the first place at which something inside a key is written.
func (c Config) within(path string) (first Position, ok bool) {
	for written, at := range c.Written {
		inside := strings.HasPrefix(written, path+".") || strings.HasPrefix(written, path+"[")
		if inside && (!ok || at.Line < first.Line || at.Line == first.Line && at.Column < first.Column) {
			first, ok = at, true
		}
	}
	return first, ok
}

// byStage says whether a key that nobody wrote takes its value from the stage.
func byStage(path string) bool {
	return strings.HasPrefix(path, "nudges") || path == "drills.invite_every" ||
		strings.HasPrefix(path, "severities[") && strings.HasSuffix(path, "].postmortem")
}

// Keys lists every key that can be explained: those of the entries that there are, by name.
func Keys(c Config) []string {
	var out []string
	walk(place{kind: reflect.TypeFor[Config](), value: reflect.ValueOf(c)}, func(p place) { out = append(out, p.name) })
	return out
}

// guessKey is the known key that is nearest to what was typed: by the whole of it, else by its last part.
func guessKey(c Config, key string) string {
	all := Keys(c)
	key = fold(key)
	if len(key) > longestKey {
		return ""
	}
	best, least := "", 3+len(key)/6
	for _, k := range all {
		if d := distance(key, fold(k)); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return best
	}
	last := key[strings.LastIndexByte(key, '.')+1:]
	if i := slices.IndexFunc(all, func(k string) bool { return fold(k[strings.LastIndexByte(k, '.')+1:]) == last }); i >= 0 {
		return all[i]
	}
	head, _, _ := strings.Cut(key, ".")
	if guess, ok := nearest(head, keysOf(reflect.TypeFor[Config]()).names); ok && guess != head {
		return guess
	}
	return ""
}
