package secret

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// read understands the part of TOML in which gitleaks writes its rules: tables, strings of both kinds, lists of them, and
// numbers. Its own list of what is always allowed joins every rule. A rule whose pattern Go cannot compile finds nothing.
func read(text string) []*rule {
	var rules []*rule
	global := &allowance{patterns: compiled(nil)}
	var current *rule
	var allow *allowance
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		key, value, pair := strings.Cut(line, "=")
		switch head := strings.TrimSpace(line); {
		case head == "" || head[0] == '#':
		case head == "[[rules]]":
			current = &rule{allow: []*allowance{global}, pattern: never}
			rules, allow = append(rules, current), nil
		case head == "[[rules.allowlists]]" && current != nil:
			allow = &allowance{patterns: compiled(nil)}
			current.allow = append(current.allow, allow)
		case head == "[allowlist]":
			allow = global
		case pair:
			var values []string
			values, rest = literals(text[len(key)+1:])
			assign(current, allow, strings.TrimSpace(key), values)
			if len(values) == 0 {
				number(current, strings.TrimSpace(key), strings.TrimSpace(value))
			}
		}
		text = rest
	}
	return rules
}

// literals reads a string or a list of strings, and returns what stands after it.
func literals(text string) (out []string, rest string) {
	list := false
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\n' && !list:
			return out, text[i+1:]
		case c == '[' && !list:
			list = true
		case c == ']' && list:
			return out, text[i+1:]
		case strings.HasPrefix(text[i:], "'''"):
			end := strings.Index(text[i+3:], "'''")
			if end < 0 {
				return out, ""
			}
			out = append(out, text[i+3:i+3+end])
			i += 3 + end + 2
		case c == '"':
			end := i + 1
			for end < len(text) && text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(text) {
				return out, ""
			}
			if s, err := strconv.Unquote(text[i : end+1]); err == nil {
				out = append(out, s)
			}
			i = end
		}
		i++
	}
	return out, ""
}

func assign(r *rule, a *allowance, key string, values []string) {
	if len(values) == 0 {
		return
	}
	switch {
	case key == "regexes" && a != nil:
		a.patterns = compiled(values)
	case key == "stopwords" && a != nil:
		a.stops = values
	case key == "regexTarget" && a != nil:
		a.target = values[0]
	case r == nil:
	case key == "id":
		r.id = values[0]
	case key == "description" && a == nil:
		r.description = values[0]
	case key == "keywords":
		r.keywords = values
	case key == "regex":
		r.pattern = sync.OnceValue(func() *regexp.Regexp {
			if p, err := regexp.Compile(values[0]); err == nil {
				return p
			}
			return never()
		})
	}
}

func number(r *rule, key, value string) {
	if r == nil {
		return
	}
	n, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
	case key == "entropy":
		r.entropy = n
	case key == "secretGroup":
		r.group = int(n)
	}
}

func compiled(patterns []string) func() []*regexp.Regexp {
	return sync.OnceValue(func() []*regexp.Regexp {
		var out []*regexp.Regexp
		for _, p := range patterns {
			if re, err := regexp.Compile(p); err == nil {
				out = append(out, re)
			}
		}
		return out
	})
}

// never matches nothing: the pattern of a rule that has none.
var never = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\s\S]`) })
