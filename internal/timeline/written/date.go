package written

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
)

// day is a day of the calendar; y 0 = no year was written, m 0 = no month either.
type day struct{ y, m, d int }

func (d day) valid() bool {
	return d.y >= 1900 && d.y <= 9999 && d.m >= 1 && d.m <= 12 && d.d >= 1 && d.d <= time.Date(d.y, time.Month(d.m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// number of days since a fixed day, to compare.
func (d day) ordinal() int {
	return int(time.Date(d.y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// dayAt is the day with an ordinal.
func dayAt(ordinal int) day { return dayOf(time.Unix(int64(ordinal)*86400, 0).UTC()) }

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day{y, int(m), d}
}

// date is the part of a time that says which day, as it was written.
type date struct {
	set     bool
	day     day
	other   day  // the other reading of 3/4; zero = none
	weekday int  // 1 = Sunday … 7; only where nothing else was written
	back    int  // yesterday 1
	near    bool // today, yesterday: counted from the post
	weak    bool // 3/16, 12-05: a date only beside a clock or in a heading
}

// months are the names of months: English, and the full names in French, German and Spanish.
const months = `(?i:(jan(?:uary|vier|uar)?|enero|feb(?:ruary|ruar|rero)?|f[ée]vrier|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|abril|mayo?|mai|june?|juni[o]?|juin|july?|juli[o]?|juillet|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|oct(?:ober|obre|ubre)?|oktober|nov(?:ember|embre|iembre)?|dec(?:ember)?|d[ée]cembre|dezember|diciembre))`

// dates is the table of the forms of a day: the pattern, and which groups hold year, month and day (0 = none).
var dates = []struct {
	pattern *pattern.Pattern
	y, m, d int
	weak    bool
}{
	{pattern.Of(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`), 1, 2, 3, false},
	{pattern.Of(`^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日`), 1, 2, 3, false},
	{pattern.Of(`^(\d{1,2}) ?月 ?(\d{1,2}) ?日`), 0, 1, 2, false},
	{pattern.Of(`^(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -]?(?:(?:of|de) )?` + months + `\.?(?:,?[ -](?:de )?(\d{4}))?`), 3, 2, 1, false},
	{pattern.Of(`^` + months + `\.?(?:  ?|-)?(\d{1,2})(?:st|nd|rd|th)?(?:,? (?:of )?(\d{4}))?`), 3, 1, 2, false},
	{pattern.Of(`^(\d{1,2})\.(\d{1,2})\.(\d{4})`), 3, 2, 1, false},
	{pattern.Of(`^(\d{1,2})\.(\d{1,2})\.`), 0, 2, 1, true},
	{pattern.Of(`^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})`), 3, 1, 2, false},
	{pattern.Of(`^(\d{1,2})/(\d{1,2})`), 0, 1, 2, true},
	{pattern.Of(`^(\d{1,2})-(\d{1,2})-(\d{4})`), 3, 2, 1, false},
	{pattern.Of(`^(\d{2})-(\d{1,2})`), 0, 1, 2, true},
	{pattern.Of(`^(\d{4})(\d{2})(\d{2})`), 1, 2, 3, true},
	{pattern.Of(`^(\d{4}),? ` + months + `\.? (\d{1,2})(?:st|nd|rd|th)?\b`), 1, 2, 3, false},
	{pattern.Of(`^(\d{1,2})日`), 0, 0, 1, true},
	{pattern.Of(`^(\d{2})/` + months + `/(\d{4})`), 3, 2, 1, false},
}

var (
	weekdays    = pattern.Of(`^(?i:(?:last |this )?(sun|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?)(?:day)?)\b[.,]?`)
	weekdayTail = pattern.Of(`^ ?(?:\((?i:sun|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?)(?i:day)?\)|\([日月火水木金土](?:曜日?)?\)|[日月火水木金土]曜日?|(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b)`)
	nears       = pattern.Of(`^(?:(?i:(yesterday|last night)|today|tonight|this (?:morning|afternoon|evening))\b|(昨日|昨夜|昨晩)|本日|今日|今朝)`)
)

// readDate reads a day at the beginning of s and returns its length in bytes, 0 = none.
func readDate(s string) (date, int) {
	if s == "" || !isDigit(s[0]) && s[0] < 0x80 && !dayWord(s) {
		return date{}, 0
	}
	if m := nears.FindStringSubmatch(s); !isDigit(s[0]) && m != nil {
		back := 0
		if m[1] != "" || m[2] != "" {
			back = 1
		}
		return date{set: true, near: true, back: back}, len(m[0])
	}
	for i, form := range dates {
		if !fits(i, s) {
			continue
		}
		m := form.pattern.FindStringSubmatch(s)
		if m == nil || !dateEnds(s, len(m[0])) {
			continue
		}
		if d, ok := dateFrom(m, form.y, form.m, form.d); ok {
			d.weak = form.weak
			n := len(m[0])
			return d, n + len(weekdayTail.FindString(s[n:]))
		}
	}
	if isDigit(s[0]) {
		return date{}, 0
	}
	if m := weekdays.FindStringSubmatch(s); m != nil && !(len(m[0]) < len(s) && s[len(m[0])] == '-') {
		w := strings.Index("sunmontuewedthufrisat", strings.ToLower(m[1])[:3])/3 + 1
		return date{set: true, weekday: w, weak: true}, len(m[0])
	}
	return date{}, 0
}

// dayWord tells whether a word may name a day: its first three letters do.
func dayWord(s string) bool {
	return len(s) > 2 && strings.Contains("jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat las thi tod ton yes", lower3(s))
}

func lower3(s string) string {
	return string([]byte{s[0] | 0x20, s[1] | 0x20, s[2] | 0x20})
}

// fits tells by the first characters whether a form is worth trying: it only saves time.
func fits(form int, s string) bool {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n == 0 {
		return form == 4
	}
	next := byte(0)
	if n < len(s) {
		next = s[n]
	}
	spaced := next == ' ' && n+1 < len(s) && s[n+1] >= 0x80
	switch form {
	case 0:
		return n == 4 && (next == '-' || next == '/' || next == '.')
	case 1:
		return n == 4 && (next >= 0x80 || spaced)
	case 2:
		return n <= 2 && (next >= 0x80 || spaced)
	case 13:
		return n <= 2 && next >= 0x80
	case 12:
		return n == 4 && next == ' '
	case 3:
		return n <= 2 && (next == ' ' || next == '-' || next == '.' || isLetter(next))
	case 5, 6:
		return n <= 2 && next == '.'
	case 7, 8, 14:
		return n <= 2 && next == '/'
	case 9, 10:
		return n <= 2 && next == '-'
	}
	return form == 11 && n == 8
}

func dateFrom(m []string, y, mo, d int) (date, bool) {
	var out day
	out.d = number(m[d])
	if mo > 0 {
		out.m = month(m[mo])
	}
	if y > 0 && m[y] != "" {
		if out.y = number(m[y]); len(m[y]) == 2 {
			out.y += 2000
		}
	}
	result := date{set: true, day: out}
	slashed := strings.Contains(m[0], "/") && len(m[1]) <= 2
	if slashed && out.m > 12 || slashed && out.d <= 12 && out.d != out.m {
		result.other = day{out.y, out.d, out.m}
		if out.m > 12 {
			result.day, result.other = result.other, day{}
		}
	}
	return result, possible(result.day)
}

// possible tells whether the day exists in some year and month.
func possible(d day) bool {
	if d.y == 0 {
		d.y = 2000
	}
	if d.m == 0 {
		d.m = 1
	}
	return d.valid()
}

// dateEnds tells whether a day may end before s[n]: 2017-02-24-outage.log and 2022.1.5.3 are something else.
func dateEnds(s string, n int) bool {
	if n >= len(s) {
		return true
	}
	rest := s[n:]
	switch c := rest[0]; {
	case isDigit(c), c == '%', c == ':' && len(rest) > 1 && isDigit(rest[1]) && !(n == 11 && s[2] == '/'):
		return false
	case c == 'T' || c == 't':
		return len(rest) > 1 && isDigit(rest[1])
	case c == '_' || isLetter(c):
		return c == '_' && len(rest) > 1 && isDigit(rest[1])
	case c == '-' || c == '.' || c == '/':
		return len(rest) < 2 || !isLetter(rest[1]) && !isDigit(rest[1])
	}
	return true
}

func month(s string) int {
	if isDigit(s[0]) {
		return number(s)
	}
	name := strings.ToLower(s)
	for i, begins := range monthBegins {
		for _, b := range strings.Fields(begins) {
			if strings.HasPrefix(name, b) {
				return i + 1
			}
		}
	}
	return 0
}

// monthBegins are how the names of the months begin, in the languages of months.
var monthBegins = [...]string{"jan ene", "feb fev fév", "mar mär", "apr avr abr", "may mai", "jun juin", "jul juil", "aug aou aoû ago", "sep", "oct okt", "nov", "dec déc dez dic"}
