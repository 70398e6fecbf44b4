package when

import (
	"testing"
	"time"
)

func TestShow(t *testing.T) {
	tokyo, la, kathmandu := zone(t, "Asia/Tokyo"), zone(t, "America/Los_Angeles"), zone(t, "Asia/Kathmandu")
	at := time.Date(2026, 11, 22, 1, 5, 59, 0, time.UTC)
	late := time.Date(2026, 11, 22, 23, 5, 0, 0, time.UTC)
	for name, c := range map[string]struct{ got, want string }{
		"one speaker":                      {Show(at, []*time.Location{tokyo, la}), "10:05 JST = 01:05 UTC"},
		"a speaker on another day":         {Show(late, []*time.Location{tokyo}), "08:05 JST = 23:05 UTC (−1 d)"},
		"a speaker behind UTC":             {Show(at, []*time.Location{la}), "17:05 PST = 01:05 UTC (+1 d)"},
		"a speaker in UTC":                 {Show(at, []*time.Location{time.UTC, tokyo}), "01:05 UTC"},
		"nobody's zone":                    {Show(at, nil), "01:05 UTC"},
		"a team":                           {ShowAll(at, []*time.Location{time.UTC, tokyo, la}), "01:05 UTC · 10:05 JST · 17:05 PST (−1 d)"},
		"a team on another day":            {ShowAll(late, []*time.Location{tokyo}), "23:05 UTC · 08:05 JST (+1 d)"},
		"at most four zones beside UTC":    {ShowAll(at, []*time.Location{tokyo, la, kathmandu, zone(t, "Europe/London"), zone(t, "Europe/Paris")}), "01:05 UTC · 10:05 JST · 17:05 PST (−1 d) · 06:50 UTC+05:45 · 01:05 GMT"},
		"the same zone twice":              {ShowAll(at, []*time.Location{tokyo, zone(t, "Japan"), nil}), "01:05 UTC · 10:05 JST"},
		"letters by date":                  {Clock(time.Date(2026, 7, 1, 1, 5, 0, 0, time.UTC), la), "18:05 PDT"},
		"a zone without letters":           {Clock(at, kathmandu), "06:50 UTC+05:45"},
		"local mean time":                  {Stamp(time.Date(1880, 1, 1, 0, 46, 1, 0, time.UTC), tokyo), "1880-01-01 10:05 UTC+09:18:59"},
		"a date":                           {Stamp(at, time.UTC), "2026-11-22 01:05 UTC"},
		"a date in a zone":                 {Stamp(at, la), "2026-11-21 17:05 PST"},
		"a date of long ago":               {Stamp(time.Date(33, 4, 3, 12, 0, 0, 0, time.UTC), nil), "0033-04-03 12:00 UTC"},
		"nothing":                          {Span(0), "0 s"},
		"seconds":                          {Span(59), "59 s"},
		"minutes":                          {Span(37*60 + 59), "37 min"},
		"hours and minutes":                {Span(2*3600 + 5*60), "2 h 05 min"},
		"whole hours":                      {Span(2 * 3600), "2 h"},
		"days and hours":                   {Span(3*86400 + 4*3600), "3 d 4 h"},
		"whole days":                       {Span(3*86400 + 59), "3 d"},
		"the other way":                    {Span(-90), "−1 min"},
		"centuries, which no Duration has": {Span(Between(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))), "739616 d"},
		"the smallest number":              {Span(-1 << 63), "−106751991167300 d 15 h"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("%q, want %q", c.got, c.want)
			}
		})
	}
}

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]int64{"30m": 1800, "1h30m": 5400, "2 hours": 7200, "5d": 432000, "1w 2d": 777600, "1.5h": 5400, "90s": 90, "０m": 0,
		"": -1, "30": -1, "m": -1, "30m ago": -1, "5m 1h": -1, "-5m": -1, "30m soon": -1} {
		got, ok := ParseSpan(text)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %d s, want %d", text, got, want)
		}
	}
}
