package form

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/templates"
)

// catalogue is one language's words, by field and by option.
type catalogue struct {
	Headings map[string]string `yaml:"headings"`
	Options  map[string]string `yaml:"options"`
	Text     map[string]string `yaml:"text"`
}

// languages are the catalogues that a body is read with, all of them whatever the repository's language: a repository
// may have changed it, or have a form in each.
var languages = [...]string{"en", "ja"}

// loadCatalogue reads the words of one language; an unknown language is an error that names those that exist.
func loadCatalogue(language string) (catalogue, error) {
	var c catalogue
	for _, known := range languages {
		if known != language {
			continue
		}
		text, err := templates.FS.ReadFile(path.Join(language, "form.yml"))
		if err != nil {
			return c, fmt.Errorf("incident form in %q: %w", language, err)
		}
		if err := yaml.Unmarshal(text, &c); err != nil {
			return c, fmt.Errorf("incident form in %q: %w", language, err)
		}
		return c, nil
	}
	return c, fmt.Errorf("incident form: no language %q; use %s", language, strings.Join(languages[:], " or "))
}

// words maps what stands in a body to what it means.
type words struct {
	headings map[string]int    // folded heading → rank of the field
	options  map[string]string // folded option → name of the option
}

// vocabulary is read once, when it is first asked for, from embedded text, and never written again.
var vocabulary = sync.OnceValue(loadWords)

// loadWords joins the catalogues of all languages. A broken one is left out; a test keeps them whole.
func loadWords() words {
	w := words{headings: map[string]int{}, options: map[string]string{}}
	for _, language := range languages {
		c, err := loadCatalogue(language)
		if err != nil {
			continue
		}
		for rank, f := range fields {
			if h := c.Headings[string(f)]; h != "" {
				w.headings[fold(h)] = rank
			}
		}
		for name, option := range c.Options {
			w.options[fold(option)] = name
		}
	}
	return w
}

// fold makes equal what differs only by keyboard: case of ASCII letters, curly apostrophes, full-width question marks,
// a missing question mark, spaces around.
func fold(s string) string {
	s = strings.NewReplacer("’", "'", "?", "", "\uff1f", "", "\u00a0", " ").Replace(s)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s))
}
