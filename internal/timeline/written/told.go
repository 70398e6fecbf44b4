package written

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// told is the day that the text speaks of without a clock beside it: "The following happened on June 5, 2024." It holds
// for the times below that have no day, where nothing is declared.
type told struct {
	date    date
	line    int
	certain bool // the sentence speaks of an incident, or it is a title
	title   bool
	recent  bool // "today" was said: no other day is needed
}

var (
	misfortune = pattern.Of(`(?i)\b(?:incidents?|outages?|downtime|disruptions?|degrad\w+|interruptions?|post-?mortem|rca|root cause|retrospective|timeline|events?|occurr?ed|happened|suffered|experienc\w+|unavailab\w+|inaccessible|went down|was down|were down|broke|crash\w*|fail\w*|issues?|problems?)\b|障害|事象|発生|停止|不具合|インシデント`)
	history    = pattern.Of(`(?i)\b(?:since|previous(?:ly)?|earlier|last|similar|like|unlike|remember|recall|same as|compared|until|before|prior|expire[sd]?|deadline|due|planned|scheduled|will|next|plan to|by)\b`)
	titlePath  = pattern.Of(`/(\d{4}-\d{2}-\d{2}[ :,)]|\d{4}-\d{2}-\d{2}$)`)
)

// hear keeps the day that a line names without a clock: the first that is told of an incident, else the first of all.
func (d *document) hear(l line, stamps []stamp, isHeading bool) {
	for _, st := range stamps {
		switch said := st.date; {
		case st.timed || st.unknown || !said.set:
			return
		case said.near:
			d.told.recent = true
			continue
		case said.weekday > 0 || said.day.m == 0 || said.weak && !d.titles(l, isHeading) || notTheDay.MatchString(l.seen):
			continue
		}
		title := d.titles(l, isHeading)
		if !title && history.MatchString(l.seen[max(0, st.from-30):st.from]) {
			continue
		}
		certain := title || misfortune.MatchString(l.seen)
		if !d.told.date.set || certain && !d.told.certain {
			d.told = told{date: st.date, line: l.number, certain: certain, title: title, recent: d.told.recent}
		}
		return
	}
}

// titles tells whether a line is a title: a heading, or a short line that is all in bold.
func (d *document) titles(l line, isHeading bool) bool {
	text := strings.TrimSpace(l.text)
	return isHeading || l.kind == para && len(text) < 100 && strings.HasPrefix(text, "**") && strings.HasSuffix(strings.TrimRight(text, ":"), "**")
}

// longAgo is how many days before the post a day that is only mentioned may lie.
const longAgo = 31

// outOfMind is the same for a day that is told of an incident: reports of large ones take months.
const outOfMind = 120

// heard is the day told above a mention, where it can be its day.
func (d *document) heard(m *mention) date {
	t := d.told
	if !t.date.set || t.recent && !t.certain || t.line > m.line {
		return date{}
	}
	if t.title {
		return t.date
	}
	most := longAgo
	if t.certain {
		most = outOfMind
	}
	day, ok := d.ordinal(t.date, m)
	if !ok || d.options.Limit.IsZero() || dayOf(d.options.Limit).ordinal()-day > most {
		return date{}
	}
	return t.date
}
