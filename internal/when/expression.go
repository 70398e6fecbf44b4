package when

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// expression is one time as it was written, before it is known which instant it means.
type expression struct {
	date   dateSpec
	clock  clockSpec
	zone   zoneSpec
	ago    agoSpec
	now    bool
	approx bool
	// at is true where the word "at" (or @) introduces it, noise where "since" or "from" does.
	at, noise bool
	// dangling is true while a word such as "on" or "the" waits for what it introduces.
	dangling bool
	// glued is true while the piece being read follows the one before without a space.
	glued bool
}

// complete tells whether there is anything to resolve: a clock, a distance, a day.
func (e expression) complete() bool {
	switch {
	case e.clock.bare && e.zone.kind == zoneNone:
		return false
	case e.now, e.ago.set && !e.clock.set:
		return !e.clock.set && !e.date.set() && e.zone.kind == zoneNone
	case e.ago.set:
		return e.ago.wholeDays() && !e.date.set()
	}
	return e.clock.set || e.date.set()
}

// pointed tells whether it names a moment and not merely a day.
func (e expression) pointed() bool { return e.clock.set || e.ago.set || e.now }

// component is one piece of the grammar. Pieces come in any order ("10:05 JST on Nov 22", "22 Nov 2026, 10:05"); each
// kind comes once. read stores the piece and says false where it does not fit.
type component struct {
	pattern *pattern.Pattern
	read    func(e *expression, m []string) bool
}

// grammar lists the tables in the order in which they are tried: a longer form before one that is its beginning.
func grammar() [][]component {
	return [][]component{distances, dates, clocks, zones, fillers}
}

var fillers = []component{
	{pattern.Of(`(?i)^(?:at|@)`), func(e *expression, _ []string) bool { e.at, e.dangling = true, true; return true }},
	{pattern.Of(`(?i)^(?:on|the)`), func(e *expression, _ []string) bool { e.dangling = true; return true }},
	{pattern.Of(`(?i)^(?:since|from)`), func(e *expression, _ []string) bool {
		e.noise, e.dangling = true, true
		return !e.pointed()
	}},
	{pattern.Of(`(?i)^(?:about|around|approximately|approx\.?|roughly|circa|ca\.|~|頃|ごろ|ころ|くらい)`),
		func(e *expression, _ []string) bool { e.approx = true; return true }},
	{pattern.Of(`^(?:の|に|、)`), func(e *expression, _ []string) bool { return e.date.set() || e.clock.set || e.ago.set }},
	{pattern.Of(`(?i)^t`), func(e *expression, _ []string) bool { return e.date.full && !e.clock.set }},
}

// readOne reads the whole of s, which is normalised, as one expression.
func readOne(s string) (expression, bool) {
	var e expression
	rest := strings.TrimRight(strings.TrimSpace(s), " .。!,")
	if rest == "" {
		return e, false
	}
	for rest != "" {
		n := e.take(rest)
		if n == 0 {
			return e, false
		}
		after := rest[n:]
		rest = strings.TrimLeft(after, " ,")
		e.glued = len(after) == len(rest)
	}
	return e, e.complete() && !e.dangling
}

// take consumes one component from the beginning of s and returns its length in bytes, 0 where none fits.
func (e *expression) take(s string) int {
	for _, table := range grammar() {
		for _, c := range table {
			m := c.pattern.FindStringSubmatch(s)
			if m == nil || len(m[0]) == 0 || !ends(s, len(m[0])) {
				continue
			}
			trial := *e
			trial.dangling = false
			if c.read(&trial, m) {
				*e = trial
				return len(m[0])
			}
		}
	}
	return 0
}

// ends tells whether a piece may end before s[n]: digits do not continue in digits, nor letters in letters. The "T" of
// ISO 8601 stands between two digits and is let through.
func ends(s string, n int) bool {
	if n >= len(s) {
		return true
	}
	last, next := s[n-1], s[n]
	if isDigit(last) && (isDigit(next) || next == ':') {
		return false
	}
	return !isLetter(last) || !isLetter(next)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
