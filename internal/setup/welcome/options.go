package welcome

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// optionList is the options of one dropdown, and the lines on which they stand.
type optionList struct {
	id      string
	options []string
	lines   []int // of each option, from 1; empty where they are not one a line
	indent  string
}

// longestForm bounds what is read as a form.
const longestForm = 256 << 10

// issueForm is the part of an issue form that is read.
type issueForm struct {
	Labels any `yaml:"labels"`
	Body   []struct {
		ID         string `yaml:"id"`
		Attributes struct {
			Options []any `yaml:"options"`
		} `yaml:"attributes"`
	} `yaml:"body"`
}

// optionLists finds the dropdowns of an issue form that have an id.
func optionLists(text string) ([]optionList, error) {
	if len(text) > longestForm {
		return nil, errors.New("it is too long for a form")
	}
	var f issueForm
	if err := yaml.Unmarshal([]byte(text), &f); err != nil {
		return nil, fmt.Errorf("read an issue form: %w", err)
	}
	if len(f.Body) == 0 {
		return nil, errors.New("it has no body")
	}
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, fmt.Errorf("read an issue form: %w", err)
	}
	var out []optionList
	for n, field := range f.Body {
		if field.ID == "" || len(field.Attributes.Options) == 0 {
			continue
		}
		l := optionList{id: field.ID}
		for _, o := range field.Attributes.Options {
			l.options = append(l.options, fmt.Sprint(o))
		}
		l.place(file, n, text)
		out = append(out, l)
	}
	return out, nil
}

// place finds the lines of the options; none where they are not written one a line, each on a line of its own.
func (l *optionList) place(file *ast.File, field int, text string) {
	path, err := yaml.PathString(fmt.Sprintf("$.body[%d].attributes.options", field))
	if err != nil {
		return
	}
	node, err := path.FilterFile(file)
	if err != nil {
		return
	}
	sequence, ok := node.(*ast.SequenceNode)
	if !ok || sequence.IsFlowStyle || len(sequence.Values) != len(l.options) {
		return
	}
	all := strings.Split(text, "\n")
	for _, v := range sequence.Values {
		at := v.GetToken().Position.Line
		if at < 1 || at > len(all) || !strings.HasPrefix(strings.TrimLeft(all[at-1], " "), "- ") || slices.Contains(l.lines, at) {
			l.lines = nil
			return
		}
		l.lines = append(l.lines, at)
	}
	first := all[l.lines[0]-1]
	l.indent = first[:len(first)-len(strings.TrimLeft(first, " "))]
	if last := l.lines[len(l.lines)-1]; last-l.lines[0]+1 != len(l.lines) {
		l.lines = nil // comments or long texts stand between them
	}
}

// replace writes other options in their place; ok is false where that would touch more than they.
func (l optionList) replace(text string, options []string) (string, bool) {
	if len(l.lines) == 0 {
		return text, false
	}
	all := strings.Split(text, "\n")
	ending := ""
	if strings.HasSuffix(all[l.lines[0]-1], "\r") {
		ending = "\r"
	}
	var lines []string
	for _, o := range options {
		raw, err := json.Marshal(o) // a JSON string is a YAML string
		if err != nil {
			return text, false
		}
		lines = append(lines, l.indent+"- "+string(raw)+ending)
	}
	first, last := l.lines[0]-1, l.lines[len(l.lines)-1]
	return strings.Join(slices.Concat(all[:first], lines, all[last:]), "\n"), true
}

// labelsOf are the labels that a form puts on its issues.
func labelsOf(text string) []string {
	var f issueForm
	if yaml.Unmarshal([]byte(text), &f) != nil {
		return nil
	}
	switch labels := f.Labels.(type) {
	case string:
		return strings.Split(labels, ",")
	case []any:
		var out []string
		for _, l := range labels {
			out = append(out, fmt.Sprint(l))
		}
		return out
	}
	return nil
}
