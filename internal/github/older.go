package github

import (
	"regexp"
	"strings"
)

// Servers that are older than GitHub itself refuse a whole document for one field that they do not know. The fields below
// can be left out: what they are for is then a thing that this server cannot do.
var canBeMissing = map[string]bool{"subIssues": true, "parent": true, "projectsV2": true, "projectItems": true}

// unknownField is the field that a problem says the server does not know.
func (p problem) unknownField() string {
	if p.Extensions.Code == "undefinedField" && canBeMissing[p.Extensions.FieldName] {
		return p.Extensions.FieldName
	}
	return ""
}

// unsupported says that the server does not know what was asked for.
func (p problem) unsupported() bool {
	return p.Extensions.Code != "" || p.Type == "NOT_IMPLEMENTED"
}

// learnMissing remembers fields that the server does not know; true where that is news.
func (c *Client) learnMissing(problems []problem) bool {
	news := false
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range problems {
		if name := p.unknownField(); name != "" && !c.missing[name] {
			c.missing[name], news = true, true
			if c.set.Log != nil {
				c.set.Log.Warn("this GitHub is older and lacks a field; going on without", "field", name)
			}
		}
	}
	return news
}

// lacksField says whether the server is known not to have a field.
func (c *Client) lacksField(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.missing[name]
}

// fit takes out of a document what the server does not know, and of the variables what is of no use then.
func (c *Client) fit(text string, vars map[string]any) (string, map[string]any) {
	c.mu.Lock()
	var names []string
	for name := range c.missing {
		names = append(names, name)
	}
	c.mu.Unlock()
	if len(names) == 0 {
		return text, vars
	}
	for _, name := range names {
		text = withoutField(text, name)
	}
	text = tidyDocument(text)
	kept := map[string]any{}
	for name, value := range vars {
		if used := regexp.MustCompile(`\$` + name + `\b`); len(used.FindAllString(text, 2)) > 1 {
			kept[name] = value
			continue
		}
		text = regexp.MustCompile(`\$`+name+`: [^,)\n]+,?\s*`).ReplaceAllString(text, "")
	}
	return text, kept
}

// withoutField takes a field out, with its arguments, directives and selection.
func withoutField(text, name string) string {
	head := regexp.MustCompile(`(\w+:\s*)?\b` + name + `\b(\([^)]*\))?(\s*@include\([^)]*\))?`)
	for from := 0; ; {
		at := head.FindStringIndex(text[from:])
		if at == nil {
			return text
		}
		start, end := from+at[0], from+at[1]
		rest := strings.TrimLeft(text[end:], " \n")
		if strings.HasPrefix(rest, "{") {
			end = len(text) - len(rest) + closing(rest)
		}
		text, from = text[:start]+text[end:], start
	}
}

// closing is where the block that text begins with is over.
func closing(text string) int {
	depth := 0
	for i, b := range []byte(text) {
		switch b {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

var (
	emptyFragment  = regexp.MustCompile(`fragment (\w+) on \w+ \{\s*\}\n?`)
	emptySelection = regexp.MustCompile(`(\.\.\. on \w+|(\w+:\s*)?\w+(\([^)]*\))?)(\s*@include\([^)]*\))?\s*\{\s*\}`)
	fragmentHead   = regexp.MustCompile(`fragment (\w+) on \w+ \{`)
)

// tidyDocument takes out what is empty by now, and fragments that nothing spreads: a server refuses both.
func tidyDocument(text string) string {
	for before := ""; before != text; {
		before = text
		if m := emptyFragment.FindStringSubmatch(text); m != nil {
			text = strings.Replace(text, m[0], "", 1)
			text = regexp.MustCompile(`\.\.\.`+m[1]+`\b(\s*@include\([^)]*\))?`).ReplaceAllString(text, "")
			continue
		}
		for _, m := range fragmentHead.FindAllStringSubmatchIndex(text, -1) {
			name := text[m[2]:m[3]]
			if !regexp.MustCompile(`\.\.\.\s*` + name + `\b`).MatchString(text) {
				text = text[:m[0]] + text[m[1]-1+closing(text[m[1]-1:]):]
				break
			}
		}
		if text == before {
			text = emptySelection.ReplaceAllString(text, "")
		}
	}
	return text
}
