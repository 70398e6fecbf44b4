// Package wording renders the texts of templates/<language>: it parses the embedded templates once, when they are first
// asked for, and gives them their few functions (funcs.go).
//
// It holds no text itself, and it does not decide what is shown (package plan, timeline, postmortem do).
package wording

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"text/template"

	"github.com/sensible-im/sensible/templates"
)

// fallback is the language that is complete.
const fallback = "en"

// Book is the texts of one language.
type Book struct{ set *template.Template }

// books are the languages there are. Each is parsed when it is first asked for, and never changes: a start shows no text.
// Every test that renders parses them, so one that does not parse stops the build and not an incident.
var books = load(templates.FS)

// In returns the texts of a language ("en", "ja"), those in English where it has none.
func In(language string) Book {
	if b, ok := books[language]; ok {
		return b()
	}
	return books[fallback]()
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

// load lists the folders that are a language; each file is parsed once. A text that a language lacks is the one in English.
func load(files fs.FS) map[string]func() Book {
	base := sync.OnceValue(func() Book { return parse(files, fallback, template.New(fallback)) })
	out := map[string]func() Book{fallback: base}
	folders, _ := fs.ReadDir(files, ".") // what is embedded can be listed; the tests see both languages
	for _, f := range folders {
		language := f.Name()
		if language == fallback || !f.IsDir() || !hasTexts(files, language) {
			continue
		}
		out[language] = sync.OnceValue(func() Book {
			return parse(files, language, template.Must(base().set.Clone()))
		})
	}
	return out
}

// parse adds the texts of a language to a set. As template.Must it panics: only what was embedded at the build can bring it
// about.
func parse(files fs.FS, language string, set *template.Template) Book {
	set.Funcs(functions(Book{set}))
	return Book{template.Must(set.ParseFS(files, language+"/"+pattern))}
}

const pattern = "*.md.tmpl"

func hasTexts(files fs.FS, language string) bool {
	found, err := fs.Glob(files, language+"/"+pattern)
	return err == nil && len(found) > 0
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
