// Package written reads timelines as people type them into Markdown: lists, tables, chat logs, headings and prose, with the
// zone and the date declared once and carried down, years and midnights left out, unknown times kept in their place.
//
// It finds times in text and works out which instants they are. It does not judge what happened, keeps nothing, and does
// not know where the text came from. The meaning of zone names is package when's; this one asks it and remembers the
// answers. Code, links, file names, comments and unfilled templates are no timeline.
package written

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
)

// dayBeforeMonth is a day that shows that this text writes 24/12 for Christmas Eve.
var dayBeforeMonth = pattern.Of(`(?:^|[\s(\x5b|])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?:/\d|[\s,:)\]]|$)`)

// Row is one line of a timeline.
type Row struct {
	// At is in UTC, in whole seconds; zero = unknown, the row stays in its place.
	At time.Time
	// Text is what happened, as it was typed (one line, Markdown).
	Text string
	// Line is where it stands, from 1.
	Line int
	// Listed is true for a line of a list, a table, a chat or a heading; false for a time in running text.
	Listed bool
	// Assumed is true where the letters of the zone have several meanings (CST, IST, BST) and the most used was taken.
	Assumed bool
}

// Options say what the text leaves out.
type Options struct {
	// Limit is the latest instant that the text can tell of: the end of the day of the post, or the moment of the post.
	// Years, and days where nothing names one, are the latest that are not after it. Zero: such times stay unknown.
	Limit time.Time
	// Day is the day meant where the text has none; only its date counts. Zero: the latest day not after Limit.
	Day time.Time
	// Near is an instant that the text is about, where neither it nor Day names a day: the first time of a section is the
	// nearest to it. Zero: the latest not after Limit counts.
	Near time.Time
	// Zone is for times without one; nil is UTC, and then the only zone that the text names anywhere is taken.
	Zone *time.Location
	// Team are zones that settle letters with several meanings.
	Team []*time.Location
	// Skip are lines, from 1, that are not read.
	Skip map[int]bool
	// SkipQuotes leaves out what stands in block quotes: somebody else said it.
	SkipQuotes bool
}

// Reader reads many texts and remembers the zones that it has met. The zero value is ready; it is not for concurrent use.
type Reader struct {
	zones zoneBook
}

// Read returns the rows of one text in document order. It never fails: what is no time is no row.
func Read(markdown string, o Options) []Row {
	var r Reader
	return r.Read(markdown, o)
}

// Read returns the rows of one text in document order.
func (r *Reader) Read(markdown string, o Options) []Row {
	if !mayHoldTimes(markdown) {
		return nil
	}
	team := o.Team
	if o.Zone != nil && len(team) == 0 {
		team = []*time.Location{o.Zone}
	}
	r.zones.open(team)
	d := document{options: o, zones: &r.zones, dayFirst: strings.Contains(markdown, "/") && dayBeforeMonth.MatchString(markdown)}
	d.outline(split(markdown, o.SkipQuotes, o.Skip))
	return d.rows()
}

// mayHoldTimes tells cheaply that a text holds no time at all, as most do not.
func mayHoldTimes(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if isDigit(s[i]) && clockMayFollow(s[i+1:]) || s[i] == '?' && (s[i+1] == '?' || s[i+1] == ':') {
			return true
		}
		if s[i] == 'T' && strings.IndexByte("+-0", s[i+1]) >= 0 || s[i] == 0xef && s[i+1] == 0xbc { // T+5m, １０
			return true
		}
	}
	return strings.Contains(s, "noon") || strings.Contains(s, "idnight") || strings.Contains(s, "正午")
}

// clockMayFollow looks at what stands behind a digit: 10:05, 5pm, 15h50, 0037Z, 10時.
func clockMayFollow(s string) bool {
	switch c := s[0]; {
	case c == ':', c == '.':
		return len(s) > 1 && isDigit(s[1])
	case c == ' ':
		return len(s) > 1 && (strings.IndexByte("aAhH-~(", s[1]) >= 0 || s[1]|0x20 == 'p' || s[1] >= 'A' && s[1] <= 'Z' || s[1] >= 0x80 || s[1] == 't')
	case isLetter(c):
		return strings.IndexByte("aAhHpP", c) >= 0 || c >= 'A' && c <= 'Z'
	}
	return s[0] >= 0x80 || s[0] == '-'
}
