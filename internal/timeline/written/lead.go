package written

import (
	"strings"
	"unicode"

	"github.com/sensible-im/sensible/internal/pattern"
)

var (
	itemIntro   = pattern.Of(`^(?i:(?:edit(?:ed)?|updated?|at|on|from|since|by|around|about|approx\.?|approximately|circa|ca\.?|gegen|vers|um|ab|à|between|time|when|時刻|日時)[ :]+|同日?[ ]*)*$`)
	paraIntro   = pattern.Of(`^(?i:(?:edit(?:ed)?|updated?)[ :]+)?(?i:(?:about|approx\.?|approximately|circa|ca\.?) +|同日?[ ]*)?$`)
	chatName    = pattern.Of(`^[ >]*[@\pL][\pL\pN_.' -]{0,40}[ ]*[\[(]$`)
	chatTail    = pattern.Of(`^[\])]`)
	newChatName = pattern.Of(`^[ >]*[@\pL][\pL\pN_.'-]*(?: [\pL\pN_.'-]+){0,3}  +$`)
	joined      = pattern.Of(`^[ (\[=:~,–—-]{0,6}$`)
	aliasMark   = pattern.Of(`^ ?(?:[(\[](?:i\.?e\.?,? |that is |=|or |aka |約)?|=|/|·|・|\||⇔|≒) ?$`)
	listJoint   = pattern.Of(`^ ?(?:,|&|and|/|、|, and) ?$`)
	aliasComma  = pattern.Of(`^ ?(?:,|、|or|aka|;) ?$`)
	sentence    = pattern.Of(`(?:^|[.!?;。] *|[\x01]*)(?:And |Then |But )?(?:At|By|Around|About|From|Since|Between|On|Until|After|~)? *$`)
	titleClose  = pattern.Of(`^[ ]*[)\]][\s:.*–—-]*$`)
)

// leading returns which of the stamps opens a row, or -1. A row opens with its time, but for bullets, brackets, emphasis
// and a few words; or it is a chat's "Name [10:05 AM]"; or a list item or heading ends in "(10:05)".
func leading(l line, stamps []stamp) int {
	if len(stamps) == 0 {
		return -1
	}
	first := stamps[0]
	prefix := bare(l.seen[:first.from])
	opens := itemIntro.MatchString(prefix)
	if l.kind == para {
		opens = paraIntro.MatchString(prefix)
	}
	if opens && (first.clock.word || l.kind == para && first.date.near) {
		return -1
	}
	if opens && first.timed && first.zone.loc == nil && first.clock.half == 0 && durationAfter.MatchString(behind(l.seen, first)) {
		return -1
	}
	if opens && (l.kind != para || !first.unknown || l.seen[first.from] == '[' || strings.Contains(l.seen[first.from:first.to], ":")) {
		return 0
	}
	if first.timed && !first.date.set && chatName.MatchString(l.seen[:first.from]) && chatTail.MatchString(l.seen[first.to:]) && strings.HasSuffix(l.seen[:first.from], "[") {
		return 0
	}
	if first.timed && first.clock.half != 0 && newChatName.MatchString(l.seen[:first.from]) && strings.TrimSpace(l.seen[first.to:]) == "" {
		return 0
	}
	last := len(stamps) - 1
	begin := last
	if stamps[last].partner > 0 {
		begin--
	}
	if l.kind != para && begin == 0 && stamps[begin].timed && enclosed(l.seen, stamps[begin]) && titleClose.MatchString(l.seen[stamps[last].to:]) {
		return begin
	}
	return -1
}

// bare takes off what may stand before a row's time: spaces, brackets, quotation marks, dashes, symbols, emoji.
func bare(prefix string) string {
	return strings.TrimLeftFunc(strings.TrimRight(prefix, " ([{<\"'“‘「『【|~≈>\x01"), func(r rune) bool {
		return r == ' ' || strings.ContainsRune("([{<\"'“‘「『【|~≈>–—-:.#", r) || unicode.IsSymbol(r) || unicode.Is(unicode.Mn, r)
	}) + tailSpace(prefix)
}

// tailSpace keeps one space, so that "at " is told from "at10:05".
func tailSpace(prefix string) string {
	if strings.TrimSpace(prefix) != "" && strings.HasSuffix(strings.TrimRight(prefix, "~≈\x01([\"'"), " ") && strings.ContainsFunc(prefix, unicode.IsLetter) {
		return " "
	}
	return ""
}

// aliased tells whether b stands where the same instant is told again: "14:25 (16:25 Paris time)", "10:05 JST = 01:05 UTC".
func aliased(s string, a, b stamp) bool {
	if !b.timed || b.from < a.to {
		return false
	}
	gap := s[a.to:b.from]
	if aliasMark.MatchString(gap) {
		return b.zone.loc != nil || b.to < len(s) && (s[b.to] == ')' || s[b.to] == ']')
	}
	return aliasComma.MatchString(gap) && a.zone.loc != nil && b.zone.loc != nil && a.zone.loc != b.zone.loc
}

// opensSentence tells whether a time at s[i] begins a sentence, perhaps after "At".
func opensSentence(s string, i int) bool {
	before := s[:i]
	if len(before) > 40 {
		before = before[len(before)-40:]
	}
	at := sentence.FindStringIndex(before)
	if at == nil {
		return false
	}
	found := before[at[0]:at[1]]
	return strings.ContainsAny(found, ".!?;。") || at[0] == 0 && i <= 40 && strings.ContainsFunc(found, unicode.IsLetter)
}

// rest is the text of a row behind its time.
func rest(l line, st stamp) string {
	if st.to > len(l.text) {
		return ""
	}
	text := strings.TrimLeft(l.text[st.to:], " \t)]}>*_`\"'”’」』】:：,、.|–—-~→=")
	return strings.TrimSpace(balance(text))
}

// without is the line without its time: "Name [10:05 AM]" becomes "Name".
func without(text string, from, to int) string {
	before := strings.TrimRight(text[:from], " ([{*_`|")
	after := strings.TrimLeft(text[min(to, len(text)):], " )]}*_`|:")
	return strings.Trim(join(before, after), " *_`")
}

// balance takes off emphasis that began before the time: "**10:05 – Deployed**".
func balance(text string) string {
	for _, mark := range []string{"**", "__", "*", "_", "`"} {
		if strings.Count(text, mark)%2 == 1 && strings.HasSuffix(text, mark) {
			text = strings.TrimSuffix(text, mark)
		}
	}
	return text
}

// join puts two texts on one line; a text that is long already stays as it is.
func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "" || len(a) > 2000:
		return a
	}
	return a + " " + b
}

// timeOnly tells whether a text is nothing but a time.
func timeOnly(text string) bool {
	if strings.Contains(text, "ime") { // places are not worth asking the zone database for
		return false
	}
	var book zoneBook
	book.open(nil)
	stamps := book.scan(text)
	if len(stamps) == 0 || stamps[0].rel.set || stamps[0].from > 1 {
		return false
	}
	return strings.Trim(text[stamps[len(stamps)-1].to:], " ])") == ""
}
