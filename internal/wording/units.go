package wording

import (
	"regexp"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/when"
)

// Word renders a short text that says a name in this language: Word("milestone", "fixed").
func (b Book) Word(text string, name any) (string, error) {
	out, err := b.Render(text, name)
	return strings.TrimSpace(out), err
}

// Span is when.Span with the units of this language.
func (b Book) Span(seconds int64) string { return b.Units(when.Span(seconds)) }

// Units puts the units of a span that is written already, as "2 h 05 min", into this language.
func (b Book) Units(span string) string {
	words := strings.Split(span, " ")
	for n := 1; n < len(words); n += 2 { // a number, its unit, …
		words[n] = b.unit(words[n])
	}
	return strings.Join(words, " ")
}

// Show is when.Show with the units of this language.
func (b Book) Show(t time.Time, zones []*time.Location) string { return b.Shift(when.Show(t, zones)) }

// ShowAll is when.ShowAll with the units of this language.
func (b Book) ShowAll(t time.Time, zones []*time.Location) string {
	return b.Shift(when.ShowAll(t, zones))
}

var shiftRE = regexp.MustCompile(`\(([+−]\d+) d\)`)

// Shift puts the difference of days behind a time, as in "23:05 UTC (−1 d)", into this language.
func (b Book) Shift(text string) string {
	return shiftRE.ReplaceAllString(text, "($1 "+b.unit("d")+")")
}

// unit is the word for one of when.Span's units; a text that is missing is found by the tests of the texts.
func (b Book) unit(name string) string {
	if word, err := b.Word("unit", name); err == nil {
		return word
	}
	return name
}
