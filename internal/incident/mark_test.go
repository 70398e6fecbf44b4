package incident

import (
	"testing"
	"time"
)

// at is a moment of the same morning, in minutes.
func at(minutes int) time.Time {
	return time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

func stated(minutes int) Point   { return Point{At: at(minutes), Quality: Stated} }
func observed(minutes int) Point { return Point{At: at(minutes), Quality: Observed} }
func assumed(minutes int) Point  { return Point{At: at(minutes), Quality: Assumed} }

func TestMarkMovesAMilestoneOnlyByItsRules(t *testing.T) {
	tests := []struct {
		name     string
		before   *Point
		by       Point
		explicit bool
		want     Point
		changed  bool
	}{
		{"what is not set is set", nil, stated(5), false, stated(5), true},
		{"a guess is better than nothing", nil, assumed(5), false, assumed(5), true},
		{"a bare repeat never moves one that is set", ptr(stated(5)), stated(9), false, stated(5), false},
		{"a repeat with a time does", ptr(stated(5)), stated(9), true, stated(9), true},
		{"a repeat with an earlier time does too", ptr(stated(5)), stated(2), true, stated(2), true},
		{"a worse quality never replaces a better one", ptr(stated(5)), observed(9), false, stated(5), false},
		{"not even with a time", ptr(stated(5)), assumed(2), true, stated(5), false},
		{"a better quality replaces a worse one without a time", ptr(observed(5)), stated(9), false, stated(9), true},
		{"what was seen replaces a guess", ptr(assumed(5)), observed(9), false, observed(9), true},
		{"seen again it stays as first seen", ptr(observed(5)), observed(9), false, observed(5), false},
		{"the same again is no change", ptr(stated(5)), stated(5), true, stated(5), false},
		{"what stands for another milestone gives way to anything", ptr(Point{at(5), Observed, true}), assumed(9), false, assumed(9), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := New(1, "x")
			if tt.before != nil {
				i.Milestones[Fixed] = *tt.before
			}
			changed := i.Mark(Fixed, tt.by, tt.explicit)
			if i.Milestones[Fixed] != tt.want || changed != tt.changed {
				t.Errorf("got %v, changed %v; want %v, %v", i.Milestones[Fixed], changed, tt.want, tt.changed)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestUnmarkTakesAMilestoneAway(t *testing.T) {
	i := New(1, "x")
	i.Mark(Fixed, stated(1), false)
	i.Unmark(Fixed)
	i.Unmark(Recovered)
	if i.Has(Fixed) || i.Has(Recovered) {
		t.Errorf("still there: %v", i.Milestones)
	}
}

func TestWhatIsAssumedFollowsWhatItStandsFor(t *testing.T) {
	i := New(1, "x")
	i.Mark(Detected, observed(4), false)
	i.Mark(Recovered, stated(30), false)
	i.Derive(Afterwards{})
	expect(t, i, Started, Point{at(4), Assumed, true})
	expect(t, i, Fixed, Point{at(30), Assumed, true})

	i.Mark(Recovered, stated(20), true)
	i.Mark(Detected, stated(2), true)
	i.Derive(Afterwards{})
	expect(t, i, Started, Point{at(2), Assumed, true})
	expect(t, i, Fixed, Point{at(20), Assumed, true})

	i.Mark(Fixed, stated(12), true)
	i.Unmark(Recovered)
	i.Derive(Afterwards{})
	expect(t, i, Fixed, stated(12))

	i.Unmark(Fixed)
	i.Derive(Afterwards{})
	if i.Has(Fixed) {
		t.Error("fixed outlived the recovery that it stood for")
	}
}

func expect(t *testing.T, i Incident, m Milestone, want Point) {
	t.Helper()
	if got := i.Milestones[m]; got != want {
		t.Errorf("%s is %v, want %v", m, got, want)
	}
}

func TestReopenTakesTheEndBack(t *testing.T) {
	full := func(change func(*Incident)) Incident {
		i := New(1, "x")
		i.Declared = true
		for n, m := range []Milestone{Detected, Engaged, Mitigated, Fixed, Recovered, Triaged} {
			i.Mark(m, stated(n), false)
		}
		change(&i)
		i.Reopen()
		i.Derive(Afterwards{PostmortemAsked: true})
		return i
	}
	t.Run("before anybody learned, recovery, fix and triage are unset and the rest stays", func(t *testing.T) {
		i := full(func(*Incident) {})
		if i.Has(Recovered) || i.Has(Fixed) || i.Has(Triaged) || !i.Has(Mitigated) || !i.Has(Engaged) {
			t.Errorf("milestones: %v", i.Milestones)
		}
		if i.Phase != Recovery || i.Status != BeingFixed || i.Reopened != 1 {
			t.Errorf("%s, %s, reopened %d times", i.Phase, i.Status, i.Reopened)
		}
	})
	t.Run("a cancelled one goes on", func(t *testing.T) {
		i := full(func(i *Incident) { i.Cancelled = "planned" })
		if i.Phase != Recovery || i.Cancelled != "" || i.Reopened != 1 {
			t.Errorf("%s %q %d", i.Phase, i.Cancelled, i.Reopened)
		}
	})
	t.Run("of one that was learned from only the cancelling is taken back", func(t *testing.T) {
		i := full(func(i *Incident) { i.Cancelled = "planned"; i.Mark(Learned, stated(60), false) })
		if i.Cancelled != "" || !i.Has(Recovered) || !i.Has(Triaged) {
			t.Errorf("%q %v", i.Cancelled, i.Milestones)
		}
	})
	t.Run("where nothing had ended it is no reopening", func(t *testing.T) {
		i := full(func(i *Incident) { i.Unmark(Recovered) })
		if i.Reopened != 0 {
			t.Errorf("reopened %d times", i.Reopened)
		}
	})
}

func TestQualityIsReadAndWrittenAsAWord(t *testing.T) {
	for q, want := range map[Quality]string{NoQuality: "", Assumed: "assumed", Observed: "observed", Stated: "stated"} {
		text, err := q.MarshalText()
		if err != nil || string(text) != want {
			t.Errorf("%d is written %q, %v", q, text, err)
		}
		var back Quality
		if err := back.UnmarshalText(text); err != nil || back != q {
			t.Errorf("%q is read as %v, %v", text, back, err)
		}
	}
	q := Stated
	if err := q.UnmarshalText([]byte("proven")); err != nil || q != Assumed {
		t.Errorf("a word of a newer version is read as %v, %v; want the weakest claim", q, err)
	}
	if got := Quality(9).String(); got != "quality(9)" {
		t.Errorf("an impossible quality shows as %q", got)
	}
}
