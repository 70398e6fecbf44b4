package when

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// normalise folds what keyboards and typography make of plain characters: full-width forms (U+FF01–FF5E), wide and
// no-break spaces, minus signs. Length in bytes may change; the result is only read, never shown.
func normalise(text string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　', r == '\u00a0', r == '\u202f', r == '\u2009', r == '\t':
			return ' '
		case r == '−', r == '‐', r == '\u2011':
			return '-'
		case r == '〜', r == '∼':
			return '~'
		}
		return r
	}, text)
	return strings.TrimSpace(folded)
}

var (
	bareHour = pattern.Of(`^(\d{1,2})(?: +([A-Za-z][A-Za-z/_+:0-9-]*))?$`)
	leadWord = pattern.Of(`(?i)^(?:(?:at|on|since|from|around|about)\s+|@\s*|~\s*)+`)
)

func stripLead(s string) string { return leadWord.ReplaceAllString(s, "") }
