package written

import (
	"errors"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
	"github.com/sensible-im/sensible/internal/when"
)

// zone is where a clock stands; loc nil = nothing was written.
type zone struct {
	loc     *time.Location
	assumed bool // the letters have several meanings, and the most used was taken
}

// zoneBook asks package when what a name means, and remembers.
type zoneBook struct {
	known   map[string]zone
	team    []*time.Location
	teamKey string // what it means depends on the team
	budget  int    // new names that one text may still ask for: the zone database is slow
}

// dearest is how many different names of zones one text can have.
const dearest = 60

// open prepares the book for one text.
func (b *zoneBook) open(team []*time.Location) {
	if b.known == nil {
		b.known = map[string]zone{}
	}
	b.team, b.budget, b.teamKey = team, dearest, ""
	for _, z := range team {
		b.teamKey += z.String() + "\x00"
	}
}

// asOf is any day for asking what a name means.
var asOf = time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC)

// named returns the zone that a text names: "JST", "UTC+9", "Paris time", "Asia/Tokyo".
func (b *zoneBook) named(text string) (zone, bool) {
	key := strings.Join(strings.Fields(text), " ")
	known := b.teamKey + key
	if z, ok := b.known[known]; ok {
		return z, z.loc != nil
	}
	if b.budget--; b.budget < 0 || len(key) > 60 {
		return zone{}, false
	}
	ask := func(name string) (when.Result, error) {
		return when.Parse("2026-06-15 12:00 "+name, when.Context{Now: asOf, Zones: b.team})
	}
	result, err := ask(key)
	z := zone{loc: result.Location}
	var problem *when.Problem
	if errors.As(err, &problem) && problem.Kind == when.Ambiguous && len(problem.Readings) > 0 {
		if name, found := strings.CutPrefix(problem.Readings[0].Text, "2026-06-15 12:00 "); found {
			result, err = ask(name)
			z = zone{loc: result.Location, assumed: true}
		}
	}
	if err != nil || result.Source == when.ZoneAssumed {
		z = zone{}
	}
	b.known[known] = z
	return z, z.loc != nil
}

var (
	offsetZone  = pattern.Of(`^ ?[(\[]?((?:UTC|GMT|utc|gmt) ?[+-] ?\d{1,2}(?::?\d{2})?)\b[)\]]?`)
	plainOffset = pattern.Of(`^(?: ?(\+\d{2}:?\d{2})| (-\d{4})|([+-]\d{2}:?\d{2}|-\d{2}|\+\d{2}))(?:[^\d:]|$)`)
	letterZone  = pattern.Of(`^ ?[(\[]?(Z|[A-Z]{2,5}|utc|gmt|pst|pdt|est|edt|jst|cet|cest)\b(?:/([A-Z]{2,4})\b)?[)\]]?`)
	placeZone   = pattern.Of(`^ ?[(\[]?(?:in )?((?:[A-Z][A-Za-z.]*|[a-z.]{2,}) (?:(?:[A-Za-z.]+ ){0,2})[Tt]ime)\b[)\]]?`)
	coastZone   = pattern.Of(`^ ?[(\[]?(?:US[ /])?(Pacific|Eastern|Central|Mountain)\b[)\]]?`)
	ianaZone    = pattern.Of(`^ ?[(\[]?((?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US)/[A-Za-z0-9_+/-]+)[)\]]?`)
	heureZone   = pattern.Of(`^ ?[(\[]?(?:heure|hora) d[e'’] ?([A-Z][\pL]+)[)\]]?`)
	kanjiZone   = pattern.Of(`^ ?[(\[]?(日本時間|日本標準時|協定世界時|世界標準時)[)\]]?`)
)

// readZone reads a zone at the beginning of s and returns its length, 0 = none. iso says that a full date and clock stand
// before, after which 2026-01-01T10:05:00-08:00 is no range.
func (b *zoneBook) readZone(s string, iso bool) (zone, int) {
	if s == "" {
		return zone{}, 0
	}
	if m := offsetAt(s); m != nil && (m[3] == "" || iso) {
		text := m[1] + m[2] + m[3]
		if z, ok := b.named(text); ok {
			return z, strings.Index(s, text) + len(text)
		}
	}
	first := strings.TrimPrefix(s, " ")
	if first != "" && (first[0] == '(' || first[0] == '[') {
		first = first[1:]
	}
	if strings.HasPrefix(first, "heure d") || strings.HasPrefix(first, "hora d") {
		if m := heureZone.FindStringSubmatch(s); m != nil {
			if z, ok := b.place(strings.ToLower(m[1]) + " time"); ok {
				return z, len(m[0])
			}
		}
	}
	if first == "" || !isLetter(first[0]) && first[0] < 0x80 {
		return zone{}, 0
	}
	for _, form := range []*pattern.Pattern{offsetZone, ianaZone, placeZone, coastZone, kanjiZone} {
		if form == placeZone && !strings.Contains(s[:min(len(s), 60)], "ime") || form == kanjiZone && first[0] < 0x80 || form != placeZone && form != kanjiZone && first[0] != 'u' && first[0] != 'g' && (first[0] < 'A' || first[0] > 'Z') {
			continue
		}
		if m := form.FindStringSubmatch(s); m != nil {
			name := m[1]
			if form == coastZone {
				name += " time"
			}
			if z, ok := b.place(name); ok {
				return z, len(m[0])
			}
		}
	}
	return b.letters(s)
}

func offsetAt(s string) []string {
	if !strings.ContainsAny(s[:min(2, len(s))], "+-") {
		return nil
	}
	return plainOffset.FindStringSubmatch(s)
}

// place tries a name that ends in "time" with ever fewer words: "in the afternoon Paris time" names Paris.
func (b *zoneBook) place(name string) (zone, bool) {
	if !strings.HasSuffix(strings.ToLower(name), " time") {
		return b.named(name)
	}
	words := strings.Fields(name)
	for i := range len(words) - 1 {
		if z, ok := b.named(strings.ToLower(strings.Join(words[i:], " "))); ok {
			return z, true
		}
	}
	return zone{}, false
}

// letters reads abbreviations. PST/PDT is Pacific time; PDT (UTC-7) is said twice.
func (b *zoneBook) letters(s string) (zone, int) {
	m := letterZone.FindStringSubmatch(s)
	if m == nil {
		return zone{}, 0
	}
	name := strings.ToUpper(m[1])
	if m[2] != "" && len(name) == 3 && len(m[2]) == 3 && name[0] == m[2][0] && name[2] == m[2][2] {
		name = name[:1] + "T"
	}
	if name == "AM" || name == "PM" {
		return zone{}, 0
	}
	z, ok := b.named(name)
	if !ok {
		return zone{}, 0
	}
	n := len(m[0])
	if again := offsetZone.FindString(s[n:]); strings.Contains(again, "(") {
		n += len(again)
	}
	return z, n
}
