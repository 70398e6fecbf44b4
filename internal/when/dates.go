package when

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
)

// day is a day of the proleptic Gregorian calendar.
type day struct{ y, m, d int }

func (d day) valid() bool {
	if d.y < 1 || d.y > 9999 || d.m < 1 || d.m > 12 || d.d < 1 {
		return false
	}
	return d.d <= time.Date(d.y, time.Month(d.m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (d day) plus(n int) day {
	return dayOf(time.Date(d.y, time.Month(d.m), d.d+n, 0, 0, 0, 0, time.UTC))
}

func (d day) weekday() time.Weekday {
	return time.Date(d.y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC).Weekday()
}

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day{y, int(m), d}
}

// dateSpec is the part of an expression that says which day.
type dateSpec struct {
	full, yearless bool // d holds a year, or only month and day
	compact        bool // 20261122: the clock may be compact too
	d              day
	swapped        *day // the other reading of 3/4
	relative       bool // back days before today
	back           int
	hasWeekday     bool
	weekday        time.Weekday
	beforeToday    bool // "last Monday" is never today
}

func (d dateSpec) set() bool { return d.full || d.yearless || d.relative || d.hasWeekday }

func (d dateSpec) hasDay() bool { return d.full || d.yearless || d.relative }

const monthName = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

// dates is the table of the forms of a day.
var dates = []component{
	{pattern.Of(`^(\d{4})-(\d{1,2})-(\d{1,2})`), ymd(1, 2, 3)},
	{pattern.Of(`^(\d{4})/(\d{1,2})/(\d{1,2})`), ymd(1, 2, 3)},
	{pattern.Of(`^(\d{4})年(\d{1,2})月(\d{1,2})日`), ymd(1, 2, 3)},
	{pattern.Of(`^(\d{1,2})\.(\d{1,2})\.(\d{4})`), ymd(3, 2, 1)},
	{pattern.Of(`(?i)^(\d{4})(\d{2})(\d{2})t`), func(e *expression, m []string) bool {
		e.date.compact = true
		return ymd(1, 2, 3)(e, m)
	}},
	{pattern.Of(`^(\d{1,2})月(\d{1,2})日`), ymd(0, 1, 2)},
	{pattern.Of(`(?i)^` + monthName + ` *(\d{1,2})(?:st|nd|rd|th)?(?:,? +(\d{4})\b)?`), ymd(3, 1, 2)},
	{pattern.Of(`(?i)^(\d{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?` + monthName + `(?:,?[ -](\d{4})\b)?`), ymd(3, 2, 1)},
	{pattern.Of(`^(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?`), readSlashed},
	{pattern.Of(`(?i)^(?:the day before yesterday|一昨日|おととい)`), relativeDay(2)},
	{pattern.Of(`(?i)^(?:yesterday|昨日|きのう)`), relativeDay(1)},
	{pattern.Of(`(?i)^(?:today|今日|本日|きょう)`), relativeDay(0)},
	{pattern.Of(`(?i)^(?:tomorrow|明日)`), relativeDay(-1)},
	{pattern.Of(`(?i)^(last |this )?(sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?)`), readWeekday},
	{pattern.Of(`^\(?()([日月火水木金土])(?:曜日?\)?|\))`), readWeekday},
}

// ymd makes a reader from the numbers of the groups that hold year (0: none), month and day.
func ymd(y, m, d int) func(*expression, []string) bool {
	return func(e *expression, g []string) bool {
		if e.date.hasDay() {
			return false
		}
		e.date.d = day{m: month(g[m]), d: number(g[d])}
		if y > 0 && g[y] != "" {
			e.date.full, e.date.d.y = true, number(g[y])
			return true
		}
		e.date.yearless = true
		return true
	}
}

// readSlashed reads 11/22 and 11/22/2026: month first, or day first where the first number is no month. Where both
// orders give a day, both are kept and the expression is ambiguous.
func readSlashed(e *expression, g []string) bool {
	a, b := number(g[1]), number(g[2])
	year := g[3]
	if len(year) == 2 {
		year = "20" + year
	}
	first, second := day{number(year), a, b}, day{number(year), b, a}
	switch {
	case a > 12 && b <= 12:
		first = second
	case a <= 12 && b <= 12 && a != b:
		e.date.swapped = &second
	}
	if e.date.hasDay() {
		return false
	}
	e.date.d, e.date.full, e.date.yearless = first, year != "", year == ""
	return true
}

func relativeDay(back int) func(*expression, []string) bool {
	return func(e *expression, _ []string) bool {
		if e.date.hasDay() {
			return false
		}
		e.date.relative, e.date.back = true, back
		return true
	}
}

func readWeekday(e *expression, g []string) bool {
	if e.date.hasWeekday {
		return false
	}
	at := strings.Index("sunmontuewedthufrisat日月火水木金土", strings.ToLower(g[2])[:3])
	e.date.hasWeekday, e.date.weekday = true, time.Weekday(at/3%7)
	e.date.beforeToday = strings.HasPrefix(strings.ToLower(g[1]), "last")
	return true
}

func month(s string) int {
	if s[0] >= '0' && s[0] <= '9' {
		return number(s)
	}
	return strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(s)[:3])/3 + 1
}
