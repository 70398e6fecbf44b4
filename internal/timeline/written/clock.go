package written

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// clock is a wall-clock time as it was written.
type clock struct {
	h, m, s int
	seconds bool // seconds were written
	half    byte // 'a', 'p', 0 = not said
	padded  bool // 07:10, not 7:10
	marked  bool // am, pm, h, Uhr, 時: no ratio and no duration
	word    bool // noon, midnight
}

// minutes is the time of day in minutes.
func (c clock) minutes() int { return c.h*60 + c.m }

// with returns the clock in the given half of the day.
func (c clock) with(half byte) clock {
	switch {
	case half == 'p' && c.h < 12:
		c.h += 12
	case half == 'a' && c.h == 12:
		c.h = 0
	}
	c.half = half
	return c
}

// clocks is the table of the forms of a clock, each anchored at its beginning.
var clocks = []struct {
	pattern *pattern.Pattern
	read    func(m []string) (clock, bool)
}{
	{pattern.Of(`^(午前|午後|上午|下午|AM|PM) ?(\d{1,2}):(\d{2})(?::(\d{2}))?`), func(m []string) (clock, bool) {
		c, ok := numbers(m[2], m[3], m[4])
		return c.with(halfOf(m[1])), ok && c.h <= 12
	}},
	{pattern.Of(`^(午前|午後|上午|下午)? ?(\d{1,2}) ?[時时点](?: ?(\d{1,2}) ?分(?: ?(\d{1,2}) ?秒)?|(半))?`), readKanji},
	{pattern.Of(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\b\.?|h\b| ?Uhr\b| ?[Hh]rs\b)?`), readColon},
	{pattern.Of(`^(\d{1,2})(?:\.(\d{2}))? ?([AaPp])(?:\.[Mm]\.|[Mm]\b\.?)`), func(m []string) (clock, bool) {
		c, ok := numbers(m[1], m[2], "")
		c.marked = true
		return c.with(halfOf(m[3])), ok && c.h >= 1 && c.h <= 12
	}},
	{pattern.Of(`^(\d{1,2})(?:\.(\d{2}))? ?Uhr\b`), func(m []string) (clock, bool) {
		c, ok := numbers(m[1], m[2], "")
		c.marked = true
		return c, ok
	}},
	{pattern.Of(`^(\d{1,2})[hH](\d{2})(?:m?n?)\b(?: ?([AaPp])\.?[Mm]\b\.?)?`), func(m []string) (clock, bool) {
		c, ok := numbers(m[1], m[2], "")
		if strings.HasSuffix(m[0], "m") && m[3] == "" {
			return c, false // 3h08m is a duration
		}
		if m[3] != "" && c.h <= 12 {
			c = c.with(halfOf(m[3]))
		}
		return c, ok
	}},
	{pattern.Of(`^(?:(?i:noon|midday)\b|正午)`), func([]string) (clock, bool) { return clock{h: 12, word: true}, true }},
	{pattern.Of(`^(?i:midnight)\b`), func([]string) (clock, bool) { return clock{word: true}, true }},
}

// compact reads four or six digits, as after the date of 20261122T010500 or before a zone (0037Z).
var compact = pattern.Of(`^(\d{2})(\d{2})(\d{2})?(?: ?(?:hrs|hours|h)\b)?`)

func readColon(m []string) (clock, bool) {
	c, ok := numbers(m[1], m[2], m[3])
	c.marked = len(m[0]) > len(m[1])+3 && !strings.HasSuffix(m[0], m[2]) && m[3] == ""
	if m[4] == "" {
		return c, ok
	}
	c.marked = true
	if c.h > 12 { // 14:45 PM says the same twice; 14:45 AM is a slip
		return c, ok
	}
	return c.with(halfOf(m[4])), ok
}

func readKanji(m []string) (clock, bool) {
	minute := m[3]
	if m[5] != "" {
		minute = "30"
	}
	c, ok := numbers(m[2], minute, m[4])
	c.marked = true
	if strings.Contains(m[0], "点") && m[1] == "" && minute == "" {
		return c, false // 以下の3点: three points
	}
	if m[1] != "" {
		return c.with(halfOf(m[1])), ok && c.h <= 12
	}
	return c, ok
}

func halfOf(s string) byte {
	switch s[0] {
	case 'p', 'P':
		return 'p'
	case 'a', 'A':
		return 'a'
	}
	if s == "午後" || s == "下午" {
		return 'p'
	}
	return 'a'
}

// numbers makes a clock; 24:00 is the end of the day, and the hours up to 29 are those of night shifts.
func numbers(h, m, s string) (clock, bool) {
	c := clock{h: number(h), m: number(m), s: number(s), seconds: s != "", padded: len(h) == 2 && h[0] == '0'}
	return c, c.m < 60 && c.s < 60 && (c.h < 24 || c.h == 24 && c.m == 0)
}

// number reads at most nine digits; empty is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// readClock reads a clock at the beginning of s and returns its length in bytes, 0 = none.
func readClock(s string) (clock, int) {
	if s == "" || !isDigit(s[0]) && s[0] < 0x80 && !strings.ContainsRune("nNmMAP", rune(s[0])) {
		return clock{}, 0
	}
	for i, form := range clocks {
		if !clockFits(i, s) {
			continue
		}
		m := form.pattern.FindStringSubmatch(s)
		if m == nil || !clockEnds(s, len(m[0])) {
			continue
		}
		if c, ok := form.read(m); ok {
			return c, len(m[0])
		}
	}
	return clock{}, 0
}

// clockFits tells by the first characters whether a form is worth trying: it only saves time.
func clockFits(form int, s string) bool {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n == 0 {
		return form <= 1 || form >= 6
	}
	if n > 2 || n == len(s) || form == 0 || form >= 6 {
		return false
	}
	switch next := s[n]; form {
	case 1:
		return next >= 0x80 || next == ' ' && n+1 < len(s) && s[n+1] >= 0x80
	case 2:
		return next == ':'
	case 3:
		return next == ' ' || next == '.' || next|0x20 == 'a' || next|0x20 == 'p'
	case 4:
		return next == '.' || next == ' ' && strings.HasPrefix(s[n:], " Uhr")
	default:
		return next|0x20 == 'h'
	}
}

// clockEnds tells whether a clock may end before s[n]: 10:05:x, 10:05% and 10:051 are something else; 時間 is a duration.
func clockEnds(s string, n int) bool {
	if n >= len(s) {
		return true
	}
	rest := s[n:]
	switch c := rest[0]; {
	case isDigit(c), c == '%', c == '_':
		return false
	case isLetter(c):
		return c == 'Z' && !wordAfter(rest[1:]) || zoneGlued.MatchString(rest)
	case c == ':' || c == '.' || c == '/' || c == ',':
		return len(rest) < 2 || !isDigit(rest[1]) && !(c == ':' && isLetter(rest[1]))
	}
	rest = strings.TrimPrefix(rest, " ")
	return !strings.HasPrefix(rest, "間") && !strings.HasPrefix(rest, "台") // 6時間 is a duration, 21時台 an hour
}

// zoneGlued is 10:05UTC.
var zoneGlued = pattern.Of(`^[A-Z]{2,5}(?:[^A-Za-z0-9]|$)`)

func wordAfter(s string) bool { return s != "" && (isLetter(s[0]) || isDigit(s[0])) }
