// Package expression evaluates GitHub's expressions as far as the generated workflow uses them: literals, contexts with
// `.name` and `.*`, ! == != && ||, and contains, startsWith, format, fromJSON. With it tests hold the workflow's condition
// and its concurrency group to real events, as GitHub would.
//
// It is no part of what runs at users', and knows no other function of GitHub's.
package expression

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// deepest bounds nesting, so that an expression of brackets alone is refused and not followed.
const deepest = 200

// Evaluate returns the value of an expression: nil, bool, float64, string, []any or map[string]any. contexts are github,
// inputs and the like. A name that is missing is nil, as at GitHub; an expression that is none is an error.
func Evaluate(text string, contexts map[string]any) (any, error) {
	tokens, err := split(text)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens, contexts: contexts}
	value, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.at < len(p.tokens) {
		return nil, fmt.Errorf("unexpected %q", p.tokens[p.at].text)
	}
	return value, nil
}

// Text fills a string that holds expressions in ${{ }}.
func Text(text string, contexts map[string]any) (string, error) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${{")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		inner, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return "", fmt.Errorf("an expression does not end: %q", rest)
		}
		value, err := Evaluate(inner, contexts)
		if err != nil {
			return "", err
		}
		out.WriteString(written(value))
		text = after
	}
}

// True says whether a value counts as true.
func True(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case bool:
		return v
	case float64:
		return v != 0
	case string:
		return v != ""
	}
	return true
}

// equal compares as GitHub does: text without regard to case, different kinds as numbers.
func equal(a, b any) bool {
	x, isText := a.(string)
	y, both := b.(string)
	if isText && both {
		return strings.EqualFold(x, y)
	}
	m, mOK := numeric(a)
	n, nOK := numeric(b)
	return mOK && nOK && m == n
}

func numeric(value any) (float64, bool) {
	switch v := value.(type) {
	case nil:
		return 0, true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	case float64:
		return v, true
	case string:
		if v == "" {
			return 0, true
		}
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}

func written(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case []any:
		return "Array"
	}
	return "Object"
}

// call carries out a function.
func call(name string, args []any) (any, error) {
	switch {
	case name == "contains" && len(args) == 2:
		return contains(args[0], args[1]), nil
	case name == "startswith" && len(args) == 2:
		return strings.HasPrefix(strings.ToLower(written(args[0])), strings.ToLower(written(args[1]))), nil
	case name == "fromjson" && len(args) == 1:
		var v any
		if err := json.Unmarshal([]byte(written(args[0])), &v); err != nil {
			return nil, fmt.Errorf("fromJSON: %w", err)
		}
		return v, nil
	case name == "format" && len(args) > 0:
		var pairs []string
		for n, a := range args[1:] {
			pairs = append(pairs, "{"+strconv.Itoa(n)+"}", written(a))
		}
		return strings.NewReplacer(pairs...).Replace(written(args[0])), nil
	}
	return nil, fmt.Errorf("no function %s with %d arguments here", name, len(args))
}

func contains(in, what any) bool {
	if list, ok := in.([]any); ok {
		for _, one := range list {
			if equal(one, what) {
				return true
			}
		}
		return false
	}
	return strings.Contains(strings.ToLower(written(in)), strings.ToLower(written(what)))
}
