package plan

import (
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/wording"
)

// render renders one text in the incident's language.
func (s *scene) render(name string, data any) (string, error) {
	text, err := s.book().Render(name, data)
	return wording.Tidy(text), err
}

// book holds the texts in the incident's language.
func (s *scene) book() wording.Book { return wording.In(s.Config.Language) }

// GitHub compares names of labels and logins without regard to ASCII capitals; Unicode folding would equate look-alikes.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func sameFold(a, b string) bool { return lowerASCII(a) == lowerASCII(b) }

func containsFold(list []string, name string) bool {
	return slices.ContainsFunc(list, func(l string) bool { return sameFold(l, name) })
}

// cutPrefixFold cuts a non-empty prefix off and returns the rest in small letters.
func cutPrefixFold(name, prefix string) (rest string, ok bool) {
	if prefix == "" || len(name) < len(prefix) || !sameFold(name[:len(prefix)], prefix) {
		return "", false
	}
	return lowerASCII(name[len(prefix):]), true
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// lead is who leads; the zero Person where nobody does.
func (s *scene) lead() incident.Person { return s.Incident.Roles[incident.Lead] }
