package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// stamp is one time as it stands in a line.
type stamp struct {
	from, to int // bytes of the line
	date     date
	clock    clock
	timed    bool // a clock was written
	unknown  bool // ???, TBD
	zone     zone
	ahead    int  // days that "next day" adds
	partner  int  // 1 = the stamp before is the start of this range
	alias    bool // in brackets after another one: probably the same instant
	rel      relative
}

var (
	between  = pattern.Of(`^(?:T|_|[)\]]?[ ,]*(?:(?:at|around|about|approximately|approx\.?|circa|ca\.?|from|since|between|shortly after|just before|just after|@|~|≈|-|–|—|の|に|、|:)[ ]*){0,3}[ ]*)`)
	ahead    = pattern.Of(`^(?: ?\(?(?i:(?:the )?(?:next|following) (?:day|morning)|\+ ?1 ?d(?:ay)?|\+1)\)?[ ,]*(?:at )?|翌日?の?|翌朝の?)`)
	onDay    = pattern.Of(`^[ ,]*(?:\(|on (?:the )?|of )?`)
	approx   = pattern.Of(`^ ?(?:頃|ごろ|ころ|くらい|過ぎ|すぎ|-?ish\b)`)
	lateYear = pattern.Of(`^ (20\d\d)\b`)
	dayParts = pattern.Of(`^ (?:in the (?i:(morning)|(afternoon)|(evening))|at (night))\b`)
	unknowns = pattern.Of(`^(?:\[[ ]*\?+(?::\?+)?[ ]*\]|\(\?{2,}\)|\?{1,2}:\?{2}(?::\?{2})?|\?{2,}(?::\?{2})?|\d[\dxX?]?:(?:[\dxX]\?|\?[\dxX?]|[\d]?[xX]{1,2})|(?:TBD|TBC|tbd|tbc)\b|\[(?:TBD|TBC|unknown|Unknown)\])`)
)

// readStamp reads one time at s[i:]; ok is false where there is none. lead says that it opens a row, where the weaker forms
// count too.
func (b *zoneBook) readStamp(s string, i int) (stamp, bool) {
	st := stamp{from: i}
	pos := i
	if m := nextDayAt(s[pos:]); m != "" && m[0] != ' ' {
		st.ahead = 1
		pos += len(m)
	}
	if d, n := readDate(s[pos:]); n > 0 {
		pos = b.dated(s, pos, d, n, &st)
	} else if z, n := b.before(s[pos:]); n > 0 {
		st.zone = z
		pos += n
	}
	if !st.timed {
		if c, n := readClock(s[pos:]); n > 0 {
			st.clock, st.timed = c, true
			pos += n
		} else if m := unknowns.FindString(s[pos:]); m != "" && !st.date.set {
			st.unknown = true
			pos += len(m)
		} else if c, n := b.military(s[pos:]); n > 0 && !st.date.set {
			st.clock, st.timed = c, true
			pos += n
		}
	}
	if !st.timed && !st.unknown && !st.date.set {
		return st, false
	}
	st.to = b.tail(s, pos, &st)
	return st, st.timed || st.unknown || st.ahead == 0
}

// dated reads what follows a day: a weekday's date, then a clock. It returns where the stamp ends so far.
func (b *zoneBook) dated(s string, pos int, d date, n int, st *stamp) int {
	st.date = d
	pos += n
	if d.weekday > 0 || d.near {
		skip := len(between.FindString(s[pos:]))
		if more, m := readDate(s[pos+skip:]); m > 0 && more.weekday == 0 && !more.near {
			st.date = more
			pos += skip + m
		}
	}
	glued := d.day.y > 0 && pos+1 < len(s) && (s[pos] == 'T' || s[pos] == 't')
	skip := len(between.FindString(s[pos:]))
	if glued {
		skip = 1
	}
	rest := s[pos+skip:]
	if z, zn := b.before(rest); zn > 0 {
		if c, cn := readClock(rest[zn:]); cn > 0 {
			st.zone, st.clock, st.timed = z, c, true
			return pos + skip + zn + cn
		}
	}
	if c, cn := readClock(rest); cn > 0 {
		st.clock, st.timed = c, true
		return pos + skip + cn
	}
	if m := unknowns.FindString(rest); m != "" && (skip > 0 || m[0] == '[') {
		st.unknown = true
		return pos + skip + len(m)
	}
	if c, cn := behindDay(rest, d); cn > 0 && skip > 0 {
		st.clock, st.timed = c, true
		return pos + skip + cn
	}
	if m := compact.FindStringSubmatch(rest); m != nil && (glued || len(m[1])+len(m[2]) == 4 && skip > 0) && clockEnds(rest, len(m[0])) {
		if c, ok := numbers(m[1], m[2], m[3]); ok && (glued || b.zoneAt(rest[len(m[0]):])) {
			st.clock, st.timed = c, true
			return pos + skip + len(m[0])
		}
	}
	return pos
}

var zoneBefore = pattern.Of(`^\(?([A-Z]{3,4}|日本時間)\)?[ :]{1,2}`)

// before reads a zone that stands before its clock: "UTC 10:05", "日本時間 10:05".
func (b *zoneBook) before(s string) (zone, int) {
	if s == "" || s[0] != '(' && s[0] < 0x80 && (s[0] < 'A' || s[0] > 'Z') {
		return zone{}, 0
	}
	m := zoneBefore.FindStringSubmatch(s)
	if m == nil {
		return zone{}, 0
	}
	if _, n := readClock(s[len(m[0]):]); n == 0 {
		return zone{}, 0
	}
	z, ok := b.named(m[1])
	if !ok {
		return zone{}, 0
	}
	return z, len(m[0])
}

func (b *zoneBook) zoneAt(s string) bool {
	if s == "" || isDigit(s[0]) {
		return false
	}
	_, n := b.readZone(s, false)
	return n > 0
}

// tail reads what follows the clock: 頃, the zone, "(next day)", and a date behind it.
func (b *zoneBook) tail(s string, pos int, st *stamp) int {
	if !st.timed && !st.unknown {
		return pos
	}
	pos += len(about(s[pos:]))
	if z, n := b.readZone(s[pos:], st.date.day.y > 0 && st.clock.seconds || st.date.day.y > 0 && strings.Contains(s[st.from:pos], "T")); n > 0 && st.zone.loc == nil {
		st.zone = z
		pos += n
	} else if skip := spaces(s[pos:]); skip > 1 {
		if z, n := b.readZone(s[pos+skip-1:], false); n > 0 && st.zone.loc == nil {
			st.zone = z
			pos += skip - 1 + n
		}
	}
	pos += len(about(s[pos:]))
	pos += st.partOfDay(s[pos:])
	if m := lateYear.FindStringSubmatch(s[pos:]); m != nil && st.date.day.m > 0 && st.date.day.y == 0 {
		st.date.day.y = number(m[1]) // Mon Sep  5 10:05:00 UTC 2022
		pos += len(m[0])
	}
	if m := nextDayAt(s[pos:]); m != "" && st.ahead == 0 {
		st.ahead = 1
		pos += len(strings.TrimRight(m, " "))
	}
	if st.date.set {
		return pos
	}
	lead := ""
	if pos < len(s) && strings.IndexByte(" ,(o", s[pos]) >= 0 {
		lead = onDay.FindString(s[pos:])
	}
	if d, n := readDate(s[pos+len(lead):]); n > 0 && lead != "" && (d.weekday == 0 || strings.Contains(lead, "on")) && !(d.weak && d.weekday == 0 && d.day.m == 0) {
		after := pos + len(lead) + n
		if _, cn := readClock(s[after+len(between.FindString(s[after:])):]); cn == 0 && !(strings.Contains(lead, "(") && !strings.HasPrefix(s[after:], ")")) {
			st.date = d
			if strings.Contains(lead, "(") {
				after++
			}
			return after
		}
	}
	return pos
}

// about reads 頃 and its like.
func about(s string) string {
	if s == "" || s[0] != ' ' && s[0] != '-' && s[0] != 'i' && s[0] < 0x80 {
		return ""
	}
	if s[0] == ' ' && (len(s) < 2 || s[1] < 0x80) {
		return ""
	}
	return approx.FindString(s)
}

// nextDayAt reads "next day".
func nextDayAt(s string) string {
	near := s[:min(len(s), 24)]
	if !strings.Contains(near, "ext") && !strings.Contains(near, "ollow") && !strings.Contains(near, "+") && !strings.Contains(near, "翌") {
		return ""
	}
	return ahead.FindString(s)
}

func spaces(s string) int {
	n := 0
	for n < len(s) && s[n] == ' ' {
		n++
	}
	return n
}

// partOfDay reads "in the afternoon" behind a clock of twelve hours.
func (st *stamp) partOfDay(s string) int {
	m := dayParts.FindStringSubmatch(s)
	if m == nil || !st.timed || st.clock.half != 0 || st.clock.h > 12 || st.clock.h == 0 {
		return 0
	}
	switch {
	case m[1] != "":
		st.clock = st.clock.with('a')
	case m[4] == "" || st.clock.h >= 6 && st.clock.h < 12:
		st.clock = st.clock.with('p')
	}
	return len(m[0])
}
