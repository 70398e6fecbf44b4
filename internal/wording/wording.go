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
var books = must(load(templates.FS))

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

// load parses every folder that is a language, each file once: it is the start of every process. A text that a language
// lacks is the one in English.
func load(files fs.FS) (map[string]Book, error) {
	folders, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("list the languages: %w", err)
	}
	out := map[string]Book{}
	base := template.New(fallback)
	base.Funcs(functions(Book{base}))
	if _, err := base.ParseFS(files, fallback+"/"+pattern); err != nil {
		return nil, fmt.Errorf("texts of %s: %w", fallback, err)
	}
	out[fallback] = Book{base}
	for _, f := range folders {
		language := f.Name()
		if language == fallback || !f.IsDir() || !hasTexts(files, language) {
			continue
		}
		set, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("texts of %s: %w", language, err)
		}
		set.Funcs(functions(Book{set}))
		if _, err := set.ParseFS(files, language+"/"+pattern); err != nil {
			return nil, fmt.Errorf("texts of %s: %w", language, err)
		}
		out[language] = Book{set}
	}
	return out, nil
}

const pattern = "*.md.tmpl"

func hasTexts(files fs.FS, language string) bool {
	found, err := fs.Glob(files, language+"/"+pattern)
	return err == nil && len(found) > 0
}

func must(books map[string]Book, err error) map[string]Book {
	if err != nil {
		panic(err) // as template.Must: only what was embedded at the build can bring it about
	}
	return books
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
