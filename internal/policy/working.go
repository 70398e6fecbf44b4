package policy

import (
	"slices"
	"time"
)

// calendar is when one person works.
type calendar struct {
	zone     *time.Location
	hours    Hours
	holidays []Date
}

func (c Config) calendar(login string) calendar {
	p := c.Person(login)
	hours := p.WorkingHours
	if hours.IsZero() {
		hours = c.Team.WorkingHours
	}
	return calendar{zone: c.ZonesFor(login)[0], hours: hours, holidays: p.Holidays}
}

// InWorkingHours tells whether a person works at t: Monday to Friday, no holiday, within the hours
// in the person's zone (the team's where the person has none). Hours over midnight belong to the
// day on which they begin.
func (c Config) InWorkingHours(login string, t time.Time) bool {
	return c.calendar(login).works(t)
}

// NextWorkingTime is t where the person works at t, else the next beginning of working hours, in
// the person's zone.
func (c Config) NextWorkingTime(login string, t time.Time) time.Time {
	cal := c.calendar(login)
	local := t.In(cal.zone)
	if cal.works(t) {
		return local
	}
	// Each holiday and each weekend moves the start by less than 3 days: this bound is never met.
	for day := 0; day <= 3*len(cal.holidays)+4; day++ {
		start := time.Date(local.Year(), local.Month(), local.Day()+day, 0, cal.hours.From, 0, 0, cal.zone)
		if start.After(t) && cal.worksOn(DateOf(start)) {
			return start
		}
	}
	return local
}

// AddWorkingDays is the same time of day n working days of a person later (n ≥ 0), in the person's
// zone. From a weekend or holiday the first day counted is the next working day.
func (c Config) AddWorkingDays(login string, t time.Time, n int) time.Time {
	cal := c.calendar(login)
	local := t.In(cal.zone)
	for n > 0 {
		local = time.Date(local.Year(), local.Month(), local.Day()+1, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), cal.zone)
		if cal.worksOn(DateOf(local)) {
			n--
		}
	}
	return local
}

// After is t and a duration later: days and working days on the person's calendar, then the clock.
func (c Config) After(login string, t time.Time, d Duration) time.Time {
	local := t.In(c.calendar(login).zone).AddDate(0, 0, d.Days)
	return c.AddWorkingDays(login, local, d.WorkingDays).Add(d.Clock)
}

func (cal calendar) works(t time.Time) bool {
	local := t.In(cal.zone)
	minute := local.Hour()*60 + local.Minute()
	if !cal.hours.Contains(minute) {
		return false
	}
	if cal.hours.From > cal.hours.Until && minute < cal.hours.Until {
		local = local.AddDate(0, 0, -1)
	}
	return cal.worksOn(DateOf(local))
}

func (cal calendar) worksOn(day Date) bool {
	switch time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !slices.Contains(cal.holidays, day)
}
