package when

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// clockSpec is a wall-clock time as written; out-of-range values are kept, so that they can be refused by name.
type clockSpec struct {
	set        bool
	h, m, s    int
	hasSeconds bool
	// bad marks an am/pm that contradicts the hour ("15:10 PM").
	bad bool
	// bare marks digits that only a zone makes a time: "1015 JST", "10.15 JST".
	bare bool
}

// possible tells whether such a time exists on any day.
func (c clockSpec) possible() bool { return !c.bad && c.h < 24 && c.m < 60 && c.s < 60 }

// clocks is the table of wall-clock forms.
var clocks = []component{
	{pattern.Of(`(?i)^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: *([ap])\.?m\b\.?)?`), readClock},
	{pattern.Of(`(?i)^(\d{1,2})()()(?: *([ap])\.?m\b\.?)`), readClock},
	{pattern.Of(`(?i)^(\d{1,2})h(\d{2})`), readClock},
	{pattern.Of(`^(午前|午後)? *(\d{1,2})時(?:(半)|(\d{1,2})分(?:(\d{1,2})秒)?)?`), readKanjiClock},
	{pattern.Of(`^(午前|午後) *(\d{1,2}):()(\d{2})(?::(\d{2}))?`), readKanjiClock},
	{pattern.Of(`(?i)^(?:noon|midday|正午)`), fixedClock(12)},
	{pattern.Of(`(?i)^midnight`), fixedClock(0)},
	{pattern.Of(`^(\d{1,2})\.(\d{2})\b`), readBare},
	{pattern.Of(`^(\d{2})(\d{2})(\d{2})?`), readCompact},
}

func readClock(e *expression, m []string) bool {
	c := clockSpec{set: true, h: number(m[1]), m: number(m[2])}
	if len(m) > 3 && m[3] != "" {
		c.s, c.hasSeconds = number(m[3]), true
	}
	if len(m) > 4 && m[4] != "" {
		c.half(strings.EqualFold(m[4], "p"))
	}
	return e.setClock(c)
}

func readKanjiClock(e *expression, m []string) bool {
	c := clockSpec{set: true, h: number(m[2]), m: number(m[4])}
	if m[3] != "" {
		c.m = 30
	}
	if m[5] != "" {
		c.s, c.hasSeconds = number(m[5]), true
	}
	if m[1] != "" {
		c.half(m[1] == "午後")
	}
	return e.setClock(c)
}

// readBare reads "10.15" and "1015", which are a time only together with a zone.
func readBare(e *expression, m []string) bool {
	return e.setClock(clockSpec{set: true, h: number(m[1]), m: number(m[2]), bare: true})
}

// readCompact reads "T010500" after a compact ISO date; four digits elsewhere need a zone.
func readCompact(e *expression, m []string) bool {
	if !e.date.compact {
		return m[3] == "" && readBare(e, m)
	}
	return e.setClock(clockSpec{set: true, h: number(m[1]), m: number(m[2]), s: number(m[3]), hasSeconds: m[3] != ""})
}

func fixedClock(hour int) func(*expression, []string) bool {
	return func(e *expression, _ []string) bool { return e.setClock(clockSpec{set: true, h: hour}) }
}

// half applies am (first half of the day) or pm: 12 AM is 0, 12 PM is 12, 13 PM is a contradiction.
func (c *clockSpec) half(pm bool) {
	switch {
	case c.h > 12:
		c.bad = true
	case pm && c.h < 12:
		c.h += 12
	case !pm && c.h == 12:
		c.h = 0
	}
}

func (e *expression) setClock(c clockSpec) bool {
	if e.clock.set {
		return false
	}
	e.clock = c
	return true
}

// number reads at most nine digits; the patterns allow no more. Empty reads as 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
