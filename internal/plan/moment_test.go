package plan

import (
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

func TestTheDayIsThatOfTheZoneThatIsShownFirst(t *testing.T) {
	cfg, problems := policy.Parse(policy.File, []byte("team: {zones: [UTC, Asia/Tokyo]}\npeople: {aiko: {zone: Asia/Tokyo}}\n"))
	if problems.Errors() {
		t.Fatal(problems)
	}
	at := func(day, hour int) time.Time { return time.Date(2022, 9, day, hour, 0, 0, 0, time.UTC) }
	s := &scene{Input: Input{Config: cfg, Ledger: ledger.Ledger{Declaration: ledger.Declaration{At: at(7, 16)}}}}
	for moment, want := range map[time.Time]string{
		at(7, 17): "02:00 JST = 17:00 UTC (−1 d)",            // the same night in Tokyo
		at(7, 14): "2022-09-07 23:00 JST = 14:00 UTC",        // the evening before, there
		at(9, 17): "2022-09-10 02:00 JST = 17:00 UTC (−1 d)", // two nights later
	} {
		if got := s.moment(moment, "aiko"); got != want {
			t.Errorf("%s: %q, want %q", moment, got, want)
		}
	}
}
