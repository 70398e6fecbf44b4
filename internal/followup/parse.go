package followup

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// usage is what `/action` expects, as help shows it.
const usage = "text [@u] [I:high S:s U:medium C:low K:prevent]"

// Parse reads the arguments of `/action`: a text, perhaps an owner, and values such as "I:high", whose keys may be long
// ("importance:high") and in capitals; "due:2026-12-01" is a date. Only Title, Owner.Login, the four values, Kind, DueSaid
// and Ref are filled. What cannot be read is a problem that offers the whole line with the nearest legal value.
//
// The owner is an "@login" that stands alone before or after the text; one in the middle of it belongs to the text. A text
// that is nothing but an issue ("#12", "acme/shop#12", its address) names that issue: Ref.
func Parse(args string) (incident.ActionItem, *ledger.Problem) {
	l := read(args)
	item := l.item
	l.text, item.Owner.Login = cutOwner(l.text)
	item.Title = strings.Join(l.text, " ")
	switch {
	case item.Title == "":
		return incident.ActionItem{}, &ledger.Problem{
			Code: ledger.NeedsArgument, Detail: usage, Paste: []string{"/action what is to be done I:medium S:s U:medium C:medium"},
		}
	case len(l.wrong) > 0:
		return incident.ActionItem{}, l.problem("action")
	}
	if ref, ok := Reference(item.Title); ok {
		item.Ref, item.Title = ref, ref
	}
	return item, nil
}

// ParseISU reads the arguments of `/isu`: values as in Parse, perhaps an issue before them. Words that are neither are
// ignored, and returned, so that they can be told.
func ParseISU(args string) (told incident.Told, ignored []string, problem *ledger.Problem) {
	l := read(args)
	a := l.item
	told = incident.Told{
		Importance: a.Importance, Size: a.Size, Urgency: a.Urgency, Confidence: a.Confidence, Kind: a.Kind, DueSaid: a.DueSaid,
	}
	for _, word := range l.text {
		if ref, ok := Reference(word); ok && told.Ref == "" {
			told.Ref = ref
			continue
		}
		ignored = append(ignored, word)
	}
	switch {
	case len(l.wrong) > 0:
		return incident.Told{}, nil, l.problem("isu")
	case a == (incident.ActionItem{}):
		return incident.Told{}, nil, &ledger.Problem{Code: ledger.NeedsArgument, Detail: "I:high S:s U:medium C:low K:repair", Paste: []string{ISULine(a)}}
	}
	return told, ignored, nil
}

// ISULine is the line to paste that classifies an item: what is known of it, and an example in place of the rest.
func ISULine(a incident.ActionItem) string {
	line := "/isu"
	for n, f := range fields()[:len(Dimensions)] {
		value := *f.of(&a)
		if value == "" {
			value = []string{"high", "s", "medium", "low"}[n]
		}
		line += " " + f.letter + ":" + value
	}
	return line
}

// line is what one line tells about an item.
type line struct {
	item  incident.ActionItem
	text  []string // words that are no values
	wrong []string // what may be written instead of values that are none
	legal []string // all words, with the nearest legal value in place of the wrong ones
}

func read(args string) line {
	words := spaced(strings.FieldsFunc(args, func(r rune) bool { return r == ' ' || r == '\t' || r == '\u3000' }))
	l := line{legal: slices.Clone(words)}
	for n, word := range words {
		key, value, ok := cutField(word)
		if !ok {
			l.text = append(l.text, word)
			continue
		}
		if nearest := key.set(&l.item, value); nearest != "" {
			l.legal[n] = key.letter + ":" + nearest
			l.wrong = append(l.wrong, key.letter+": "+strings.Join(key.legal, ", "))
		}
	}
	return l
}

// spaced joins "I:" and a legal value after it, as people write after a colon.
func spaced(words []string) []string {
	var out []string
	for n := 0; n < len(words); n++ {
		word := words[n]
		key, value, ok := cutField(word)
		if ok && value == "" && n+1 < len(words) {
			next := strings.Trim(halfWidth(words[n+1]), aroundFields)
			if slices.Contains(key.legal, legalWord(next)) {
				word, n = key.letter+":"+next, n+1
			}
		}
		out = append(out, word)
	}
	return out
}

func (l line) problem(verb string) *ledger.Problem {
	return &ledger.Problem{Code: ledger.BadArguments, Detail: strings.Join(l.wrong, "; "), Paste: []string{"/" + verb + " " + strings.Join(l.legal, " ")}}
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
	if item.DueSaid != "" {
		parts = append(parts, "due:"+item.DueSaid)
	}
	return strings.Join(parts, " ")
}
