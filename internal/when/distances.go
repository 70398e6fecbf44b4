package when

import (
	"math"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// agoSpec is a distance back from the comment, in seconds.
type agoSpec struct {
	set     bool
	seconds int64
	unit    int64 // the smallest unit that was written, in seconds
}

func (a agoSpec) wholeDays() bool { return a.unit >= 86400 }

const (
	spanUnit  = `(?:weeks?|wks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)`
	spanPiece = `\d{1,9}(?:\.\d{1,3})? *` + spanUnit
)

var (
	spanPieces  = pattern.Of(`(?i)(\d{1,9}(?:\.\d{1,3})?) *(` + spanUnit + `)`)
	spanWhole   = pattern.Of(`(?i)^` + spanPiece + `(?:(?: *,? *(?:and )?)` + spanPiece + `)*$`)
	kanjiPieces = pattern.Of(`(\d{1,9})(週間|日|時間|分|秒)`)
)

// distances is the table of the forms that need no zone: "15m ago", "1時間30分前", "now".
var distances = []component{
	{pattern.Of(`(?i)^(` + spanPiece + `(?:(?: *,? *(?:and )?)` + spanPiece + `)*) +ago\b`), readSpanAgo},
	{pattern.Of(`(?i)^(half an?|an?|one) +(` + spanUnit + `)( and a half)? +ago\b`), readWordAgo},
	{pattern.Of(`^((?:\d{1,9}(?:週間|日|時間|分|秒))+)(半)?前`), readKanjiAgo},
	{pattern.Of(`(?i)^(` + spanPiece + `)前`), readSpanAgo},
	{pattern.Of(`(?i)^(?:just now|right now|now\b|今|たった今)`), func(e *expression, _ []string) bool {
		e.now = true
		return true
	}},
}

func readSpanAgo(e *expression, m []string) bool {
	seconds, unit, ok := sumSpan(m[1])
	return ok && e.setAgo(seconds, unit)
}

func readWordAgo(e *expression, m []string) bool {
	unit := unitSeconds(m[2])
	seconds := unit
	if strings.HasPrefix(strings.ToLower(m[1]), "half") {
		seconds = unit / 2
	}
	if m[3] != "" {
		seconds += unit / 2
	}
	return e.setAgo(seconds, unit)
}

func readKanjiAgo(e *expression, m []string) bool {
	var total, last int64
	for _, p := range kanjiPieces.FindAllStringSubmatch(m[1], -1) {
		unit := map[string]int64{"週間": 604800, "日": 86400, "時間": 3600, "分": 60, "秒": 1}[p[2]]
		if last != 0 && unit >= last {
			return false
		}
		total, last = total+int64(number(p[1]))*unit, unit
	}
	if m[2] != "" {
		total += last / 2
	}
	return e.setAgo(total, last)
}

func (e *expression) setAgo(seconds, unit int64) bool {
	if e.ago.set || e.now {
		return false
	}
	e.ago = agoSpec{set: true, seconds: seconds, unit: unit}
	return true
}

// ParseSpan reads a length of time as people write it ("30m", "1h30m", "2 hours", "5d") in whole seconds. Units must
// go from large to small, each once. It is no int64 of nanoseconds: centuries fit.
func ParseSpan(text string) (seconds int64, ok bool) {
	s := normalise(text)
	if !spanWhole.MatchString(s) {
		return 0, false
	}
	seconds, _, ok = sumSpan(s)
	return seconds, ok
}

func sumSpan(s string) (seconds, smallest int64, ok bool) {
	for _, p := range spanPieces.FindAllStringSubmatch(s, -1) {
		unit := unitSeconds(p[2])
		if smallest != 0 && unit >= smallest {
			return 0, 0, false
		}
		n, err := strconv.ParseFloat(p[1], 64)
		if err != nil {
			return 0, 0, false
		}
		seconds, smallest = seconds+int64(math.Round(n*float64(unit))), unit
	}
	return seconds, smallest, smallest != 0
}

func unitSeconds(word string) int64 {
	switch strings.ToLower(word)[0] {
	case 'w':
		return 604800
	case 'd':
		return 86400
	case 'h':
		return 3600
	case 'm':
		return 60
	}
	return 1
}
