package when

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// Split finds the time in a command's arguments: "rolled back at 10:05 JST", "2 15m ago", GitLab's
// "text | 2026-09-07 09:30", or arguments that are nothing but a time. rest is what remains, timeText what Parse reads;
// ok is false where there is no time, and then rest is args, trimmed.
//
// ok says that timeText is meant as a time, not that it can be read: "at 25:61" and "at 3:10 CST" are found, so that
// the caller can apply the change and say what was wrong with the time.
//
// Free text is not torn apart. A time counts only at the very end (or, marked by "at" or with its zone, at the very
// beginning), and there only
//   - after "at" or "@": "at 10:05", "yesterday at 3pm", "at noon"; "look at the queue", "meet at 10" have no clock and
//     stay whole;
//   - as a distance: "15m ago", "15分前";
//   - with a zone or a date of its own: "10:05 JST", "2026-11-22 10:05".
//
// A bare "10:05" is a time only where nothing else is written, or before a colon or dash ("10:05: rolled back"). A command
// that takes no free text passes what is left in rest to Parse, and has the refusal to show.
//
// A time that a preposition ties to the words before it stays in the text, "at" alone excepted: "errors since 10:05
// JST", "between 10:00 and 10:05 UTC".
func Split(args string) (rest, timeText string, ok bool) {
	args = strings.TrimSpace(args)
	if _, whole := readAll(args); whole {
		return "", stripAt(args), true
	}
	if i, size := lastBar(args); i >= 0 {
		if right := strings.TrimSpace(args[i+size:]); isPointed(right) {
			return strings.TrimSpace(args[:i]), right, true
		}
	}
	if rest, timeText, ok = splitEnd(args); ok {
		return rest, timeText, true
	}
	if rest, timeText, ok = splitStart(args); ok {
		return rest, timeText, true
	}
	return args, "", false
}

// reach is how many words a time can have.
const reach = 14

var (
	words   = pattern.Of(`[^\s\x{3000}]+`)
	binding = pattern.Of(`(?i)^(?:since|from|until|till|to|by|before|after|between|and|or|of|the|than|for|within|during|through|-|–|—|〜|→|->|vs\.?)$`)
	atWord  = pattern.Of(`(?i)^(?:at[\s\x{3000}]+|@[\s\x{3000}]*)`)
	joint   = pattern.Of(`^[:,;–—-]+$`)
)

// splitEnd looks for the longest run of last words that is a time.
func splitEnd(args string) (rest, timeText string, ok bool) {
	spans := words.FindAllStringIndex(args, -1)
	for i := max(1, len(spans)-reach); i < len(spans); i++ {
		tail := args[spans[i][0]:]
		before := args[spans[i-1][0]:spans[i-1][1]]
		if !endsText(tail, before) {
			continue
		}
		return strings.TrimRight(args[:spans[i-1][1]], " ,;、"), stripAt(tail), true
	}
	return "", "", false
}

// endsText tells whether tail, after the word before, is a time of its own.
func endsText(tail, before string) bool {
	parts, ok := readAll(tail)
	if !ok {
		return false
	}
	e := parts[0]
	switch {
	case !e.pointed(), e.now, e.noise, binding.MatchString(before), binding.MatchString(words.FindString(tail)):
		return false
	case e.at, e.ago.set:
		return true
	}
	return e.clock.set && (e.date.set() || e.zone.kind != zoneNone)
}

// splitStart looks for a time that opens the text: "at 10:05 rolled back", "10:05 JST: rolled back".
func splitStart(args string) (rest, timeText string, ok bool) {
	spans := words.FindAllStringIndex(args, -1)
	for n := min(len(spans)-1, reach); n > 0; n-- {
		head := args[:spans[n-1][1]]
		rest := args[spans[n][0]:]
		marked := strings.HasSuffix(head, ":") || joint.MatchString(rest[:spans[n][1]-spans[n][0]])
		head = strings.TrimRight(head, ":")
		parts, ok := readAll(head)
		if !ok || !startsText(parts[0], marked) {
			continue
		}
		return strings.TrimLeft(rest, ":;,–—- "), stripAt(head), true
	}
	return "", "", false
}

func startsText(e expression, marked bool) bool {
	unknown := e.zone.kind == zoneLetters && !knownLetters(e.zone.letters)
	switch {
	case !e.pointed(), e.now, e.noise, unknown:
		return false
	case marked, e.at, e.ago.set:
		return true
	}
	return e.clock.set && (e.date.full || e.zone.kind != zoneNone)
}

func isPointed(s string) bool {
	parts, ok := readAll(s)
	return ok && parts[0].pointed()
}

func stripAt(s string) string { return atWord.ReplaceAllString(strings.TrimSpace(s), "") }

func lastBar(s string) (at, size int) {
	i, size := strings.LastIndex(s, "|"), 1
	if j := strings.LastIndex(s, "｜"); j > i {
		i, size = j, len("｜")
	}
	return i, size
}
