package when

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
)

type zoneKind int

const (
	zoneNone    zoneKind = iota
	zoneOffset           // +09:00, UTC+9
	zoneLetters          // JST, PT, IST
	zonePlace            // Asia/Tokyo, "Tokyo time"
)

// zoneSpec is the part of an expression that says which zone.
type zoneSpec struct {
	kind    zoneKind
	offset  int            // seconds east of UTC, for zoneOffset
	letters string         // upper case, for zoneLetters
	place   *time.Location // for zonePlace; nil where no such place is known
	bad     bool           // an offset that no place has
	ranged  bool           // "10:05-11:00" is more likely a range than an offset
	written string
}

// zones is the table of the forms of a zone.
var zones = []component{
	{pattern.Of(`(?i)^(utc|gmt) *([+-]) *(\d{1,2})(?::?(\d{2}))?(?::(\d{2}))?`), readNamedOffset},
	{pattern.Of(`^()([+-])(\d{2}):?(\d{2})?`), readBareOffset},
	{pattern.Of(`(?i)^[([]?(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific|etc|us|canada|brazil|chile|mexico)/[a-z0-9_+/-]+[])]?`), readIANA},
	{pattern.Of(`(?i)^((?:[a-z.]+ ){1,4})time\b`), readPlaceTime},
	{pattern.Of(`^(日本時間|日本標準時|協定世界時|世界標準時)`), readKanjiZone},
	{pattern.Of(`^\(?([A-Za-z]{1,5})\)?`), readLetters},
}

func (e *expression) setZone(z zoneSpec) bool {
	if e.zone.kind != zoneNone {
		return false
	}
	e.zone = z
	return true
}

// readNamedOffset reads UTC+9, UTC+09:30, GMT-3; seconds too, for the local mean times of old dates that Show writes.
func readNamedOffset(e *expression, m []string) bool {
	seconds := number(m[3])*3600 + number(m[4])*60 + number(m[5])
	bad := seconds > 16*3600 || number(m[4]) > 59 || number(m[5]) > 59
	if m[2] == "-" {
		seconds = -seconds
	}
	return e.setZone(zoneSpec{kind: zoneOffset, offset: seconds, bad: bad, written: offsetName(seconds)})
}

// readBareOffset reads +09:00, +0900, -08. Only offsets that some place has are possible (quarter hours, -12 to +14).
func readBareOffset(e *expression, m []string) bool {
	if !e.clock.set {
		return false
	}
	hours, minutes := number(m[3]), number(m[4])
	seconds := hours*3600 + minutes*60
	if m[2] == "-" {
		seconds = -seconds
	}
	z := zoneSpec{kind: zoneOffset, offset: seconds, written: offsetName(seconds)}
	z.bad = minutes%15 != 0 || minutes > 59 || seconds > 14*3600 || seconds < -12*3600
	z.ranged = e.glued && m[2] == "-" && strings.Contains(m[0], ":") && !e.date.full && !e.clock.hasSeconds
	return e.setZone(z)
}

func readIANA(e *expression, m []string) bool {
	name := strings.Trim(m[0], "()[]")
	loc := place(name)
	if loc != nil {
		name = loc.String()
	}
	if e.zone.kind == zoneOffset && strings.HasPrefix(m[0], "[") {
		return loc != nil // RFC 9557: 2026-11-22T10:05:00+09:00[Asia/Tokyo]; the offset decides
	}
	return e.setZone(zoneSpec{kind: zonePlace, place: loc, written: name})
}

func readPlaceTime(e *expression, m []string) bool {
	name := strings.ToLower(strings.TrimSpace(m[1]))
	if letters, ok := zoneNames[name]; ok {
		return e.setZone(zoneSpec{kind: zoneLetters, letters: letters, written: letters})
	}
	if !e.clock.set {
		return false // prose ends in "time" often enough; the database is asked only beside a clock
	}
	loc := city(name)
	return loc != nil && e.setZone(zoneSpec{kind: zonePlace, place: loc, written: loc.String()})
}

func readKanjiZone(e *expression, m []string) bool {
	letters := "UTC"
	if strings.HasPrefix(m[1], "日本") {
		letters = "JST"
	}
	return e.setZone(zoneSpec{kind: zoneLetters, letters: letters, written: letters})
}

// readLetters reads an abbreviation. Known ones may be in small letters unless they are English words; unknown ones
// (two to five capitals after a clock) are kept, to be refused by name.
func readLetters(e *expression, m []string) bool {
	upper := strings.ToUpper(m[1])
	isUpper := upper == m[1]
	if !knownLetters(upper) && (!isUpper || len(upper) < 2 || !e.clock.set) {
		return false
	}
	if !isUpper && wordLike[upper] {
		return false
	}
	switch upper {
	case "Z", "UT", "ZULU":
		upper = "UTC"
	}
	return e.setZone(zoneSpec{kind: zoneLetters, letters: upper, written: upper})
}
