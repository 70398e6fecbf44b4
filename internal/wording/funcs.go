package wording

import (
	"encoding/json"
	"strings"
	"text/template"
	"time"

	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/when"
)

// shortText is how much of a person's text the card and other lists show, in characters. It is less than what the ledger
// keeps of a long one, so that a list reads the same whether or not the ledger was written in between.
const shortText = 180

// functions are all that templates can call.
func functions() template.FuncMap {
	return template.FuncMap{
		"line":    inert.Line,    // somebody's text, on one line
		"quote":   inert.Block,   // somebody's text, quoted
		"code":    inert.Code,    // something to paste
		"link":    inert.Link,    // title, address
		"mention": inert.Mention, // a live @login
		"short":   func(text string) string { return inert.Line(inert.Clip(text, shortText)) },
		"at":      func(t time.Time, zones []*time.Location) string { return when.ShowAll(t, zones) },
		"day":     func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"stamp":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
		"rfc":     func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"span":    when.Span,
		"upper":   strings.ToUpper,
		"lower":   strings.ToLower,
		"join":    strings.Join,
		"yaml":    yamlString,
	}
}

// yamlString writes a string as YAML reads it, in JSON's escapes; what could be live is written by its number.
func yamlString(text string) string {
	quoted, err := json.Marshal(strings.ToValidUTF8(text, "\uFFFD")) // escapes <, > and & too
	if err != nil {
		return `""`
	}
	return strings.NewReplacer("@", `\u0040`, "#", `\u0023`, "`", `\u0060`, "[", `\u005b`, "*", `\u002a`, "_", `\u005f`,
		"/", `\u002f`, "|", `\u007c`).Replace(string(quoted))
}
