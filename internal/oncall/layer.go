package oncall

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
)

// allDay is the range of a layer that names no hours.
var allDay = policy.Hours{From: 0, Until: 24 * 60}

// aMonday is when turns are counted from where no start is written: a Monday, so that weeks begin with one.
var aMonday = policy.Date{Year: 2024, Month: time.January, Day: 1}

// everyWeek is how long a turn is where no length is written.
var everyWeek = policy.Duration{Days: 7}

// layer lists the shifts of one layer: one for each of its days, later joined.
func layer(cfg policy.Config, l policy.Layer, from, until time.Time) []Shift {
	zone := zoneOf(cfg, l)
	hours, every, start := l.Hours, l.Every, l.Start
	if hours.IsZero() {
		hours = allDay
	}
	if every.IsZero() {
		every = everyWeek
	}
	if start.IsZero() {
		start = aMonday
	}
	t := turns{cfg: cfg, people: l.People, zone: zone, start: start, hours: hours, every: every}
	var out []Shift
	first := policy.DateOf(from.In(zone).AddDate(0, 0, -2))
	for day := 0; ; day++ {
		s := t.window(first, day)
		if s.From.After(until.Add(48 * time.Hour)) {
			return out
		}
		out = append(out, t.pieces(s)...)
	}
}

// turns are who takes which window of a layer.
type turns struct {
	cfg    policy.Config
	people []string
	zone   *time.Location
	start  policy.Date
	hours  policy.Hours
	every  policy.Duration
}

// window is the layer's range on the day that lies so many days after first. Both ends are made from the same calendar, so
// that 24:00 of a day and 00:00 of the next are one instant whatever the clocks do.
func (t turns) window(first policy.Date, days int) Shift {
	end := t.hours.Until
	if t.hours.Until <= t.hours.From {
		end += 24 * 60
	}
	return Shift{From: t.instant(first, days, t.hours.From), Until: t.instant(first, days, end), Zone: t.zone}
}

func (t turns) instant(d policy.Date, days, minute int) time.Time {
	days, minute = days+minute/(24*60), minute%(24*60)
	return time.Date(d.Year, d.Month, d.Day+days, 0, minute, 0, 0, t.zone).UTC()
}

// pieces gives a window to whoever's turn it is. Turns shorter than a day cut it.
func (t turns) pieces(s Shift) []Shift {
	if t.every.Clock == 0 {
		s.Who = t.whose(t.turn(policy.DateOf(s.From.In(t.zone))), s.From)
		return []Shift{s}
	}
	length := t.every.Elapsed()
	origin := t.instant(t.start, 0, t.hours.From)
	var out []Shift
	for s.From.Before(s.Until) {
		turn := floorDiv(int64(s.From.Sub(origin)), int64(length))
		end := origin.Add(time.Duration(turn+1) * length)
		piece := s
		piece.Who = t.whose(turn, s.From)
		if end.Before(s.Until) {
			piece.Until = end
		}
		out = append(out, piece)
		s.From = piece.Until
	}
	return out
}

// turn counts the turns from the start to a day; before the start it is negative.
func (t turns) turn(day policy.Date) int64 {
	days := (midnight(day).Unix() - midnight(t.start).Unix()) / (24 * 60 * 60)
	return floorDiv(days, int64(t.every.Days+t.every.WorkingDays))
}

// whose is the person of a turn; on a holiday of theirs the next one who has none stands in, if there is any.
func (t turns) whose(turn int64, at time.Time) string {
	n := int64(len(t.people))
	first := turn - floorDiv(turn, n)*n
	for i := range n {
		who := t.people[(first+i)%n]
		if !slices.Contains(t.cfg.Person(who).Holidays, policy.DateOf(at.In(t.zone))) {
			return who
		}
	}
	return t.people[first]
}

func zoneOf(cfg policy.Config, l policy.Layer) *time.Location {
	names := append([]string{l.Zone}, cfg.Team.Zones...)
	for _, name := range names {
		if name == "" || name == "Local" {
			continue
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.UTC
}

func midnight(d policy.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
