package lint

import (
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/pattern"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/when"
)

// stamp is the beginning of a timeline row: a day, or not, and a time of day.
var stamp = pattern.Of(`(?i)^[\s\[(*_~]*(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ,]*)?(\d{1,2}):(\d{2})(?::\d{2})?\s*(?:([ap])\.?m\b\.?)?`)

// moment is a row of the timeline. Without a day, minutes count from midnight of the first row's day.
type moment struct {
	at    int
	dated bool
	clock time.Time
	text  string
}

// longGap is what asks for a word about what happened in between.
const longGap = time.Hour

// halfDay: a clock that falls by more than this has passed midnight.
const halfDay = 12 * time.Hour

// timelineOrder is PM010: a row earlier than the one above it, and more than an hour without a row while people responded.
func timelineOrder(p *page) []hit {
	var out []hit
	from, to := p.response()
	for _, list := range p.timelines() {
		days := time.Duration(0)
		for i, m := range list {
			if i == 0 {
				continue
			}
			prior := list[i-1]
			if !m.dated && !prior.dated {
				if prior.clock.Sub(m.clock.Add(days)) > halfDay {
					days += 24 * time.Hour
				}
				m.clock = m.clock.Add(days)
				list[i].clock = m.clock
			} else if m.dated != prior.dated {
				continue
			}
			gap := m.clock.Sub(prior.clock)
			inside := m.dated && (from.IsZero() || !prior.clock.Before(from)) && (to.IsZero() || !m.clock.After(to)) || !m.dated && from.IsZero()
			switch {
			case gap < 0:
				out = append(out, hit{at: m.at, text: "order", level: Warning})
			case gap > longGap && inside && !over(list[:i]):
				out = append(out, hit{at: m.at, text: "gap", level: Note, data: when.Span(int64(gap / time.Second))})
			}
		}
	}
	return out
}

var ended = pattern.Of(`(?i)\b(?:recovered|resolved|all clear|incident closed)\b|復旧(?:した|を確認|完了)|解決(?:した|済み)|収束`)

// over says whether a row already told of the recovery: the response has ended then.
func over(list []moment) bool {
	for _, m := range list {
		if ended.MatchString(m.text) {
			return true
		}
	}
	return false
}

// response is from the detection to the recovery, as the front matter tells; zero where it does not.
func (p *page) response() (from, to time.Time) {
	if d := p.front.Milestones["detected"]; d != nil {
		from = instant(d)
	}
	if r := p.front.Milestones["recovered"]; r != nil {
		to = instant(r)
	}
	return from, to
}

func instant(p *postmortem.Point) time.Time {
	t, _ := time.Parse(time.RFC3339, p.At) // a time that cannot be read bounds nothing
	return t
}

var timelineTitle = pattern.Of(`(?i)timeline|chronology|タイムライン|時系列|経緯|経過`)

// timelines are the tables and lists of times below a heading that says so.
func (p *page) timelines() [][]moment {
	var out [][]moment
	for _, t := range p.tables {
		if !timelineTitle.MatchString(t.section) || len(t.rows) < 2 {
			continue
		}
		var list []moment
		for _, row := range t.rows[1:] {
			if len(row) > 0 {
				list = p.moment(list, p.blocks[row[0]], p.rowText(row))
			}
		}
		out = append(out, list)
	}
	lists := map[string][]moment{}
	var titles []string
	for _, b := range p.blocks {
		if b.kind == item && b.first && b.depth == 1 && !b.quoted && timelineTitle.MatchString(b.section) {
			if _, ok := lists[b.section]; !ok {
				titles = append(titles, b.section)
			}
			lists[b.section] = p.moment(lists[b.section], b, b.flat)
		}
	}
	for _, t := range titles {
		out = append(out, lists[t])
	}
	return out
}

func (p *page) rowText(row []int) string {
	var cells []string
	for _, c := range row {
		cells = append(cells, p.blocks[c].flat)
	}
	return strings.Join(cells, " ")
}

// moment appends a row that begins with a time of day that exists.
func (p *page) moment(list []moment, b block, text string) []moment {
	m := stamp.FindStringSubmatch(b.flat)
	if m == nil {
		return list
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v } // digits only, as the pattern holds
	hour := n(4)
	if half := strings.ToLower(m[6]); half != "" {
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 29 || n(5) > 59 || n(2) > 12 || n(3) > 31 {
		return list
	}
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if m[1] != "" {
		day = time.Date(n(1), time.Month(n(2)), n(3), 0, 0, 0, 0, time.UTC)
	}
	return append(list, moment{b.start, m[1] != "", day.Add(time.Duration(hour)*time.Hour + time.Duration(n(5))*time.Minute), text})
}
