package wording

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"time"
	"unicode"

	"github.com/sensible-im/sensible/internal/inert"
)

// shortText is how much of a person's text the card and other lists show, in characters. It is less than what the ledger
// keeps of a long one, so that a list reads the same whether or not the ledger was written in between.
const shortText = 180

// functions are all that the templates of a book can call.
func functions(b Book) template.FuncMap {
	return template.FuncMap{
		"line":    inert.Line,    // somebody's text, on one line
		"quote":   inert.Block,   // somebody's text, quoted
		"code":    inert.Code,    // something to paste
		"link":    inert.Link,    // title, address
		"mention": inert.Mention, // a live @login
		"short":   func(text string) string { return inert.Line(inert.Clip(text, shortText)) },
		"at":      b.ShowAll,
		"word":    b.Word, // a text of ours, to be handed on
		"day":     func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"stamp":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"rfc":     func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"span":    b.Span,
		"units":   b.Units,
		"shift":   b.Shift,
		"upper":   strings.ToUpper,
		"lower":   strings.ToLower,
		"replace": func(old, by, text string) string { return strings.ReplaceAll(text, old, by) },
		"join":    strings.Join,
		"add":     func(a, b int) int { return a + b },
		"whole":   whole,                                                 // seconds as a pointer or a number
		"percent": func(part float64) int { return int(part*100 + 0.5) }, // of one
		"yaml":    yamlString,
	}
}

// plainYAML are the words that YAML reads as themselves, unless they are its own.
var (
	plainYAML = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	yamlWords = map[string]bool{"y": true, "n": true, "yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true}
)

// yamlString writes a string as YAML reads it, in JSON's escapes. What Markdown, HTML or GitHub could act upon is written by
// its number, so that the front matter is as harmless as the text below it, and still holds the exact characters.
func yamlString(text string) string {
	if plainYAML.MatchString(text) && !yamlWords[text] {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r > 0xFFFF, unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune(" .,:;()'", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "\\u%04x", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// whole is a number of seconds without its fraction; there being none is -1, which no figure is.
func whole(seconds any) int64 {
	switch s := seconds.(type) {
	case float64:
		return int64(s + 0.5)
	case *float64:
		if s != nil {
			return int64(*s + 0.5)
		}
	}
	return -1
}
