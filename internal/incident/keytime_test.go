package incident

import (
	"testing"
	"time"
)

func measures(i Incident) map[string]Measure {
	out := map[string]Measure{}
	for _, m := range i.Measures() {
		out[m.Name] = m
	}
	return out
}

func TestEveryKeyTimeIsTheDifferenceOfItsMilestones(t *testing.T) {
	i := New(1, "x")
	i.Declared = true
	for m, minute := range map[Milestone]int{
		Started: 0, Detected: 4, Engaged: 9, Fixed: 30, Recovered: 43, Triaged: 75, Learned: 300,
	} {
		i.Mark(m, stated(minute), false)
	}
	i.Actions = []ActionItem{done(doNext, 1000), done(prepare, 1600)}
	i.Derive(Afterwards{PostmortemAsked: true})
	want := map[string]int64{"ttd": 4, "tte": 5, "ttf": 21, "ttr": 43, "ttt": 32, "ttl": 225, "tti": 700, "ttp": 600}
	got := measures(i)
	if len(got) != len(want) {
		t.Errorf("%d key times, want %d", len(got), len(want))
	}
	for name, minutes := range want {
		if m := got[name]; !m.Known || m.Seconds != minutes*60 || m.Title == "" {
			t.Errorf("%s = %+v, want %d min", name, m, minutes)
		}
	}
}

func TestAKeyTimeWithoutAValueSaysWhy(t *testing.T) {
	closed := with(life(Recovered, Learned), func(i *Incident) { i.Derive(Afterwards{PostmortemAsked: true}) })
	preparing := with(life(Recovered, Learned), func(i *Incident) {
		i.Actions = []ActionItem{prepare}
		i.Derive(Afterwards{PostmortemAsked: true})
	})
	tests := []struct {
		name    string
		i       Incident
		measure string
		reason  Reason
		missing Milestone
	}{
		{"the end is missing", life(Engaged), "ttf", NotYet, Fixed},
		{"the beginning is missing", life(Fixed), "ttf", NotYet, Engaged},
		{"the beginning is assumed", with(life(), func(i *Incident) {
			i.Mark(Detected, stated(1), false)
			i.Derive(Afterwards{})
		}), "ttd", IsAssumed, Started},
		{"the end is assumed", with(life(Engaged), func(i *Incident) {
			i.Mark(Recovered, stated(9), false)
			i.Derive(Afterwards{})
		}), "ttf", IsAssumed, Fixed},
		{"a time that nobody could read is a guess", with(life(Started), func(i *Incident) {
			i.Mark(Recovered, assumed(9), false)
		}), "ttr", IsAssumed, Recovered},
		{"the end lies before the beginning", with(life(), func(i *Incident) {
			i.Mark(Started, stated(9), false)
			i.Mark(Detected, stated(4), false)
		}), "ttd", Negative, Detected},
		{"nothing to prepare", closed, "ttp", Nothing, Prepared},
		{"preparation goes on", preparing, "ttp", NotYet, Prepared},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := measures(tt.i)[tt.measure]
			if m.Known || m.Seconds != 0 || m.Reason != tt.reason || m.Missing != tt.missing {
				t.Errorf("got %+v, want %s about %s", m, tt.reason, tt.missing)
			}
		})
	}
}

func TestImprovingTakesNoTimeWhereAllWasDoneBeforeLearning(t *testing.T) {
	i := life(Recovered)
	i.Mark(Learned, stated(500), false)
	i.Actions = []ActionItem{done(doNext, 60), done(prepare, 90)}
	i.Derive(Afterwards{PostmortemAsked: true})
	for _, name := range []string{"tti", "ttp"} {
		if m := measures(i)[name]; !m.Known || m.Seconds != 0 {
			t.Errorf("%s = %+v, want a known 0", name, m)
		}
	}
}

func TestAKeyTimeSpansCenturies(t *testing.T) {
	i := New(1, "x")
	i.Mark(Started, Point{At: time.Date(1400, 1, 1, 0, 0, 0, 0, time.UTC), Quality: Stated}, false)
	i.Mark(Recovered, Point{At: time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC), Quality: Stated}, false)
	if m := measures(i)["ttr"]; !m.Known || m.Seconds != 365242*86400 { // Gregorian days, proleptic
		t.Errorf("ttr = %+v", m)
	}
}

func TestTheTimeBetweenFailuresEndsWithTheNextStart(t *testing.T) {
	if s, ok := TBF(at(0), at(90)); !ok || s != 5400 {
		t.Errorf("got %d, %v", s, ok)
	}
	if s, ok := TBF(at(0), at(0)); !ok || s != 0 {
		t.Errorf("one that begins as this one ends: got %d, %v", s, ok)
	}
	if _, ok := TBF(at(90), at(0)); ok {
		t.Error("an incident that began before this one had recovered has no time between")
	}
}
