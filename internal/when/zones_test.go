package when

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// in is a context at an instant, with one or more zones.
func in(t testing.TB, now string, names ...string) Context {
	t.Helper()
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	ctx := Context{Now: at}
	for _, n := range names {
		ctx.Zones = append(ctx.Zones, zone(t, n))
	}
	return ctx
}

func TestLettersWithSeveralMeaningsAreSettledByTheTeamsZones(t *testing.T) {
	cases := map[string]struct {
		text string
		ctx  Context
		want string // empty: refused
	}{
		"IST of a team in India":                                       {"10:05 IST", in(t, "2026-11-22T12:00:00Z", "UTC", "Asia/Kolkata"), "2026-11-22T04:35:00Z"},
		"IST of a team in Ireland, summer":                             {"10:05 IST", in(t, "2026-07-01T12:00:00Z", "Europe/Dublin"), "2026-07-01T09:05:00Z"},
		"IST of a team in Ireland, winter: not used":                   {"10:05 IST", in(t, "2026-11-22T12:00:00Z", "Europe/Dublin"), ""},
		"IST of a team in India and Israel":                            {"10:05 IST", in(t, "2026-11-22T12:00:00Z", "Asia/Kolkata", "Asia/Jerusalem"), ""},
		"IST, two names of the same zone":                              {"10:05 IST", in(t, "2026-11-22T12:00:00Z", "Asia/Kolkata", "Asia/Calcutta"), "2026-11-22T04:35:00Z"},
		"CST of a team in Chicago, winter":                             {"10:05 CST", in(t, "2026-11-22T18:00:00Z", "UTC", "America/Chicago"), "2026-11-22T16:05:00Z"},
		"CST of a team in Chicago, summer: not used":                   {"10:05 CST", in(t, "2026-07-01T18:00:00Z", "America/Chicago"), ""},
		"CST of a team in China":                                       {"10:05 CST", in(t, "2026-07-01T18:00:00Z", "Asia/Shanghai"), "2026-07-01T02:05:00Z"},
		"CST of a team in Chicago and Shanghai":                        {"10:05 CST", in(t, "2026-11-22T18:00:00Z", "America/Chicago", "Asia/Shanghai"), ""},
		"BST of a team in London, summer":                              {"2026-07-01 10:05 BST", in(t, "2026-11-22T12:00:00Z", "Europe/London"), "2026-07-01T09:05:00Z"},
		"BST of a team in London, winter: not used":                    {"10:05 BST", in(t, "2026-11-22T12:00:00Z", "Europe/London"), ""},
		"BST of a team in Dhaka, which has no letters in the database": {"10:05 BST", in(t, "2026-11-22T12:00:00Z", "Asia/Dhaka"), "2026-11-22T04:05:00Z"},
		"PST of a team in Manila":                                      {"10:05 PST", in(t, "2026-11-22T23:00:00Z", "Asia/Manila"), "2026-11-22T02:05:00Z"},
		"PST of a team in Manila and Los Angeles":                      {"10:05 PST", in(t, "2026-11-22T23:00:00Z", "Asia/Manila", "America/Los_Angeles"), ""},
		"PST of any other team":                                        {"10:05 PST", in(t, "2026-11-22T23:00:00Z", "Asia/Tokyo"), "2026-11-22T18:05:00Z"},
		"letters that only the team's own zone has":                    {"10:05 HDT", in(t, "2026-07-01T23:00:00Z", "America/Adak"), "2026-07-01T19:05:00Z"},
		"letters that a zone had at an earlier date only":              {"1944-07-01 10:05 PWT", in(t, "2026-07-01T23:00:00Z", "America/Los_Angeles"), "1944-07-01T17:05:00Z"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if c.want == "" {
				if kind, readings := refusal(t, c.text, c.ctx); kind != Ambiguous || len(readings) < 2 && len(c.ctx.Zones) < 2 {
					t.Errorf("refused as %s with %v", kind, readings)
				}
				return
			}
			r, err := Parse(c.text, c.ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.At.Format(time.RFC3339); got != c.want {
				t.Errorf("read as %s, want %s", got, c.want)
			}
		})
	}
	r, err := Parse("10:05 IST", in(t, "2026-11-22T12:00:00Z", "Asia/Kolkata"))
	if err != nil || r.Source != ZoneOfTeam || !r.GuessedZone || r.Zone != "IST" {
		t.Errorf("the result does not say that the team's zones settled it: %+v, %v", r, err)
	}
}

func TestDaysOnWhichClocksChange(t *testing.T) {
	const later = "2026-12-01T00:00:00Z"
	cases := map[string]struct {
		text, now, zone string
		want            string
		kind            Kind
		readings        map[string]string
	}{
		"Los Angeles, before clocks go forward":  {"2026-03-08 01:59", later, "America/Los_Angeles", "2026-03-08T09:59:00Z", "", nil},
		"Los Angeles, after clocks went forward": {"2026-03-08 03:00", later, "America/Los_Angeles", "2026-03-08T10:00:00Z", "", nil},
		"Los Angeles, no such time": {"2026-03-08 02:30", later, "America/Los_Angeles", "", Impossible,
			map[string]string{"2026-03-08 02:30 -07:00": "2026-03-08T09:30:00Z", "2026-03-08 02:30 -08:00": "2026-03-08T10:30:00Z"}},
		"Los Angeles, twice": {"2026-11-01 01:30", later, "America/Los_Angeles", "", Ambiguous,
			map[string]string{"2026-11-01 01:30 -07:00": "2026-11-01T08:30:00Z", "2026-11-01 01:30 -08:00": "2026-11-01T09:30:00Z"}},
		"Los Angeles, twice, but told apart by letters": {"2026-11-01 01:30 PDT", later, "America/Los_Angeles", "2026-11-01T08:30:00Z", "", nil},
		"Los Angeles, the other one":                    {"2026-11-01 01:30 PST", later, "America/Los_Angeles", "2026-11-01T09:30:00Z", "", nil},
		"Los Angeles, the second is still to come":      {"01:30", "2026-11-01T08:45:00Z", "America/Los_Angeles", "2026-11-01T08:30:00Z", "", nil},
		"Los Angeles, both are over today":              {"01:30", "2026-11-01T20:00:00Z", "America/Los_Angeles", "", Ambiguous, map[string]string{"2026-11-01 01:30 -07:00": "2026-11-01T08:30:00Z", "2026-11-01 01:30 -08:00": "2026-11-01T09:30:00Z"}},
		"Los Angeles, no such time today":               {"02:30", "2026-03-08T20:00:00Z", "America/Los_Angeles", "", Impossible, map[string]string{"2026-03-08 02:30 -07:00": "2026-03-08T09:30:00Z", "2026-03-08 02:30 -08:00": "2026-03-08T10:30:00Z"}},
		"Los Angeles, the generic letters are double too": {"2026-11-01 01:30 PT", later, "UTC", "", Ambiguous,
			map[string]string{"2026-11-01 01:30 -07:00": "2026-11-01T08:30:00Z", "2026-11-01 01:30 -08:00": "2026-11-01T09:30:00Z"}},
		"London, no such time": {"2026-03-29 01:30", later, "Europe/London", "", Impossible,
			map[string]string{"2026-03-29 01:30 +01:00": "2026-03-29T00:30:00Z", "2026-03-29 01:30 +00:00": "2026-03-29T01:30:00Z"}},
		"London, twice": {"2026-10-25 01:30", later, "Europe/London", "", Ambiguous,
			map[string]string{"2026-10-25 01:30 +01:00": "2026-10-25T00:30:00Z", "2026-10-25 01:30 +00:00": "2026-10-25T01:30:00Z"}},
		"London, twice, told by BST": {"2026-10-25 01:30 BST", later, "Europe/London", "2026-10-25T00:30:00Z", "", nil},
		"London, twice, told by GMT": {"2026-10-25 01:30 GMT", later, "Europe/London", "2026-10-25T01:30:00Z", "", nil},
		"Lord Howe moves by half an hour; no such time": {"2026-10-04 02:15", later, "Australia/Lord_Howe", "", Impossible,
			map[string]string{"2026-10-04 02:15 +11:00": "2026-10-03T15:15:00Z", "2026-10-04 02:15 +10:30": "2026-10-03T15:45:00Z"}},
		"Lord Howe, just after": {"2026-10-04 02:30", later, "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "", nil},
		"Lord Howe, twice": {"2026-04-05 01:45", later, "Australia/Lord_Howe", "", Ambiguous,
			map[string]string{"2026-04-05 01:45 +11:00": "2026-04-04T14:45:00Z", "2026-04-05 01:45 +10:30": "2026-04-04T15:15:00Z"}},
		"Samoa had no 30 December 2011": {"2011-12-30 10:05", later, "Pacific/Apia", "", Impossible,
			map[string]string{"2011-12-30 10:05 +14:00": "2011-12-29T20:05:00Z", "2011-12-30 10:05 -10:00": "2011-12-30T20:05:00Z"}},
		"Tokyo before there were zones": {"1880-01-01 10:05", later, "Asia/Tokyo", "1880-01-01T00:46:01Z", "", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ctx := in(t, c.now, c.zone)
			if c.kind != "" {
				kind, readings := refusal(t, c.text, ctx)
				if diff := cmp.Diff(c.readings, readings); kind != c.kind || diff != "" {
					t.Errorf("refused as %s, want %s; readings:\n%s", kind, c.kind, diff)
				}
				return
			}
			r, err := Parse(c.text, ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.At.Format(time.RFC3339); got != c.want {
				t.Errorf("read as %s, want %s", got, c.want)
			}
		})
	}
}

// Each row of the tables must name a zone that exists, and the offsets must be ones that some place has.
func TestTheTablesOfZonesHold(t *testing.T) {
	for letters := range fixedLetters {
		if _, twice := ambiguousLetters[letters]; twice {
			t.Errorf("%s is in two tables", letters)
		}
		if len(meanings(letters)) != 1 {
			t.Errorf("%s has no meaning", letters)
		}
	}
	for letters, name := range genericLetters {
		if place(name) == nil {
			t.Errorf("%s: no zone %s", letters, name)
		}
	}
	for letters, names := range ambiguousLetters {
		if got := meanings(letters); len(got) != len(names) || len(got) < 2 {
			t.Errorf("%s: %d of %d zones exist", letters, len(got), len(names))
		}
	}
	for name, iana := range cities {
		if place(iana) == nil {
			t.Errorf("%s: no zone %s", name, iana)
		}
	}
	for name, letters := range zoneNames {
		if len(meanings(letters)) != 1 {
			t.Errorf("%s: %s has not one meaning", name, letters)
		}
	}
	for letters := range wordLike {
		if !knownLetters(letters) {
			t.Errorf("%s is no zone", letters)
		}
	}
}

func TestPlacesAreFoundInAnyCase(t *testing.T) {
	for _, name := range []string{"Asia/Ho_Chi_Minh", "America/Port-au-Prince", "America/Port_of_Spain", "Africa/Dar_es_Salaam", "Europe/Isle_of_Man",
		"America/North_Dakota/New_Salem", "Antarctica/McMurdo", "Antarctica/DumontDUrville", "US/Pacific", "Etc/GMT+9", "America/Argentina/Buenos_Aires"} {
		if got := canonical(name); got != name {
			t.Errorf("%s becomes %s", name, got)
		}
	}
	for _, name := range []string{"Local", "", "UTC", "Asia/../../etc/passwd", "Asia", "Asia/", "Europe/Atlantis"} {
		if loc := place(name); loc != nil {
			t.Errorf("%q is taken for %s", name, loc)
		}
	}
}
