package policy

import (
	"fmt"
	"strings"
)

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// failAt notes an error at the place where a key is written: the nearest one above where it is
// not. What this file did not write is no mistake of this file.
func (r *reader) failAt(path, format string, args ...any) {
	if at, ok := r.place(path); ok {
		r.fail(&node{line: at.Line, column: at.Column}, spot{path: path}, format, args...)
	}
}

func (r *reader) warnAt(path, format string, args ...any) {
	if at, ok := r.place(path); ok {
		r.warn(&node{line: at.Line, column: at.Column}, spot{path: path}, format, args...)
	}
}

// place finds where a key is written, or the nearest key above it.
func (r *reader) place(path string) (Position, bool) {
	for {
		if at, ok := r.written[path]; ok {
			return at, true
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return Position{}, false
		}
		path = path[:cut]
	}
}
