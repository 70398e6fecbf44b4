// Package when reads the times that people write ("10:05 JST", "15m ago", "昨日 23:50") and shows times to people in the
// zones of a team.
//
// It reads one expression at a time and refuses what has several readings, naming each of them so that it can be
// pasted. It never reads a clock (the comment's own time is an argument), never guesses silently (Result says which
// zone was taken and why), and does not find times in long prose: package timeline does, with the help of this one.
//
// Zone rules come from time.LoadLocation. That is the one thing here that is not computed from the arguments alone: it
// reads the time zone database, which is data of the build (cmd embeds time/tzdata), the same for every caller.
// time.Local is never used.
package when

import (
	"strings"
	"time"
)

// Tolerance is how far after the comment a time may lie and still count as not in the future, in seconds: clocks of
// people and of GitHub differ a little.
const Tolerance = 120

// Context is what a time expression is read against.
type Context struct {
	// Now is the comment's own time, never the wall clock.
	Now time.Time
	// Zones are the speaker's zone first, then the team's. Empty means UTC.
	Zones []*time.Location
}

func (c Context) home() *time.Location {
	for _, z := range c.Zones {
		if z != nil {
			return z
		}
	}
	return time.UTC
}

// limit is the last second that is not in the future.
func (c Context) limit() int64 { return c.Now.Unix() + Tolerance }

// Precision is the smallest unit that was written.
type Precision string

// The precisions, finest first.
const (
	Second Precision = "second"
	Minute Precision = "minute"
	Hour   Precision = "hour"
	Day    Precision = "day"
)

// ZoneSource says where the zone of a Result came from.
type ZoneSource string

// The sources of a zone.
const (
	// ZoneWritten: the text names it, and the name has one meaning.
	ZoneWritten ZoneSource = "written"
	// ZoneAssumed: the text names none; the speaker's (else the team's first) was taken.
	ZoneAssumed ZoneSource = "assumed"
	// ZoneOfTeam: the letters have several meanings, and exactly one is in use in the team's zones at that date.
	ZoneOfTeam ZoneSource = "team"
	// ZoneNotNeeded: "15m ago" and "now" are the same instant everywhere.
	ZoneNotNeeded ZoneSource = "none"
)

// Result is one instant that was read.
type Result struct {
	// At is in UTC, in whole seconds, never after Context.Now + Tolerance, in the years 1 to 9999.
	At time.Time
	// Zone is the zone as it should be shown ("JST", "Asia/Tokyo", "UTC+09:00"); empty where none was needed.
	Zone string
	// Location is that zone, to show other times in; the speaker's where none was needed. Never nil.
	Location *time.Location
	// Source says where Zone came from.
	Source ZoneSource
	// GuessedZone is true where a person should be told which zone was taken (ZoneAssumed, ZoneOfTeam).
	GuessedZone bool
	// Approximate is true for "about 10:05" and "10:05頃".
	Approximate bool
	// Precision is the smallest unit that was written.
	Precision Precision
}

// Parse reads text as one time expression. A text that names the same instant in several zones ("10:05 JST = 01:05
// UTC") is one expression. The error, if any, is always a *Problem.
//
// Without a zone the first of ctx.Zones is taken; without a date (or year) the latest such instant that is not after
// ctx.Now + Tolerance.
func Parse(text string, ctx Context) (Result, error) {
	parts, ok := readAll(text)
	if !ok {
		return Result{}, unreadable(text, ctx)
	}
	res, problem := settle(parts, ctx)
	if problem != nil {
		problem.Text = strings.TrimSpace(text)
		return Result{}, problem
	}
	return res, nil
}
