package when

import (
	"fmt"
	"strings"
	"time"
)

// Show writes a moment for one speaker: "10:05 JST = 01:05 UTC", the first of zones before UTC, with the day's
// difference where there is one ("08:05 JST = 23:05 UTC (−1 d)"). Without zones, or in UTC, it is "01:05 UTC".
func Show(t time.Time, zones []*time.Location) string {
	home := Context{Zones: zones}.home()
	own, utc := Clock(t, home), Clock(t, time.UTC)
	if own == utc {
		return utc
	}
	return own + " = " + utc + shift(t, home, time.UTC)
}

// ShowAll writes a moment for a team: UTC first, then at most four of its zones, "01:05 UTC · 10:05 JST · 17:05 PST
// (−1 d)". Days differ from the day in UTC. Zones that show the same as an earlier one are left out.
func ShowAll(t time.Time, zones []*time.Location) string {
	shown := []string{Clock(t, time.UTC)}
	seen := map[string]bool{shown[0]: true}
	for _, z := range zones {
		if z == nil || len(shown) == 5 {
			continue
		}
		c := Clock(t, z)
		if seen[c] {
			continue
		}
		seen[c] = true
		shown = append(shown, c+shift(t, time.UTC, z))
	}
	return strings.Join(shown, " · ")
}

// Clock writes the time of day in one zone: "10:05 JST", "10:05 UTC+05:45".
func Clock(t time.Time, zone *time.Location) string {
	local := t.In(orUTC(zone))
	return local.Format("15:04 ") + label(local)
}

// Stamp writes date and time in one zone: "2026-11-22 01:05 UTC". Parse reads it back, to the minute, in a Context
// that has the zone among its Zones.
func Stamp(t time.Time, zone *time.Location) string {
	local := t.In(orUTC(zone))
	return fmt.Sprintf("%04d-%02d-%02d %s %s", local.Year(), local.Month(), local.Day(), local.Format("15:04"), label(local))
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// label is the zone's abbreviation at t's date, or its offset where the database has no letters for it ("+0545") or
// only local mean time. t is in the zone.
func label(t time.Time) string {
	name, off := t.Zone()
	if name == "" || name == "LMT" || name[0] == '+' || name[0] == '-' {
		return offsetName(off)
	}
	return name
}

// offsetName writes seconds east of UTC as UTC+05:45; seconds are shown only where there are some.
func offsetName(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("UTC%c%02d:%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf(":%02d", seconds%60)
	}
	return s
}

// shift writes how many days the date in zone lies from the date in base: " (−1 d)", or nothing.
func shift(t time.Time, base, zone *time.Location) string {
	midnight := func(z *time.Location) int64 {
		y, m, d := t.In(z).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	}
	switch days := (midnight(zone) - midnight(base)) / 86400; {
	case days > 0:
		return fmt.Sprintf(" (+%d d)", days)
	case days < 0:
		return fmt.Sprintf(" (−%d d)", -days)
	}
	return ""
}

// Span writes a length of time, given in seconds, for people: "45 s", "37 min", "2 h 05 min", "3 d 4 h". It is cut, not
// rounded; a negative one starts with a minus sign.
func Span(seconds int64) string {
	if seconds < 0 {
		if seconds == -1<<63 {
			seconds++
		}
		return "−" + Span(-seconds)
	}
	minutes, hours, days := seconds/60, seconds/3600, seconds/86400
	switch {
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case days == 0 && minutes%60 == 0:
		return fmt.Sprintf("%d h", hours)
	case days == 0:
		return fmt.Sprintf("%d h %02d min", hours, minutes%60)
	case hours%24 == 0:
		return fmt.Sprintf("%d d", days)
	}
	return fmt.Sprintf("%d d %d h", days, hours%24)
}

// Between is the length from one instant to another in whole seconds; unlike time.Duration it spans centuries.
func Between(from, to time.Time) int64 { return to.Unix() - from.Unix() }
