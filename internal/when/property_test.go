package when

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var zoneNamesForTests = []string{"UTC", "Asia/Tokyo", "America/Los_Angeles", "America/Chicago", "Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata",
	"Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "America/Havana", "Asia/Manila", "Pacific/Kiritimati", "Africa/Monrovia"}

func drawZones(t *rapid.T) []*time.Location {
	var zones []*time.Location
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(zoneNamesForTests), 1, 4).Draw(t, "zones") {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, loc)
	}
	return zones
}

// What is shown to a person in the person's own zone is read back as that instant, to the minute. Only the current
// rules are used: before them, the same letters had several offsets within a day.
func TestWhatIsShownIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := drawZones(t)[:1]
		at := time.Unix(rapid.Int64Range(1420070400, 4102444800).Draw(t, "at")/60*60, 0).UTC()
		ctx := Context{Now: at.Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "later")) * time.Second), Zones: zones}
		text := Stamp(at, zones[0])
		got, err := Parse(text, ctx)
		if err != nil || !got.At.Equal(at) {
			t.Fatalf("%s is %q in %s, which is read as %v, %v", at, text, zones[0], got.At, err)
		}
		if ctx.Now.Sub(at) > 12*time.Hour {
			return
		}
		text = Show(at, zones)
		if got, err := Parse(text, ctx); err != nil || !got.At.Equal(at) {
			t.Fatalf("%s is %q in %s, which is read as %v, %v", at, text, zones[0], got.At, err)
		}
	})
}

// sane checks what must hold of any answer, and that every reading that is offered is read as promised.
func sane(t interface{ Fatalf(string, ...any) }, text string, ctx Context) {
	got, err := Parse(text, ctx)
	if err == nil {
		if got.At.Unix() > ctx.limit() || got.At.Nanosecond() != 0 || got.At.Location() != time.UTC || got.At.Year() < 1 || got.At.Year() > 9999 {
			t.Fatalf("%q is read as %v, at %v", text, got.At, ctx.Now)
		}
		if got.Location == nil || got.GuessedZone != (got.Source == ZoneAssumed || got.Source == ZoneOfTeam) {
			t.Fatalf("%q: %+v", text, got)
		}
		return
	}
	var p *Problem
	if !errors.As(err, &p) || p.Kind == "" || p.Text != strings.TrimSpace(text) {
		t.Fatalf("%q: %#v", text, err)
	}
	for _, r := range p.Readings {
		if again, err := Parse(r.Text, ctx); err != nil || !again.At.Equal(r.At) || r.At.Unix() > ctx.limit() {
			t.Fatalf("%q offers %q as %v, which is read as %v, %v", text, r.Text, r.At, again.At, err)
		}
	}
}

// Anything the grammar can build is read within bounds or refused with readings that hold.
func TestWhatTheGrammarBuildsIsReadOrRefusedSanely(t *testing.T) {
	dates := rapid.SampledFrom([]string{"", "2026-11-01 ", "2026-03-08 ", "2026-03-29 ", "2011-12-30 ", "0001-01-01 ", "9999-12-31 ", "Nov 22 ", "Feb 29 ", "3/4 ", "yesterday ", "today ", "tomorrow ", "Friday ", "last Sun ", "2 days ago ", "昨日 ", "11月1日"})
	clocks := rapid.SampledFrom([]string{"10:05", "01:30", "02:30", "02:15", "23:59:59", "00:00", "24:00", "25:10", "25:61", "3pm", "15:10 PM", "noon", "10時半", "午後3時", ""})
	suffix := rapid.SampledFrom([]string{"", " JST", " CST", " IST", " BST", " AST", " PT", " PST", " -11:00", "-11:00", " UTC+9", " +0545", " UTC+25", " Europe/London", " Australia/Lord_Howe", " Israel time", " XYZ", " = 01:05 UTC", " (01:05 UTC)"})
	rapid.Check(t, func(t *rapid.T) {
		ctx := Context{Now: time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "now"), 0), Zones: drawZones(t)}
		if rapid.Bool().Draw(t, "recent") {
			ctx.Now = time.Unix(rapid.Int64Range(1767225600, 1798761600).Draw(t, "now"), 0)
		}
		sane(t, dates.Draw(t, "date")+clocks.Draw(t, "clock")+suffix.Draw(t, "zone"), ctx)
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"10:05 JST", "2026-11-01 01:30 PT", "1h30m ago", "昨日 23:50", "10:05 JST = 01:05 UTC", "3/4 10:05 CST", "10:05-11:00", "Sun, 22 Nov 2026 01:05:00 GMT", "午後3時半", "10:05 Paris time", "25:10", "20261122T010500Z"} {
		f.Add(s, int64(1795312800))
	}
	ctx := team(f)
	f.Fuzz(func(t *testing.T, text string, now int64) {
		if now < -62135596800 || now > 253402300799 {
			now = 1795312800
		}
		ctx := Context{Now: time.Unix(now, 0), Zones: ctx.Zones}
		sane(t, text, ctx)
		Span(now)
		ParseSpan(text)
	})
}

// Split never invents text: both parts are cut from the arguments, and what it calls a time at least has the shape of
// one.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"rolled back at 10:05 JST", "a | 09:30", "10:05: b", "2 15m ago", "look at the queue", "at at 10:05", "x ｜10:05"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, args string) {
		rest, text, ok := Split(args)
		if !strings.Contains(args, rest) || !strings.Contains(args, text) || ok != (text != "") || !ok && rest != strings.TrimSpace(args) {
			t.Fatalf("%q: rest %q, time %q, %v", args, rest, text, ok)
		}
		if _, shaped := readAll(text); ok && !shaped {
			t.Fatalf("%q: %q is no time", args, text)
		}
	})
}
