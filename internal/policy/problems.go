package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level tells whether a problem keeps a file from being used.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
)

// Problem is one thing wrong with a file, with the place and what to do.
type Problem struct {
	File     string
	Line     int // from 1
	Column   int // from 1, in characters
	Severity Level
	Key      string // dotted path of the key, e.g. "severities[0].ack_within"; empty for the file itself
	Message  string
}

// String writes "file:line:col: message"; a warning says so.
func (p Problem) String() string {
	warning := ""
	if p.Severity == Warning {
		warning = "warning: "
	}
	return fmt.Sprintf("%s:%d:%d: %s%s", p.File, p.Line, p.Column, warning, p.Message)
}

// Problems is what is wrong with a file, in the order of the file.
type Problems []Problem

// Errors tells whether any problem is an error: then the last good policy stays in use.
func (p Problems) Errors() bool {
	return slices.ContainsFunc(p, func(one Problem) bool { return one.Severity == Error })
}

// String writes one line for each problem, without a newline at the end.
func (p Problems) String() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// sorted puts problems into the order of the file; errors first where they share a place.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Message, b.Message))
	})
	return p
}

// mostProblems is how many problems of one file are told: who has more reads the first ones.
const mostProblems = 50

// refuse is the one problem of a file that is not read any further.
func refuse(file string, line, column int, format string, args ...any) Problems {
	var p Problems
	p.error(file, line, max(column, 1), format, args...)
	return p
}

// error adds an error that concerns no single key.
func (p *Problems) error(file string, line, column int, format string, args ...any) {
	*p = append(*p, Problem{File: file, Line: line, Column: column, Severity: Error, Message: fmt.Sprintf(format, args...)})
}
