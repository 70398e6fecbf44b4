package followup

import (
	"slices"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"github.com/sensible-im/sensible/internal/incident"
)

// dueLetter marks the date, which is no dimension.
const dueLetter = "D"

// field is one key of the line.
type field struct {
	letter, name string
	legal        []string
	of           func(*incident.ActionItem) *string
}

func fields() []field {
	of := []func(*incident.ActionItem) *string{
		func(a *incident.ActionItem) *string { return &a.Importance },
		func(a *incident.ActionItem) *string { return &a.Size },
		func(a *incident.ActionItem) *string { return &a.Urgency },
		func(a *incident.ActionItem) *string { return &a.Confidence },
	}
	var out []field
	for n, d := range Dimensions {
		out = append(out, field{d.Letter, d.Name, d.words(), of[n]})
	}
	return append(out, field{"K", "kind", incident.Kinds, func(a *incident.ActionItem) *string { return &a.Kind }})
}

// set stores a value and returns "", or the nearest legal value instead of an illegal one.
func (f field) set(item *incident.ActionItem, value string) (nearest string) {
	if f.letter == dueLetter {
		item.DueSaid = value // a date, or it would be no field
		return ""
	}
	value = legalWord(value)
	if slices.Contains(f.legal, value) {
		*f.of(item) = value
		return ""
	}
	nearest, best := f.legal[0], -1
	for _, word := range f.legal {
		d := levenshtein.ComputeDistance(value, word)
		if value != "" && strings.HasPrefix(word, value) {
			d = 0 // a beginning is nearer than any slip of the keyboard
		}
		if best < 0 || d < best {
			nearest, best = word, d
		}
	}
	return nearest
}

// aroundFields are the marks that may stand around a value: the brackets of the usage line, and what divides a list.
const aroundFields = "[](),;、。「」【】"

// cutField reads "I:high", "(importance:high)", "[I:high", "Ｉ：ｈｉｇｈ", "重要度：高". A Japanese name makes a field only with a value
// that is legal, for no space divides it from what follows.
func cutField(word string) (field, string, bool) {
	key, value, ok := strings.Cut(strings.Trim(halfWidth(word), aroundFields), ":")
	if !ok {
		return field{}, "", false
	}
	key = lowerASCII(key)
	name, japanese := japaneseKeys[key]
	if japanese {
		key = name
	}
	for _, f := range fields() {
		if key == lowerASCII(f.letter) || key == f.name {
			return f, value, !japanese || slices.Contains(f.legal, legalWord(value))
		}
	}
	if _, err := time.Parse(time.DateOnly, value); err == nil && (key == "d" || key == "due") {
		return field{letter: dueLetter}, value, true
	}
	return field{}, "", false
}

// cutOwner takes an "@login" off the end of the text, else off its beginning.
func cutOwner(text []string) (rest []string, login string) {
	if n := len(text) - 1; n >= 0 && owner(text[n]) != "" {
		return text[:n], owner(text[n])
	}
	if len(text) > 0 && owner(text[0]) != "" {
		return text[1:], owner(text[0])
	}
	return text, ""
}

func owner(word string) string {
	name, ok := strings.CutPrefix(strings.Trim(word, "[]"), "@")
	if !ok || name == "" || len(name) > 39 || name[0] == '-' {
		return ""
	}
	for _, r := range name {
		if !(r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return ""
		}
	}
	return name
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// Legal says whether a value is one of a dimension's, or of Kind: by the name of the board's field, in any capitals.
func Legal(name, value string) bool {
	for _, f := range fields() {
		if strings.EqualFold(f.name, name) {
			return slices.Contains(f.legal, value)
		}
	}
	return false
}
