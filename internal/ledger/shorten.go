package ledger

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"unicode/utf8"
)

// What a fact keeps of its text, in characters (DESIGN.md §1.2), and what the
// declaration keeps of the form's.
const (
	longText    = 500
	keptText    = 200
	longForm    = 2000
	argsHashKey = "ash" // in Extra: the sha256 of the whole Args
	textHashKey = "tsh"
)

// Shorten returns the ledger as it is written: arguments and lines of more
// than 500 characters are replaced by their first 200, and their hash is kept
// in Extra; the comment's id in the fact says where the whole stands. What the
// form said is cut after 2,000 characters. Shortening twice changes nothing.
func Shorten(l Ledger) Ledger {
	facts := l.Facts
	l.Facts = nil
	for _, f := range facts {
		l.Facts = append(l.Facts, shortenFact(f))
	}
	l.Declaration.Symptom = first(l.Declaration.Symptom, longForm)
	l.Declaration.Impact = first(l.Declaration.Impact, longForm)
	return l
}

// Shortened says whether the fact's arguments are only the beginning of what
// the comment says.
func (f Fact) Shortened() bool { return len(f.Extra[argsHashKey]) > 0 }

func shortenFact(f Fact) Fact {
	extra := map[string]json.RawMessage{}
	f.Args = shortenText(f.Args, argsHashKey, extra)
	f.Text = shortenText(f.Text, textHashKey, extra)
	if len(extra) > 0 {
		maps.Copy(extra, f.Extra)
		f.Extra = extra
	}
	return f
}

func shortenText(s, key string, extra map[string]json.RawMessage) string {
	if utf8.RuneCountInString(s) <= longText {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	extra[key] = json.RawMessage(`"` + encodeHash(sum[:]) + `"`)
	return first(s, keptText)
}

// first returns at most n characters.
func first(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
