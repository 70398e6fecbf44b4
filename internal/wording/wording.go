// Package wording renders the texts of templates/<language>: it parses the embedded templates once and gives them their
// few functions (funcs.go).
//
// It holds no text itself, and it does not decide what is shown (package plan, timeline, postmortem do).
package wording

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"github.com/sensible-im/sensible/templates"
)

// fallback is the language that is complete.
const fallback = "en"

// Book is the texts of one language.
type Book struct{ set *template.Template }

// books are parsed at the start of the program and never change; a template that does not parse is a mistake of the build
// and stops it there, not in an incident.
var books = map[string]Book{fallback: {template.Must(parse(templates.FS, fallback))}}

// In returns the texts of a language ("en", "ja"), those in English where it has none.
func In(language string) Book {
	if b, ok := books[language]; ok {
		return b
	}
	return books[fallback]
}

// Render executes the named text with data. Lines that are empty because a part was left out stay: see Tidy.
func (b Book) Render(name string, data any) (string, error) {
	var out strings.Builder
	if err := b.set.ExecuteTemplate(&out, name, data); err != nil {
		return "", fmt.Errorf("text %q: %w", name, err)
	}
	return out.String(), nil
}

// Has says whether there is a text with that name.
func (b Book) Has(name string) bool { return b.set.Lookup(name) != nil }

func parse(files fs.FS, language string) (*template.Template, error) {
	set := template.New(language).Funcs(functions())
	return set.ParseFS(files, language+"/*.md.tmpl")
}

// Tidy trims the text, cuts blanks off the ends of lines and leaves at most one empty line in a row.
func Tidy(text string) string {
	var out []string
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		l = strings.TrimRight(l, " \t\r")
		if l == "" && len(out) > 0 && out[len(out)-1] == "" {
			continue
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}
