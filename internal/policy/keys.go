package policy

import (
	"reflect"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// keys are the keys of a type, from its tags.
type keys struct {
	names    []string
	index    []int // field of each name
	required []string
}

func keysOf(t reflect.Type) keys {
	var k keys
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		name := tag.Get("key")
		if name == "" {
			continue
		}
		k.names, k.index = append(k.names, name), append(k.index, i)
		if tag.Get("required") != "" {
			k.required = append(k.required, name)
		}
	}
	return k
}

func (k keys) find(name string) (field int, ok bool) {
	i := slices.Index(k.names, name)
	if i < 0 {
		return 0, false
	}
	return k.index[i], true
}

// nearest is the one word that a person most likely meant: nearer than all others, and near enough.
func nearest(text string, words []string) (string, bool) {
	if len(text) > longestKey {
		return "", false
	}
	text = strings.ReplaceAll(fold(text), "-", "_")
	best, least, ties := "", 2+len(text)/4, 0
	for _, word := range words {
		switch d := distance(text, fold(word)); {
		case d < least:
			best, least, ties = word, d, 1
		case d == least && best != "":
			ties++
		}
	}
	return best, best != "" && ties == 1
}

// distance counts two letters that changed places as one slip.
func distance(a, b string) int {
	if len(a) == len(b) {
		for i := 0; i+1 < len(a); i++ {
			if a[i] != b[i] {
				if a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
					return 1
				}
				break
			}
		}
	}
	return levenshtein.ComputeDistance(a, b)
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func contains(words []string, word string) bool { return slices.Contains(words, word) }
