package followup

import (
	"strings"
	"unicode"
)

// SameText says whether two titles are the same words: punctuation, Markdown, capitals and spaces do not count.
func SameText(a, b string) bool { return plainWords(a) == plainWords(b) }

func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
