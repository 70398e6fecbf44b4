package written

import "github.com/sensible-im/sensible/internal/pattern"

// dotted reads 10.15, which is a clock only behind a day or before a zone.
var dotted = pattern.Of(`^(\d{2})\.([0-5]\d)(?:\.([0-5]\d))?`)

// nightShift is 25:10, ten past one of the day after, as Japanese rotas write; measured is what follows a number that is no clock.
var (
	nightShift = pattern.Of(`^(2[4-9])(?::|時)([0-5]\d)分?`)
	measured   = pattern.Of(`^ ?(?:[%°$€£]|(?i:percent|[kmgtp]i?b|ms|s|sec|seconds?|m|minutes?|h|hours?|x|times|million|billion|gb/s|mbps|req)\b)`)
)

// behindDay reads the clocks that only a day before them makes clocks.
func behindDay(s string, d date) (clock, int) {
	if m := nightShift.FindStringSubmatch(s); m != nil && d.day.d > 0 && clockEnds(s, len(m[0])) {
		return clock{h: number(m[1]), m: number(m[2])}, len(m[0])
	}
	m := dotted.FindStringSubmatch(s)
	if m == nil || d.day.m == 0 || !clockEnds(s, len(m[0])) {
		return clock{}, 0
	}
	after := s[len(m[0]):]
	c, ok := numbers(m[1], m[2], m[3])
	if !ok || fileAfter.MatchString(after) || measured.MatchString(after) {
		return clock{}, 0
	}
	return c, len(m[0])
}

// military reads four digits, which are a clock only before a zone: "0037Z", "1600h EDT", "10.15 UTC".
func (b *zoneBook) military(s string) (clock, int) {
	if len(s) < 5 || !isDigit(s[0]) || !isDigit(s[2]) && s[2] != '.' || !isDigit(s[3]) {
		return clock{}, 0
	}
	m := compact.FindStringSubmatch(s)
	if s[2] == '.' {
		m = dotted.FindStringSubmatch(s)
	}
	if m == nil || m[3] != "" || !b.zoneAt(s[len(m[0]):]) {
		return clock{}, 0
	}
	c, ok := numbers(m[1], m[2], "")
	if !ok {
		return clock{}, 0
	}
	c.marked = true
	return c, len(m[0])
}
