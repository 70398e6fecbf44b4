package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	aboutTimes = pattern.Of(`(?i)\b(?:times?|timeline|timestamps?|time ?zones?|tz|chronology|logs?|events?|dates?|schedule|what happened)\b|時刻|時間|タイムライン|時系列|経緯|日時|(?i:chronologie|zeitverlauf|cronolog[ií]a)`)
	strongly   = pattern.Of(`(?i)\b(?:times|timestamps|all times?)\b[^.]{0,30}\b(?:are|in|is|as|use|using|given|shown|listed|expressed)\b|^[\s\x01(>–—-]*(?:all )?time(?:s|stamps?)?\b[^.]{0,20}\b(?:are|in|is)\b|\ball times\b|\btime ?zone\b|\btz:|時刻は|時間は|すべて|全て`)
	dayLabel   = pattern.Of(`(?i)^[\s\x01|:]*(?:(?:incident|outage|event|start(?:ed)?|impact)[ -]?)?(?:date|day|when|on|started|occurred)(?: (?:and time|of (?:the )?\w+|\(\w+\)))?\s*(?::|=|\||-|–)|^[\s\x01|]*(?:(?:障害|発生|検知|発覚|対応|解決|復旧|事象){0,2}日(?:時|付)?|日付)\s*[:|]`)
	notTheDay  = pattern.Of(`(?i)\b(?:modified|updated|update|created|reviewed|review|published|posted|author\w*|due|report(?:ed)? (?:date|on)|written|meeting|drafted|deadline|post-?mortem date|last edit\w*|version|release\w*|eta)\b`)
	dressing   = pattern.Of(`^[\s*_#:.,;()\[\]–—~-]*$`)
	nextDay    = pattern.Of(`^[\s*_#(\[]*(?i:(?:the )?(?:next|following) (?:day|morning)|翌日|翌朝)[\s*_:)\].]*$`)
	dayNumber  = pattern.Of(`^[\s*_#(\[]*(?i:day) (\d{1,2})\b`)
	bareYear   = pattern.Of(`\b(20\d\d)\b`)
	zoneStart  = pattern.Of(`[A-Za-z日協世]`)
)

// declare takes what a line without times of its own says about those that follow: their day and their zone. It tells
// whether the line was only that.
func (d *document) declare(l line, stamps []stamp, isHeading bool) bool {
	timed := false
	var said date
	for _, st := range stamps {
		timed = timed || st.timed
		if st.date.set && !st.timed && !said.set {
			said = st.date
		}
	}
	words := mentionsTimes(l.seen)
	strong := words && strongly.MatchString(l.seen)
	alone := said.set && onlyDate(l.seen, stamps[0])
	if strong || !timed && (words || isHeading || alone) {
		anywhere := strong || alone || isHeading && (words || said.set) || titleWord.MatchString(l.seen) || strings.HasSuffix(strings.TrimSpace(l.seen), ":")
		if z, ok := d.zones.findIn(l.seen, strong || !isHeading, anywhere); ok {
			d.declared = z
			if strong && d.overall.loc == nil {
				d.overall = z
			}
		}
	}
	if timed || len(stamps) == 0 && len(l.seen) > 60 {
		return false
	}
	if nextDay.MatchString(l.seen) && d.day.set {
		d.day.back--
		d.group++
		return true
	}
	if d.numbered(l, said, isHeading) {
		return true
	}
	if !said.set || notTheDay.MatchString(l.seen) && !alone {
		return strong && said.set
	}
	if isHeading && (!said.weak || alone || words) || alone || dayLabel.MatchString(l.seen) || words && (strong || strings.HasSuffix(strings.TrimSpace(l.seen), ":") || shortTitle(l.seen)) {
		d.day = said
		d.group++
		return true
	}
	return false
}

// mentionsTimes is aboutTimes, after a cheaper look.
func mentionsTimes(s string) bool {
	for _, part := range [...]string{"ime", "IME", "tz", "TZ", "hronolog", "og", "OG", "vent", "ate", "ATE", "chedule", "happened", "時", "タイム", "経緯"} {
		if strings.Contains(s, part) {
			return aboutTimes.MatchString(s)
		}
	}
	return false
}

// numbered reads "Day 2", counted from the day that was in force at the first of them.
func (d *document) numbered(l line, said date, isHeading bool) bool {
	m := dayNumber.FindStringSubmatch(l.seen)
	if m == nil || !isHeading && len(l.seen) > 30 {
		return false
	}
	if said.set {
		d.day = said
	}
	if !d.dayOne.set {
		d.dayOne = d.day
		d.dayOne.back += number(m[1]) - 1
	}
	if d.day = d.dayOne; d.day.set {
		d.day.back -= number(m[1]) - 1
	}
	d.group++
	return true
}

func shortTitle(s string) bool {
	return len(s) < 60 && !strings.Contains(s, ". ") && titleWord.MatchString(s)
}

var titleWord = pattern.Of(`(?i)^[\s\x01]*(?:timeline|chronologie|zeitverlauf|cronolog[ií]a|times?|timestamps?|chronology|log|events)\b|タイムライン|時系列`)

// onlyDate tells whether a line is a day and nothing else, perhaps with its zone in brackets.
func onlyDate(s string, st stamp) bool {
	after := s[st.to:]
	if m := letterZone.FindString(after); m != "" {
		after = after[len(m):]
	}
	return dressing.MatchString(s[:st.from]) && dressing.MatchString(after)
}

// findIn finds the first zone that a line names. Where nothing on the line speaks of times, it must stand in brackets.
func (b *zoneBook) findIn(s string, short, anywhere bool) (zone, bool) {
	if len(s) > 300 {
		s = s[:300]
	}
	for i := 0; i < len(s); i++ {
		if i > 0 && (isLetter(s[i-1]) || isDigit(s[i-1])) || !zoneStart.MatchString(s[i:min(i+1, len(s))]) && s[i] < 0x80 {
			continue
		}
		if !anywhere && (i == 0 || s[i-1] != '(' && s[i-1] != '[') {
			continue
		}
		if m := letterZone.FindStringSubmatch(s[i:]); m != nil && (len(m[1]) < 2 || len(m[1]) == 2 && !short) {
			continue
		}
		if strings.HasPrefix(strings.ToLower(s[i:]), "in ") {
			continue
		}
		if z, n := b.readZone(s[i:], false); n > 0 {
			return z, true
		}
	}
	return zone{}, false
}
