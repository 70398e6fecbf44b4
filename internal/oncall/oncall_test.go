package oncall_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/oncall"
	"github.com/sensible-im/sensible/internal/policy"
)

func config(t *testing.T, text string) policy.Config {
	t.Helper()
	cfg, problems := policy.Parse("sensible.yml", []byte(text))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return cfg
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const followTheSun = `
people: {cho: {zone: Asia/Tokyo, holidays: [2026-12-01]}}
oncall:
  rotations:
    - {name: sun, layers: [{people: [aiko, cho], zone: Asia/Tokyo, hours: "09:00-21:00", every: 1w, start: 2026-11-23}, {people: [ben], zone: America/Los_Angeles, hours: "04:00-16:00", every: 1w, start: 2026-11-23}]}
  overrides: [{who: dai, from: 2026-12-24T03:00:00Z, until: 2026-12-24T05:00:00Z}]
`

func TestWhoIsOnCallUntilWhen(t *testing.T) {
	for _, c := range []struct{ at, want string }{
		{"2026-11-23T00:00:00Z", "aiko until 2026-11-23T12:00:00Z"},
		{"2026-11-23T11:59:59Z", "aiko until 2026-11-23T12:00:00Z"},
		{"2026-11-23T12:00:00Z", "ben until 2026-11-24T00:00:00Z"},
		{"2026-11-30T00:00:00Z", "cho until 2026-11-30T12:00:00Z"},      // the second week
		{"2026-12-01T03:00:00Z", "aiko until 2026-12-01T12:00:00Z"},     // cho has a holiday
		{"2026-12-24T02:00:00Z", "aiko until 2026-12-24T03:00:00Z"},     // until somebody stands in
		{"2026-12-24T04:00:00Z", "dai until 2026-12-24T05:00:00Z"},      // stands in
		{"2026-12-24T06:00:00Z", "aiko until 2026-12-24T12:00:00Z"},     // and goes
		{"2026-11-22T03:00:00Z", "cho until 2026-11-22T12:00:00Z"},      // before the start turns go on backwards
		{"2026-07-01T11:30:00Z", "cho, ben until 2026-07-01T12:00:00Z"}, // summer time in one of them: doubled
	} {
		var who []string
		var until time.Time
		for _, s := range oncall.At(config(t, followTheSun), at(t, c.at)) {
			if who = append(who, s.Who); until.IsZero() {
				until = s.Until
			}
		}
		if got := strings.Join(who, ", ") + " until " + until.Format(time.RFC3339); got != c.want {
			t.Errorf("%s: got %s, want %s", c.at, got, c.want)
		}
	}
}

func TestATurnOfOnePersonIsOneShiftThroughItsDays(t *testing.T) {
	cfg := config(t, `oncall: {rotations: [{name: all, layers: [{people: [a, b], zone: Europe/Berlin, every: 1w, start: 2026-11-23}]}]}`)
	on := oncall.At(cfg, at(t, "2026-11-25T10:00:00Z"))
	if len(on) != 1 || on[0].Who != "a" || !on[0].From.Equal(at(t, "2026-11-22T23:00:00Z")) || !on[0].Until.Equal(at(t, "2026-11-29T23:00:00Z")) {
		t.Errorf("%+v", on)
	}
	next, ok := oncall.Next(cfg, at(t, "2026-11-25T10:00:00Z"))
	if !ok || next.Who != "b" || !next.From.Equal(on[0].Until) {
		t.Errorf("%+v", next)
	}
}

func TestANightShiftBelongsToTheDayItBeginsOn(t *testing.T) {
	cfg := config(t, `oncall: {rotations: [{name: n, layers: [{people: [a, b], zone: Asia/Tokyo, hours: "20:00-08:00", every: 1d, start: 2026-11-23}]}]}`)
	for when, want := range map[string]string{"2026-11-23T12:00:00Z": "a", "2026-11-23T22:59:00Z": "a", "2026-11-24T12:00:00Z": "b", "2026-11-24T03:00:00Z": ""} {
		got := ""
		if on := oncall.At(cfg, at(t, when)); len(on) > 0 {
			got = on[0].Who
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", when, got, want)
		}
	}
}

func TestTurnsMayBeShorterThanADay(t *testing.T) {
	cfg := config(t, `oncall: {rotations: [{name: n, layers: [{people: [a, b, c], zone: UTC, every: 8h, start: 2026-11-23}]}]}`)
	for when, want := range map[string]string{"2026-11-23T07:59:00Z": "a", "2026-11-23T08:00:00Z": "b", "2026-11-23T23:00:00Z": "c", "2026-11-24T00:00:00Z": "a"} {
		if on := oncall.At(cfg, at(t, when)); len(on) != 1 || on[0].Who != want {
			t.Errorf("%s: %+v, want %s", when, on, want)
		}
	}
}

func TestNobodyAndNoRota(t *testing.T) {
	if on := oncall.At(policy.Default(2), at(t, "2026-11-23T00:00:00Z")); len(on) != 0 {
		t.Errorf("%+v", on)
	}
	if _, ok := oncall.Next(policy.Default(2), at(t, "2026-11-23T00:00:00Z")); ok {
		t.Error("somebody comes next where there is no rota")
	}
}

func TestGapsAndDoublesAreNamedWithTheirTimes(t *testing.T) {
	cfg := config(t, `oncall: {rotations: [{name: office, layers: [{people: [a], zone: UTC, hours: "09:00-17:00"}, {people: [b], zone: UTC, hours: "16:00-24:00"}]}]}`)
	var got []string
	for _, h := range oncall.Check(cfg, at(t, "2026-11-23T00:00:00Z"), at(t, "2026-11-24T00:00:00Z")) {
		got = append(got, fmt.Sprintf("%s-%s %v", h.From.Format("15:04"), h.Until.Format("15:04"), h.Who))
	}
	if s := strings.Join(got, "; "); s != "00:00-09:00 []; 16:00-17:00 [a b]" {
		t.Error(s)
	}
}

// Fifteen years in zones that change their clocks in different ways (one of them by half an hour, one at midnight): layers
// that meet leave no instant uncovered and cover none twice.
func TestNoChangeOfClocksLosesOrDoublesAnInstant(t *testing.T) {
	layers := map[string]string{
		"round the clock": `{people: [a, b, c], zone: %[1]s, every: 1w, start: 2026-11-23}`,
		"two halves":      `{people: [a, b], zone: %[1]s, hours: "02:30-14:30", every: 1d, start: 2026-11-23}, {people: [c, d], zone: %[1]s, hours: "14:30-02:30", every: 1w, start: 2026-11-23}`,
		"three thirds":    `{people: [a], zone: %[1]s, hours: "00:00-08:00"}, {people: [b], zone: %[1]s, hours: "08:00-16:00"}, {people: [c], zone: %[1]s, hours: "16:00-24:00"}`,
		"five hours":      `{people: [a, b, c], zone: %[1]s, every: 5h, start: 2026-11-23}`,
	}
	from, until := at(t, "2015-01-01T00:00:00Z"), at(t, "2030-01-01T00:00:00Z")
	for name, text := range layers {
		for _, zone := range []string{"Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo"} {
			cfg := config(t, "oncall: {rotations: [{name: r, layers: ["+fmt.Sprintf(text, zone)+"]}]}")
			for _, h := range oncall.Check(cfg, from, until) {
				t.Errorf("%s in %s: %v from %s until %s", name, zone, h.Who, h.From, h.Until)
			}
		}
	}
}
