package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// window is how many bytes one time can have: what lies behind is not looked at, which keeps long lines linear.
const window = 200

// scan finds the times in a line, left to right, and pairs ranges.
func (b *zoneBook) scan(s string) []stamp {
	if !strings.ContainsAny(s, "0123456789?TBnmNM正") {
		return nil
	}
	var out []stamp
	for i := 0; i < len(s); {
		if !starts(s, i) {
			i++
			continue
		}
		st, ok := b.at(s[:min(len(s), i+window)], i)
		if !ok {
			i += skipWord(s, i)
			continue
		}
		if out = append(out, st); !st.date.set || st.timed || st.unknown {
			out = b.span(s[:min(len(s), st.to+window)], out)
		}
		i = max(out[len(out)-1].to, i+1)
	}
	return out
}

// at reads whatever stands at s[i].
func (b *zoneBook) at(s string, i int) (stamp, bool) {
	if r, n := readRelative(s[i:]); n > 0 {
		return stamp{from: i, to: i + n, rel: r}, true
	}
	if st, ok := b.loose(s, i); ok {
		return st, true
	}
	return b.readStamp(s, i)
}

// starts tells whether a time may begin at s[i]: not inside a word, a number, a path.
func starts(s string, i int) bool {
	c := s[i]
	if c >= 0x80 {
		return strings.HasPrefix(s[i:], "午") || strings.HasPrefix(s[i:], "上午") || strings.HasPrefix(s[i:], "下午") || strings.HasPrefix(s[i:], "翌") || strings.HasPrefix(s[i:], "昨") || strings.HasPrefix(s[i:], "正午") ||
			strings.HasPrefix(s[i:], "本日") || strings.HasPrefix(s[i:], "今") || strings.HasPrefix(s[i:], "日本時間")
	}
	if !isDigit(c) && !isLetter(c) && c != '?' && c != '[' && c != '(' {
		return false
	}
	if c == '[' || c == '(' {
		return i+1 < len(s) && (s[i+1] == '?' || strings.HasPrefix(s[i:], "[ ?") || strings.HasPrefix(s[i:], "[TB") || strings.HasPrefix(s[i:], "[un") || strings.HasPrefix(s[i:], "[Un") || s[i+1] == '+' || strings.HasPrefix(s[i:], "(next"))
	}
	if i == 0 {
		return true
	}
	switch p := s[i-1]; {
	case isDigit(p), isLetter(p), p == '_', p == '/', p == '\\', p == '#', p == '$', p == '+':
		return p == '/' && i >= 2 && s[i-2] == ' '
	case p == ':' || p == '.' || p == ',' || p == '-':
		return i == 1 || s[i-2] == ' ' || s[i-2] == p && p != ':' || p == ',' && !isDigit(s[i-2]) || p == ':' && !isDigit(s[i-2]) && !isLetter(s[i-2]) && s[i-2] != ':'
	}
	return true
}

// skipWord is how far to go on after a failure: the rest of a word or number cannot begin a time.
func skipWord(s string, i int) int {
	n := 1
	for i+n < len(s) && (isDigit(s[i]) && isDigit(s[i+n]) || isLetter(s[i]) && isLetter(s[i+n])) {
		n++
	}
	return n
}

var (
	dashes  = pattern.Of(`^[ ]*(?:-{1,3}>?|–|—|−|~|〜|→|⇒|=>|\.{2,3}|…|から|[,]? ?(?i:to|until|till|til|through|thru)[ ])[ ]*`)
	andWord = pattern.Of(`^[ ]*(?:and|&)[ ]+`)
	fromHow = pattern.Of(`(?i)\bbetween\b[^.;]{0,50}$`)
	hourTo  = pattern.Of(`^(\d{1,2}) ?(?:-|–|—|to|until|and) ?(\d{1,2})(?::(\d{2}))? ?(?:[AaPp]\.?[Mm]\b)`)
	toWords = pattern.Of(`^(?i:about|around|approx\.?|approximately|~|≈|at)[ ]*`)
)

// span reads "– 10:20" after the last stamp; the end lends its zone, its half of the day and its date to the start.
func (b *zoneBook) span(s string, list []stamp) []stamp {
	a := &list[len(list)-1]
	join := ""
	if gap := strings.TrimLeft(s[a.to:], " ,"); gap != "" && (gap[0] >= 0x80 || strings.IndexByte("-~=.tuTU", gap[0]) >= 0) {
		join = dashes.FindString(s[a.to:])
	}
	if join == "" {
		m := andWord.FindString(s[a.to:])
		if m == "" || !fromHow.MatchString(s[max(0, a.from-60):a.to]) {
			return list
		}
		join = m
	}
	from := a.to + len(join)
	from += len(toWords.FindString(s[from:]))
	if from >= len(s) {
		return list
	}
	end, ok := b.readStamp(s, from)
	if !ok || !end.timed || end.clock.word {
		return list
	}
	end.partner = 1
	lend(a, &end)
	return append(list, end)
}

// lend gives the two ends of a range what only one of them says.
func lend(a, end *stamp) {
	if a.timed && a.clock.half == 0 && end.clock.half != 0 && a.clock.h >= 1 && a.clock.h <= 12 {
		with := a.clock.with(end.clock.half)
		if with.minutes() > end.clock.minutes() {
			with = a.clock.with(map[byte]byte{'a': 'p', 'p': 'a'}[end.clock.half])
		}
		a.clock = with
	}
	if end.clock.half == 0 && a.clock.half != 0 && end.clock.h >= 1 && end.clock.h < 12 && !end.clock.padded {
		with := end.clock.with(a.clock.half)
		if with.minutes() < a.clock.minutes() {
			with = end.clock.with(map[byte]byte{'a': 'p', 'p': 'a'}[a.clock.half])
		}
		end.clock = with
	}
	if a.zone.loc == nil {
		a.zone = end.zone
	}
	if end.zone.loc == nil {
		end.zone = a.zone
	}
}

// loose reads "3 - 5 PM": an hour that only its range makes a clock.
func (b *zoneBook) loose(s string, i int) (stamp, bool) {
	if n := strings.IndexFunc(s[i:], func(r rune) bool { return r < '0' || r > '9' }); n < 1 || n > 2 || s[i+n] < 0x80 && !strings.ContainsRune(" -tua", rune(s[i+n])) {
		return stamp{}, false
	}
	m := hourTo.FindStringSubmatch(s[i:])
	if m == nil || number(m[1]) > 12 || number(m[1]) == 0 {
		return stamp{}, false
	}
	return stamp{from: i, to: i + len(m[1]), timed: true, clock: clock{h: number(m[1]), marked: true}}, true
}
