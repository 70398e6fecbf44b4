package when

import "testing"

func TestSplit(t *testing.T) {
	cases := []struct{ args, rest, time string }{
		// nothing but a time
		{"at 10:05 JST", "", "10:05 JST"}, {"10:05 JST", "", "10:05 JST"}, {"10:05", "", "10:05"}, {"15m ago", "", "15m ago"}, {"now", "", "now"},
		{"at 2026-11-22 10:05 UTC", "", "2026-11-22 10:05 UTC"}, {"2026-11-22T10:05:00Z", "", "2026-11-22T10:05:00Z"}, {"AT 10:05", "", "10:05"}, {"@ 10:05", "", "10:05"},
		{"１０：０５", "", "１０：０５"}, {"昨日 23:50", "", "昨日 23:50"}, {"2026-11-22", "", "2026-11-22"},
		// at the end
		{"rolled back at 10:05 JST", "rolled back", "10:05 JST"}, {"rolled back at 10:05", "rolled back", "10:05"}, {"rolled back, at 10:05 JST.", "rolled back", "10:05 JST."},
		{"1 at 3pm", "1", "3pm"}, {"2 15m ago", "2", "15m ago"}, {"2 10:05 JST", "2", "10:05 JST"}, {"unknown at 2026-11-22 10:05 UTC", "unknown", "2026-11-22 10:05 UTC"},
		{"1 because checkout is down at noon", "1 because checkout is down", "noon"}, {"rolled back yesterday at 3pm", "rolled back", "yesterday at 3pm"},
		{"rolled back on Nov 22 at 10:05 JST", "rolled back", "on Nov 22 at 10:05 JST"}, {"rolled back at 10:05 JST on Nov 22", "rolled back", "10:05 JST on Nov 22"},
		{"rolled back at 10:05 Tokyo time", "rolled back", "10:05 Tokyo time"}, {"rolled back 2026-11-22 10:05", "rolled back", "2026-11-22 10:05"},
		{"look at the queue at 10:05 JST", "look at the queue", "10:05 JST"}, {"took 5 min 10 min ago", "took 5 min", "10 min ago"}, {"a 2 hours ago", "a", "2 hours ago"},
		{"rolled back at 10:05 JST = 01:05 UTC", "rolled back", "10:05 JST = 01:05 UTC"}, {"@aiko at 10:05", "@aiko", "10:05"},
		{"ロールバック 15分前", "ロールバック", "15分前"}, {"ロールバック　at　10:05", "ロールバック", "10:05"},
		// GitLab's way
		{"text | 2026-09-07 09:30", "text", "2026-09-07 09:30"}, {"a | b | 09:30", "a | b", "09:30"}, {"text｜09:30 UTC", "text", "09:30 UTC"}, {"text |25:61", "text", "25:61"},
		// at the beginning
		{"at 10:05 rolled back", "rolled back", "10:05"}, {"10:05 JST rolled back", "rolled back", "10:05 JST"}, {"10:05 JST: rolled back", "rolled back", "10:05 JST"},
		{"10:05: rolled back", "rolled back", "10:05"}, {"10:05 - rolled back", "rolled back", "10:05"}, {"2026-11-22 10:05 rolled back", "rolled back", "2026-11-22 10:05"},
		{"15m ago we saw errors", "we saw errors", "15m ago"}, {"at 10:05 API down", "API down", "10:05"}, {"at 10:05 UTC the API was down", "the API was down", "10:05 UTC"},
		// meant as a time, whatever is wrong with it
		{"at 25:61", "", "25:61"}, {"rolled back at 25:61", "rolled back", "25:61"}, {"at 3:10 CST", "", "3:10 CST"}, {"rolled back at 3:10 CST", "rolled back", "3:10 CST"},
		{"rolled back at 10:05 XYZ", "rolled back", "10:05 XYZ"}, {"rolled back at 10:05 Asia/Nowhere", "rolled back", "10:05 Asia/Nowhere"}, {"at 2026-02-30 10:05", "", "2026-02-30 10:05"},
	}
	for _, c := range cases {
		t.Run(c.args, func(t *testing.T) {
			rest, text, ok := Split(c.args)
			if !ok || rest != c.rest || text != c.time {
				t.Errorf("rest %q, time %q, %v; want rest %q, time %q", rest, text, ok, c.rest, c.time)
			}
		})
	}
}

func TestSplitLeavesTextWhole(t *testing.T) {
	for _, args := range []string{"", "look at the queue", "meet at 10", "meet at 10:05 for lunch", "errors since 10:05 JST", "errors from 10:05 UTC", "errors until 2026-11-22 10:05",
		"between 10:00 and 10:05 UTC", "skipped the 10:05 JST", "the ratio is 16:9", "ratio of 10:05", "works now", "it is fine today", "api | db", "a | b at all", "see 10:05",
		"10:05 get the logs", "10:05 rolled back", "now it works", "noon was quiet", "broken on Monday", "shipped on 2026-11-22", "5m", "long ago", "slow since 15m ago", "see line 10:05:3",
		"http://x.example:80/at/10:05", "looked at 3 pods", "at last", "at", "at the time", "running at 10:05:99:1"} {
		t.Run(args, func(t *testing.T) {
			if rest, text, ok := Split(args); ok || rest != args {
				t.Errorf("torn into %q and %q", rest, text)
			}
		})
	}
}

func TestDigitsWithoutAColonAreATimeOnlyWithTheirZone(t *testing.T) {
	for args, want := range map[string]string{
		"at 1015 JST": "1015 JST", "rolled back at 10.15 JST": "10.15 JST", "1015 UTC": "1015 UTC",
		"served at 1015 requests": "", "version 10.15": "", "at 2024": "", "moved to 10.15": "",
	} {
		_, text, ok := Split(args)
		if ok != (want != "") || ok && text != want {
			t.Errorf("%q: time %q (%t), want %q", args, text, ok, want)
		}
	}
}
