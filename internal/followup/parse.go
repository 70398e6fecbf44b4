package followup

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// usage is what `/action` expects, as help shows it.
const usage = "text [@u] [I:high S:s U:medium C:low K:prevent]"

// Parse reads the arguments of `/action`: a text, perhaps an owner, and values such as "I:high", whose keys may be long
// ("importance:high") and in capitals. Only Title, Owner.Login, the four values and Kind are filled. What cannot be read is
// a problem that offers the whole line with the nearest legal value.
//
// The owner is an "@login" that stands alone before or after the text; one in the middle of it belongs to the text.
func Parse(args string) (incident.ActionItem, *ledger.Problem) {
	var item incident.ActionItem
	words := strings.FieldsFunc(args, func(r rune) bool { return r == ' ' || r == '\t' })
	var text, wrong []string
	legal := slices.Clone(words)
	for n, word := range words {
		key, value, ok := cutField(word)
		if !ok {
			text = append(text, word)
			continue
		}
		if nearest := key.set(&item, value); nearest != "" {
			legal[n] = key.letter + ":" + nearest
			wrong = append(wrong, key.letter+": "+strings.Join(key.legal, ", "))
		}
	}
	text, item.Owner.Login = cutOwner(text)
	item.Title = strings.Join(text, " ")
	switch {
	case item.Title == "":
		return incident.ActionItem{}, &ledger.Problem{
			Code: ledger.NeedsArgument, Detail: usage, Paste: []string{"/action what is to be done I:medium S:s U:medium C:medium"},
		}
	case len(wrong) > 0:
		return incident.ActionItem{}, &ledger.Problem{
			Code: ledger.BadArguments, Detail: strings.Join(wrong, "; "), Paste: []string{"/action " + strings.Join(legal, " ")},
		}
	}
	return item, nil
}

// Format writes an item the way Parse reads it.
func Format(item incident.ActionItem) string {
	parts := []string{item.Title}
	if item.Owner.Login != "" {
		parts = append(parts, "@"+item.Owner.Login)
	}
	for _, f := range fields() {
		if v := *f.of(&item); v != "" {
			parts = append(parts, f.letter+":"+v)
		}
	}
	return strings.Join(parts, " ")
}

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
	value = lowerASCII(value)
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

// cutField reads "I:high", "(importance:high)", "[I:high". The brackets of the usage line are forgiven.
func cutField(word string) (field, string, bool) {
	key, value, ok := strings.Cut(strings.Trim(word, "[](),;"), ":")
	if !ok {
		return field{}, "", false
	}
	key = lowerASCII(key)
	for _, f := range fields() {
		if key == lowerASCII(f.letter) || key == f.name {
			return f, value, true
		}
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
