package when

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // the program embeds it in cmd; a test must not depend on the machine's

	"github.com/google/go-cmp/cmp"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// team is read by somebody in Tokyo, at 2026-11-22 02:00 UTC = 11:00 JST, a Sunday.
func team(t testing.TB) Context {
	t.Helper()
	return Context{Now: time.Date(2026, 11, 22, 2, 0, 0, 5e8, time.UTC),
		Zones: []*time.Location{zone(t, "Asia/Tokyo"), time.UTC, zone(t, "America/Los_Angeles")}}
}

func TestParseReads(t *testing.T) {
	cases := []struct{ text, want string }{
		// clocks, without a date: the latest that is not in the future
		{"10:05 JST", "2026-11-22T01:05:00Z"}, {"10:05", "2026-11-22T01:05:00Z"}, {"10:05:30", "2026-11-22T01:05:30Z"},
		{"11:02", "2026-11-22T02:02:00Z"}, {"11:03", "2026-11-21T02:03:00Z"}, {"9:05", "2026-11-22T00:05:00Z"},
		{"3:10pm", "2026-11-21T06:10:00Z"}, {"3:10 p.m.", "2026-11-21T06:10:00Z"}, {"12:10 AM", "2026-11-21T15:10:00Z"},
		{"12:10 PM", "2026-11-21T03:10:00Z"}, {"4 PM UTC", "2026-11-21T16:00:00Z"}, {"15h50 UTC", "2026-11-21T15:50:00Z"},
		{"noon", "2026-11-21T03:00:00Z"}, {"midnight", "2026-11-21T15:00:00Z"}, {"at 10:05 JST", "2026-11-22T01:05:00Z"},
		{"10:05:30.987 UTC", "2026-11-21T10:05:30Z"}, {"10:05JST", "2026-11-22T01:05:00Z"}, {"10:05 (JST).", "2026-11-22T01:05:00Z"},
		{"about 10:05 JST", "2026-11-22T01:05:00Z"}, {"since 10:05 JST", "2026-11-22T01:05:00Z"},
		// zones
		{"10:05 jst", "2026-11-22T01:05:00Z"}, {"01:05 UTC", "2026-11-22T01:05:00Z"}, {"01:05 GMT", "2026-11-22T01:05:00Z"}, {"01:05Z", "2026-11-22T01:05:00Z"},
		{"10:05 UTC+9", "2026-11-22T01:05:00Z"}, {"10:05 UTC+09:00", "2026-11-22T01:05:00Z"}, {"10:05 +0900", "2026-11-22T01:05:00Z"},
		{"10:05 +09:00", "2026-11-22T01:05:00Z"}, {"10:05 +09", "2026-11-22T01:05:00Z"}, {"17:05 −0800", "2026-11-22T01:05:00Z"}, {"17:05 -08:00", "2026-11-22T01:05:00Z"}, {"17:05-0800", "2026-11-22T01:05:00Z"},
		{"6:35 UTC+5:30", "2026-11-22T01:05:00Z"}, {"10:05 Asia/Tokyo", "2026-11-22T01:05:00Z"}, {"10:05 asia/tokyo", "2026-11-22T01:05:00Z"},
		{"10:05 AM PT", "2026-11-21T18:05:00Z"}, {"5:05 PM Pacific time", "2026-11-22T01:05:00Z"}, {"17:05 PST", "2026-11-22T01:05:00Z"},
		{"20:05 ET", "2026-11-22T01:05:00Z"}, {"2026-07-01 17:05 PT", "2026-07-02T00:05:00Z"}, {"2026-07-01 17:05 PST", "2026-07-02T01:05:00Z"},
		{"2:05 CET", "2026-11-22T01:05:00Z"}, {"2026-07-01 02:05 CEST", "2026-07-01T00:05:00Z"}, {"12:05 AEDT", "2026-11-22T01:05:00Z"},
		{"10:05 KST", "2026-11-22T01:05:00Z"}, {"09:05 SGT", "2026-11-22T01:05:00Z"}, {"14:05 NZDT", "2026-11-22T01:05:00Z"},
		{"03:05 Israel time", "2026-11-22T01:05:00Z"}, {"02:05 Paris time", "2026-11-22T01:05:00Z"}, {"10:05 Tokyo time", "2026-11-22T01:05:00Z"},
		{"17:05 San Francisco time", "2026-11-22T01:05:00Z"}, {"10:05 Japan Standard Time", "2026-11-22T01:05:00Z"},
		{"22:05 America/Argentina/Buenos_Aires", "2026-11-22T01:05:00Z"}, {"20:05 america/port-au-prince", "2026-11-22T01:05:00Z"},
		{"10:05 Etc/GMT-9", "2026-11-22T01:05:00Z"}, {"17:05 US/Pacific", "2026-11-22T01:05:00Z"},
		// dates
		{"2026-11-22 01:05 UTC", "2026-11-22T01:05:00Z"}, {"2026-11-22T01:05:00Z", "2026-11-22T01:05:00Z"}, {"2026-11-22T10:05:00+09:00", "2026-11-22T01:05:00Z"},
		{"2026-11-22t01:05:00.123z", "2026-11-22T01:05:00Z"}, {"2026-11-22T10:05+09:00", "2026-11-22T01:05:00Z"}, {"2026-11-21T17:05-08:00", "2026-11-22T01:05:00Z"},
		{"2026-11-22T10:05:00+09:00[Asia/Tokyo]", "2026-11-22T01:05:00Z"}, {"20261122T010500Z", "2026-11-22T01:05:00Z"}, {"20261122T0105Z", "2026-11-22T01:05:00Z"},
		{"2026-11-22 10:05 +09:00", "2026-11-22T01:05:00Z"}, {"2026-11-22 10:05", "2026-11-22T01:05:00Z"}, {"2026/11/22 10:05", "2026-11-22T01:05:00Z"},
		{"22.11.2026 10:05", "2026-11-22T01:05:00Z"}, {"Nov 22 10:05 JST", "2026-11-22T01:05:00Z"}, {"22 Nov 2026 10:05", "2026-11-22T01:05:00Z"},
		{"22-Nov-2026 10:05", "2026-11-22T01:05:00Z"}, {"November 22nd, 2026, 10:05 (JST)", "2026-11-22T01:05:00Z"}, {"10:05 JST on Nov 22", "2026-11-22T01:05:00Z"},
		{"Sun, 22 Nov 2026 01:05:00 GMT", "2026-11-22T01:05:00Z"}, {"11/22 10:05", "2026-11-22T01:05:00Z"}, {"22/11/2026 10:05", "2026-11-22T01:05:00Z"},
		{"11/11 10:05", "2026-11-11T01:05:00Z"}, {"Dec 24 10:05", "2025-12-24T01:05:00Z"}, {"Feb 29 10:05", "2024-02-29T01:05:00Z"},
		{"yesterday 23:50 JST", "2026-11-21T14:50:00Z"}, {"yesterday at 3pm", "2026-11-21T06:00:00Z"}, {"today 10:05", "2026-11-22T01:05:00Z"},
		{"the day before yesterday 10:05", "2026-11-20T01:05:00Z"}, {"Friday 10:05", "2026-11-20T01:05:00Z"}, {"Sunday 10:05", "2026-11-22T01:05:00Z"},
		{"Sunday 23:05", "2026-11-15T14:05:00Z"}, {"last Sunday 10:05", "2026-11-15T01:05:00Z"}, {"10:05 on tue", "2026-11-17T01:05:00Z"},
		{"3 days ago at 10:05 JST", "2026-11-19T01:05:00Z"}, {"1984-01-02 10:05 UTC", "1984-01-02T10:05:00Z"}, {"0001-01-02 00:00 UTC", "0001-01-02T00:00:00Z"},
		// distances
		{"2m ago", "2026-11-22T01:58:00Z"}, {"15m ago", "2026-11-22T01:45:00Z"}, {"1h30m ago", "2026-11-22T00:30:00Z"}, {"1 h 30 min ago", "2026-11-22T00:30:00Z"},
		{"2 hours ago", "2026-11-22T00:00:00Z"}, {"1 hour and 5 minutes ago", "2026-11-22T00:55:00Z"}, {"1.5 hours ago", "2026-11-22T00:30:00Z"},
		{"an hour ago", "2026-11-22T01:00:00Z"}, {"half an hour ago", "2026-11-22T01:30:00Z"}, {"an hour and a half ago", "2026-11-22T00:30:00Z"},
		{"90 seconds ago", "2026-11-22T01:58:30Z"}, {"1 day ago", "2026-11-21T02:00:00Z"}, {"2w ago", "2026-11-08T02:00:00Z"}, {"about 15m ago", "2026-11-22T01:45:00Z"},
		{"now", "2026-11-22T02:00:00Z"}, {"just now", "2026-11-22T02:00:00Z"}, {"0m ago", "2026-11-22T02:00:00Z"}, {"200 days ago", "2026-05-06T02:00:00Z"},
		// Japanese and full width
		{"１０：０５　ＪＳＴ", "2026-11-22T01:05:00Z"}, {"10時05分", "2026-11-22T01:05:00Z"}, {"10時5分30秒", "2026-11-22T01:05:30Z"}, {"10時半", "2026-11-22T01:30:00Z"},
		{"午前10時05分", "2026-11-22T01:05:00Z"}, {"午後3:10", "2026-11-21T06:10:00Z"}, {"10時05分頃", "2026-11-22T01:05:00Z"}, {"10:05に", "2026-11-22T01:05:00Z"},
		{"日本時間 10:05", "2026-11-22T01:05:00Z"}, {"15分前", "2026-11-22T01:45:00Z"}, {"２時間前", "2026-11-22T00:00:00Z"}, {"1時間半前", "2026-11-22T00:30:00Z"},
		{"1時間30分前", "2026-11-22T00:30:00Z"}, {"15m前", "2026-11-22T01:45:00Z"}, {"昨日 23:50", "2026-11-21T14:50:00Z"}, {"昨日の23時50分", "2026-11-21T14:50:00Z"},
		{"11月22日 10:05", "2026-11-22T01:05:00Z"}, {"2026年11月22日(日) 10時05分", "2026-11-22T01:05:00Z"}, {"金曜日 10:05", "2026-11-20T01:05:00Z"},
		// the same instant told twice
		{"10:05 JST = 01:05 UTC", "2026-11-22T01:05:00Z"}, {"10:05 JST (01:05 UTC)", "2026-11-22T01:05:00Z"}, {"2026-11-20 10:05 JST = 01:05 UTC", "2026-11-20T01:05:00Z"},
		{"23:05 UTC · 08:05 JST · 15:05 PST (−1 d)", "2026-11-21T23:05:00Z"}, {"10:05 CST = 16:05 UTC", "2026-11-21T16:05:00Z"},
		{"2026-07-01 17:05 UTC = 10:05 PT", "2026-07-01T17:05:00Z"}, {"10:05 PT (2026-07-01 17:05 UTC)", "2026-07-01T17:05:00Z"}, {"2026-11-20 08:05 JST = 2026-11-19 23:05 UTC", "2026-11-19T23:05:00Z"},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			got, err := Parse(c.text, team(t))
			if err != nil {
				t.Fatal(err)
			}
			if s := got.At.Format(time.RFC3339Nano); s != c.want {
				t.Errorf("read as %s, want %s", s, c.want)
			}
		})
	}
}

func TestParseSaysWhereTheZoneCameFrom(t *testing.T) {
	type told struct {
		Zone        string
		Source      ZoneSource
		Guessed     bool
		Approximate bool
		Precision   Precision
	}
	cases := map[string]told{
		"10:05 JST":        {"JST", ZoneWritten, false, false, Minute},
		"10:05":            {"JST", ZoneAssumed, true, false, Minute},
		"10:05:30 +0530":   {"UTC+05:30", ZoneWritten, false, false, Second},
		"10:05 PT":         {"America/Los_Angeles", ZoneWritten, false, false, Minute},
		"10:05 Paris time": {"Europe/Paris", ZoneWritten, false, false, Minute},
		"01:05Z":           {"UTC", ZoneWritten, false, false, Minute},
		"~10:05 JST":       {"JST", ZoneWritten, false, true, Minute},
		"15m ago":          {"", ZoneNotNeeded, false, false, Minute},
		"2 hours ago":      {"", ZoneNotNeeded, false, false, Hour},
		"90s ago":          {"", ZoneNotNeeded, false, false, Second},
		"3d ago":           {"", ZoneNotNeeded, false, false, Day},
	}
	for text, want := range cases {
		t.Run(text, func(t *testing.T) {
			r, err := Parse(text, team(t))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, told{r.Zone, r.Source, r.GuessedZone, r.Approximate, r.Precision}); diff != "" {
				t.Error(diff)
			}
			if r.Location == nil {
				t.Error("no location to show other times in")
			}
		})
	}
}

// refusal is a Problem in a form that tests can write down.
func refusal(t *testing.T, text string, ctx Context) (Kind, map[string]string) {
	t.Helper()
	r, err := Parse(text, ctx)
	var p *Problem
	if !errors.As(err, &p) {
		t.Fatalf("read as %v", r.At)
	}
	readings := map[string]string{}
	for _, reading := range p.Readings {
		readings[reading.Text] = reading.At.Format(time.RFC3339)
		if got, err := Parse(reading.Text, ctx); err != nil || !got.At.Equal(reading.At) {
			t.Errorf("the reading %q, pasted, gives %v, %v; promised %v", reading.Text, got.At, err, reading.At)
		}
	}
	return p.Kind, readings
}

func TestParseRefuses(t *testing.T) {
	cases := []struct {
		text     string
		kind     Kind
		readings map[string]string
	}{
		{"10:05 IST", Ambiguous, map[string]string{"10:05 Asia/Kolkata": "2026-11-21T04:35:00Z", "10:05 Europe/Dublin": "2026-11-21T10:05:00Z", "10:05 Asia/Jerusalem": "2026-11-21T08:05:00Z"}},
		{"3:10 CST", Ambiguous, map[string]string{"03:10 America/Chicago": "2026-11-21T09:10:00Z", "03:10 Asia/Shanghai": "2026-11-21T19:10:00Z", "03:10 America/Havana": "2026-11-21T08:10:00Z"}},
		{"2026-07-01 10:05 BST", Ambiguous, map[string]string{"2026-07-01 10:05 Europe/London": "2026-07-01T09:05:00Z", "2026-07-01 10:05 Asia/Dhaka": "2026-07-01T04:05:00Z", "2026-07-01 10:05 Pacific/Bougainville": "2026-06-30T23:05:00Z"}},
		{"10:05 AST", Ambiguous, map[string]string{"10:05 America/Halifax": "2026-11-21T14:05:00Z", "10:05 Asia/Riyadh": "2026-11-21T07:05:00Z"}},
		{"3/4 10:05", Ambiguous, map[string]string{"2026-03-04 10:05 +09:00": "2026-03-04T01:05:00Z", "2026-04-03 10:05 +09:00": "2026-04-03T01:05:00Z"}},
		{"10:05-11:00", Ambiguous, map[string]string{"2026-11-22 10:05 +09:00": "2026-11-22T01:05:00Z", "2026-11-21 10:05 -11:00": "2026-11-21T21:05:00Z"}},
		{"10:05 JST = 02:05 UTC", Ambiguous, map[string]string{"2026-11-22 10:05 +09:00": "2026-11-22T01:05:00Z", "2026-11-21 02:05 +00:00": "2026-11-21T02:05:00Z"}},
		{"2026-11-20 10:05 JST = 2026-11-21 01:05 UTC", Ambiguous, map[string]string{"2026-11-20 10:05 +09:00": "2026-11-20T01:05:00Z", "2026-11-21 01:05 +00:00": "2026-11-21T01:05:00Z"}},
		{"2026-11-23 10:05", Future, nil}, {"today 23:50", Future, nil}, {"tomorrow 10:05", Future, nil}, {"9999-12-31 10:05 UTC", Future, nil}, {"2027-01-01 10:05 IST", Future, nil},
		{"25:61", Impossible, nil}, {"24:00", Impossible, nil}, {"10:60", Impossible, nil}, {"10:05:60", Impossible, nil},
		{"2026-02-30 10:05", Impossible, nil}, {"Feb 30 10:05", Impossible, nil}, {"13/13 10:05", Impossible, nil}, {"0000-01-01 10:05 UTC", Impossible, nil},
		{"Monday 2026-11-22 10:05", Impossible, nil}, {"10:05 UTC+25", Impossible, nil}, {"10:05 +09:10", Impossible, nil}, {"2026-02-30 10:05 CST", Impossible, nil},
		{"999999999 weeks ago", Impossible, nil}, {"0001-01-01 00:00 UTC+9", Impossible, nil},
		{"2026-11-20 25:10 JST", Impossible, map[string]string{"2026-11-21 01:10 +09:00": "2026-11-20T16:10:00Z"}},
		{"15:10 PM", Impossible, map[string]string{"2026-11-21 15:10 +09:00": "2026-11-21T06:10:00Z"}},
		{"10", Unreadable, map[string]string{"10:00": "2026-11-22T01:00:00Z"}}, {"10 UTC", Unreadable, map[string]string{"10:00 UTC": "2026-11-21T10:00:00Z"}},
		{"2026-11-20", Unreadable, map[string]string{"2026-11-20 00:00 +09:00": "2026-11-19T15:00:00Z"}}, {"yesterday", Unreadable, map[string]string{"2026-11-21 00:00 +09:00": "2026-11-20T15:00:00Z"}},
		{"", Unreadable, nil}, {"soon", Unreadable, nil}, {"10:05 XYZ", Unreadable, nil}, {"10:05 Asia/Nowhere", Unreadable, nil}, {"10:05 Local", Unreadable, nil},
		{"10:05 local time", Unreadable, nil}, {"10:05 Asia/../UTC", Unreadable, nil}, {"JST", Unreadable, nil}, {"10:05 11:05", Unreadable, nil}, {"10:05 JST UTC", Unreadable, nil},
		{"15m", Unreadable, nil}, {"5m 10m ago", Unreadable, nil}, {"15m ago JST", Unreadable, nil}, {"10.05", Unreadable, nil}, {"1005", Unreadable, nil}, {"10:5", Unreadable, nil},
		{"10:05 - 11:00", Unreadable, nil}, {"10:05:3", Unreadable, nil}, {"192.168.10.05:10:05", Unreadable, nil},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			if c.readings == nil {
				c.readings = map[string]string{}
			}
			kind, readings := refusal(t, c.text, team(t))
			if kind != c.kind {
				t.Errorf("refused as %s, want %s", kind, c.kind)
			}
			if diff := cmp.Diff(c.readings, readings); diff != "" {
				t.Errorf("readings:\n%s", diff)
			}
		})
	}
}

func TestAProblemSaysWhatToWrite(t *testing.T) {
	_, err := Parse("10:05 AST", team(t))
	if want := `time "10:05 AST" is ambiguous; write 10:05 America/Halifax or 10:05 Asia/Riyadh`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
