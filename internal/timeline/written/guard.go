package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	durationAfter  = pattern.Of(`(?i)^\s?(?:minutes?|mins?|hours?|seconds?|secs?|ratio|duration|long|elapsed|m\b|s\b|分間|時間|秒)(?:\b|$|[^a-z])`)
	durationBefore = pattern.Of(`(?i)\b(?:took|taking|takes?|last(?:ed|ing|s)?|duration|elapsed|uptime|downtime|ratio|odds|score[d]?|aspect|version|line|port|ran|run ?time|eta of|within|total(?: time)?|ttr|ttd|mttr|chapter|verse|build)\b[\s:=|]*(?:(?:about|around|of|was|is|only|just|for|a|the|approximately|~|roughly)[\s:]*){0,3}$`)
	forBefore      = pattern.Of(`(?i)(?:^|(\S+)\s+)for\s+(?:(?:about|around|only|just|over|almost|nearly|roughly|~)\s*)*$`)
	forMoment      = pattern.Of(`(?i)^(?:schedul\w*|plann\w*|set|booked|announced|due|call\w*|meeting|maintenance|window)$`)
	atBefore       = pattern.Of(`(?i)(?:^|[\s(\x5b,;:~≈>"'“–—-])(?:at|since|from|until|till|til|by|around|about|approx\.?|approximately|roughly|ca\.?|circa|between|before|after|to|and|on|of|@|~|≈|started?|starting|ended|beginning|time|when|as of|vers|à|um|gegen|ab|bis|より|から)[\s:]*$|[^\d\s]:\s+$`)
	promised       = pattern.Of(`(?i)\b(?:next (?:update|check|status|report)|eta|(?:we|is|are|be) expect(?:ed)?|estimated)\b[^.]{0,30}$`)
	habitual       = pattern.Of(`(?i)\b(?:working|business|office|opening|support|quiet) hours\b[^.]{0,30}$`)
	paperwork      = pattern.Of(`(?i)^[\s\x01|>-]*(?:(?:last|date) (?:modified|updated?|edited|changed|created|reviewed)|created(?: at| on)?|generated(?: at| on)?|published(?: at| on)?|reviewed(?: at| on)?|sent)\s*[:|]|^\s*On .{5,80} wrote:\s*$`)
	fileAfter      = pattern.Of(`^\.(?:png|jpe?g|gif|log|txt|mp4|mov|zip|gz|md|json)\b`)
)

// counts tells whether a stamp in running text is meant as a time of the day. What carries a zone, a half of the day or a
// date is; a bare 10:05 is unless its surroundings say that it is a duration, a ratio, a line number.
func counts(s string, st stamp) bool {
	if st.unknown || st.rel.set {
		return false
	}
	if !st.timed {
		return st.date.set
	}
	after := behind(s, st)
	before := s[max(0, st.from-60):st.from]
	if fileAfter.MatchString(after) || never(before) {
		return false
	}
	said := atBefore.MatchString(before)
	if st.clock.word { // noon
		return st.zone.loc != nil && said || st.date.set && st.date.day.d > 0
	}
	if st.zone.loc != nil || st.clock.half != 0 || st.date.set && !st.date.near && st.date.weekday == 0 || st.clock.marked && said {
		return true
	}
	if durationAfter.MatchString(after) || durationBefore.MatchString(before) {
		return false
	}
	if m := forBefore.FindStringSubmatch(before); m != nil && !forMoment.MatchString(m[1]) {
		return false
	}
	if said {
		return true
	}
	return (st.clock.padded || st.clock.h >= 10 || enclosed(s, st)) && !st.clock.marked || kanji(s, st)
}

// enclosed tells whether brackets stand right before the stamp: "(9:05)".
func enclosed(s string, st stamp) bool {
	return st.from > 0 && strings.ContainsRune("([", rune(s[st.from-1]))
}

func kanji(s string, st stamp) bool { return strings.Contains(s[st.from:min(st.to, len(s))], "時") }

// behind is a little of what follows a time.
func behind(s string, st stamp) string { return s[min(st.to, len(s)):min(st.to+40, len(s))] }

// never tells of what stands before a time that it is a plan or a habit, no event.
func never(before string) bool { return promised.MatchString(before) || habitual.MatchString(before) }
