package policy

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const team = `
team: {zones: [Asia/Tokyo, UTC, America/Los_Angeles], working_hours: "09:00-18:00"}
people:
  aiko: {zone: Asia/Tokyo, holidays: [2026-11-24, 2026-11-25]}
  Ben: {zone: America/Los_Angeles, working_hours: "08:00-17:00"}
  owl: {zone: UTC, working_hours: "22:00-06:00"}
`

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWorkingHoursAreThePersonsOwn(t *testing.T) {
	c := parsed(t, team)
	tests := []struct {
		login, at string
		in        bool
		next      string // in UTC
	}{
		{"aiko", "2026-11-23T00:00:00Z", true, "2026-11-23T00:00:00Z"},  // Monday 09:00 in Tokyo
		{"aiko", "2026-11-22T23:59:00Z", false, "2026-11-23T00:00:00Z"}, // a minute before
		{"aiko", "2026-11-23T09:00:00Z", false, "2026-11-26T00:00:00Z"}, // 18:00, then two holidays
		{"ben", "2026-11-23T16:00:00Z", true, "2026-11-23T16:00:00Z"},   // 08:00 in Los Angeles, capitals do not matter
		{"ben", "2026-11-21T16:00:00Z", false, "2026-11-23T16:00:00Z"},  // Saturday
		{"nobody", "2026-11-23T01:00:00Z", true, "2026-11-23T01:00:00Z"},
		{"owl", "2026-11-24T05:00:00Z", true, "2026-11-24T05:00:00Z"},
		{"owl", "2026-11-23T05:00:00Z", false, "2026-11-23T22:00:00Z"}, // Sunday's night
		{"owl", "2026-11-28T05:00:00Z", true, "2026-11-28T05:00:00Z"},  // Friday's night
	}
	for _, tt := range tests {
		at := instant(t, tt.at)
		if got := c.InWorkingHours(tt.login, at); got != tt.in {
			t.Errorf("%s at %s: working %v", tt.login, tt.at, got)
		}
		if got := c.NextWorkingTime(tt.login, at).UTC().Format(time.RFC3339); got != tt.next {
			t.Errorf("%s at %s: next %s, want %s", tt.login, tt.at, got, tt.next)
		}
	}
}

func TestWorkingDaysLeaveOutWeekendsAndHolidays(t *testing.T) {
	c := parsed(t, team)
	friday := instant(t, "2026-11-20T10:00:00+09:00")
	tests := []struct {
		login string
		add   Duration
		want  string
	}{
		{"aiko", Duration{WorkingDays: 1}, "2026-11-23T10:00:00+09:00"},
		{"aiko", Duration{WorkingDays: 2}, "2026-11-26T10:00:00+09:00"},
		{"nobody", Duration{WorkingDays: 2}, "2026-11-24T10:00:00+09:00"},
		{"aiko", Duration{Days: 15}, "2026-12-05T10:00:00+09:00"},
		{"aiko", Duration{Clock: time.Hour}, "2026-11-20T11:00:00+09:00"},
		{"aiko", Duration{}, "2026-11-20T10:00:00+09:00"},
	}
	for _, tt := range tests {
		if got := c.After(tt.login, friday, tt.add).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s %v: got %s, want %s", tt.login, tt.add, got, tt.want)
		}
	}
}

func TestADayOfTheCalendarMayHaveAnotherLength(t *testing.T) {
	c := parsed(t, team)
	before := instant(t, "2026-10-31T10:00:00-07:00") // the clocks go back on November 1
	if got := c.After("Ben", before, Duration{Days: 1}).Format(time.RFC3339); got != "2026-11-01T10:00:00-08:00" {
		t.Errorf("got %s", got)
	}
}

func names(zones []*time.Location) string {
	var all []string
	for _, z := range zones {
		all = append(all, z.String())
	}
	return strings.Join(all, " ")
}

func TestZonesAreShownUTCFirstAndReadNearestFirst(t *testing.T) {
	c := parsed(t, team)
	if got := names(c.Zones()); got != "UTC Asia/Tokyo America/Los_Angeles" {
		t.Errorf("zones: %s", got)
	}
	if got := names(c.ZonesFor("ben")); got != "America/Los_Angeles Asia/Tokyo UTC" {
		t.Errorf("zones for ben: %s", got)
	}
	if got := names(c.ZonesFor("nobody")); got != "Asia/Tokyo UTC America/Los_Angeles" {
		t.Errorf("zones for nobody: %s", got)
	}
	if got := names(parsed(t, "team: {zones: []}").ZonesFor("x")); got != "UTC" {
		t.Errorf("without zones: %s", got)
	}
	many, problems := Parse("f", []byte("team: {zones: [Asia/Tokyo, Europe/Berlin, Asia/Seoul, Asia/Dubai, Asia/Taipei, Europe/Paris]}"))
	if got := names(many.Zones()); got != "UTC Asia/Tokyo Europe/Berlin Asia/Seoul Asia/Dubai" || problems.Errors() || len(problems) != 1 {
		t.Errorf("many: %s, %s", got, problems)
	}
}

func TestTheNextWorkingTimeIsWorkingTime(t *testing.T) {
	c := parsed(t, team)
	rapid.Check(t, func(t *rapid.T) {
		login := rapid.SampledFrom([]string{"aiko", "Ben", "owl", "nobody"}).Draw(t, "login")
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
		next := c.NextWorkingTime(login, at)
		if next.Before(at) || !c.InWorkingHours(login, next) || next.Sub(at) > 6*24*time.Hour {
			t.Fatalf("%s at %v: next %v", login, at, next)
		}
	})
}

func TestDurationsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Duration{
			Clock: time.Duration(rapid.IntRange(0, 200_000).Draw(t, "seconds")) * time.Second,
			Days:  rapid.IntRange(0, 999).Draw(t, "days"), WorkingDays: rapid.IntRange(0, 99).Draw(t, "working"),
		}
		if back, err := ParseDuration(d.String()); err != nil || back != d {
			t.Fatalf("%v became %v: %v", d, back, err)
		}
	})
}

func TestDurationsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "5", "m", "5 m", "-5m", "5M", "1h-5m", "9999999m", "0d", "999999w", "5mo", "٥m", "1.5h", "5m ", "999999d999999d999999d"} {
		if d, err := ParseDuration(text); err == nil {
			t.Errorf("%q was read as %v", text, d)
		}
	}
}
