package policy

import (
	"fmt"
	"reflect"
	"strconv"
)

// reader puts a tree into a Config by the tags of its types, and notes every problem.
type reader struct {
	file     string
	stage    int
	visits   int
	written  map[string]Position
	formats  checker
	problems Problems
}

// textual is a type that reads itself from a text, and tells its JSON Schema.
type textual interface {
	parse(text string) error
	shape() map[string]any
}

// spot is a place to fill: the dotted path of its key, and the tags of the field.
type spot struct {
	path string
	tag  reflect.StructTag
	into reflect.Value
}

func (r *reader) config(c *Config, root *node) {
	r.value(root, spot{"", "", reflect.ValueOf(c).Elem()})
}

func (r *reader) fail(n *node, s spot, format string, args ...any) {
	r.problems = append(r.problems, Problem{File: r.file, Line: n.line, Column: n.column, Severity: Error,
		Key: s.path, Message: s.prefix() + fmt.Sprintf(format, args...)})
}

func (r *reader) warn(n *node, s spot, format string, args ...any) {
	r.fail(n, s, format, args...)
	r.problems[len(r.problems)-1].Severity = Warning
}

// prefix begins each message with the key that it is about.
func (s spot) prefix() string {
	if s.path == "" {
		return ""
	}
	return s.path + ": "
}

// value reads one value. Nothing (`team:` with no value) leaves what is there.
func (r *reader) value(n *node, s spot) {
	if r.visits++; r.visits == mostVisits {
		r.fail(n, s, "aliases grow this file beyond %d values: write the values out", mostVisits)
	}
	if r.visits >= mostVisits || len(r.problems) >= mostProblems || n.kind == isNull {
		return
	}
	if t, ok := s.into.Addr().Interface().(textual); ok {
		r.textual(n, s, t)
		return
	}
	switch s.into.Kind() {
	case reflect.Struct:
		r.structure(n, s)
	case reflect.Map:
		r.table(n, s)
	case reflect.Slice:
		r.list(n, s)
	case reflect.String:
		r.text(n, s)
	case reflect.Bool:
		r.boolean(n, s)
	default:
		r.number(n, s)
	}
}

// textual reads durations, hours, dates and instants.
func (r *reader) textual(n *node, s spot, t textual) {
	_, isDuration := t.(*Duration)
	switch {
	case isDuration && n.kind == isBool && n.text == "false":
		s.into.SetZero()
	case isDuration && n.text == "0m" && s.tag.Get("zero") != "":
		s.into.SetZero()
	case isDuration && n.kind == isInteger:
		r.fail(n, s, "%s has no unit: %s", n.text, durationHelp)
	case n.kind != isText:
		r.fail(n, s, "this must be a text, but it is %s", n.kind)
	default:
		if err := t.parse(n.text); err != nil {
			r.fail(n, s, "%v", err)
		}
	}
}

func (r *reader) boolean(n *node, s spot) {
	if n.kind != isBool {
		r.fail(n, s, "this must be true or false%s", yesNo(n.text))
		return
	}
	s.into.SetBool(n.text == "true")
}

// yesNo answers the words that older YAML took for true and false.
func yesNo(text string) string {
	switch fold(text) {
	case "yes", "on", "y":
		return ": write true"
	case "no", "off", "n":
		return ": write false"
	}
	return ""
}

// number reads whole numbers and decimal ones, within the tags min and max.
func (r *reader) number(n *node, s spot) {
	whole := s.into.Kind() == reflect.Int
	if n.kind != isInteger && (whole || n.kind != isFloat) {
		what := "a number"
		if whole {
			what = "a whole number"
		}
		r.fail(n, s, "this must be %s without quotes, but it is %s", what, n.kind)
		return
	}
	v, err := strconv.ParseFloat(n.text, 64)
	if err != nil || v != v {
		r.fail(n, s, "%q is not a plain number", n.text)
		return
	}
	low, _ := strconv.ParseFloat(s.tag.Get("min"), 64)
	high, _ := strconv.ParseFloat(s.tag.Get("max"), 64)
	switch {
	case s.path == "version" && v > high:
		r.fail(n, s, "this file is written for version %s of the policy, and this program knows versions up to %d: update Sensible, or write version: %d", n.text, Version, Version)
	case v < low || v > high:
		r.fail(n, s, "%s is out of range: write a number from %g to %g", n.text, low, high)
	case whole:
		s.into.SetInt(int64(v))
	default:
		s.into.SetFloat(v)
	}
}
