package faults

import (
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// target is what a match is compared with.
type target struct {
	method   string
	paths    []string // decoded and as sent, without the enterprise prefix
	document requestlog.Document
}

func newTarget(r *http.Request, document requestlog.Document) target {
	return target{method: r.Method, paths: []string{plain(r.URL.Path), plain(r.URL.EscapedPath())}, document: document}
}

// plain takes the prefix of an enterprise server off, so that one match fits both addresses.
func plain(path string) string {
	if path == "/api/graphql" {
		return "/graphql"
	}
	if rest, found := strings.CutPrefix(path, "/api/v3"); found && strings.HasPrefix(rest, "/") {
		return rest
	}
	return path
}

// matches understands "METHOD /path/glob", "/path/glob", "METHOD", and a glob over the GraphQL operation's name or one
// of its root fields. * stands for any run of characters, slashes included; ? for one.
func (t target) matches(pattern string) bool {
	if pattern == "" {
		return true
	}
	method, path, both := strings.Cut(pattern, " ")
	path = strings.TrimSpace(path)
	switch {
	case both:
		return glob(strings.ToUpper(method), t.method) && t.path(path)
	case strings.HasPrefix(pattern, "/"):
		return t.path(pattern)
	case pattern == t.method || pattern == "*":
		return true
	case t.document.Kind == "":
		return false
	}
	if glob(pattern, t.document.Name) {
		return true
	}
	for _, field := range t.document.Fields {
		if glob(pattern, field) {
			return true
		}
	}
	return false
}

func (t target) path(pattern string) bool {
	for _, path := range t.paths {
		if glob(pattern, path) {
			return true
		}
	}
	return false
}

// glob compares in linear memory and without backtracking past the last star.
func glob(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p, t = p+1, t+1
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
