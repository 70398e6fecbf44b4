package incident

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// anyIncident draws an incident in whatever state, sensible or not.
func anyIncident(t *rapid.T) Incident {
	i := New(rapid.IntRange(1, 99).Draw(t, "number"), "x")
	for _, m := range Milestones {
		if rapid.Bool().Draw(t, string(m)) {
			i.Milestones[m] = anyPoint(t)
		}
	}
	for _, r := range Roles {
		if rapid.Bool().Draw(t, string(r)) {
			i.Roles[r] = Person{ID: rapid.Int64Range(0, 3).Draw(t, "id"), Login: "u"}
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "items") {
		a := ActionItem{
			Kind:     rapid.SampledFrom([]string{"", "prepare", "repair"}).Draw(t, "kind"),
			Quadrant: rapid.SampledFrom([]string{"do-next", "plan", "inbox"}).Draw(t, "quadrant"),
			Declined: rapid.Bool().Draw(t, "declined"),
		}
		if rapid.Bool().Draw(t, "done") {
			a.DoneAt = at(rapid.IntRange(0, 99).Draw(t, "done at"))
		}
		i.Actions = append(i.Actions, a)
	}
	i.Declared, i.Fixing = rapid.Bool().Draw(t, "declared"), rapid.Bool().Draw(t, "fixing")
	i.Cancelled = rapid.SampledFrom([]string{"", "", "why"}).Draw(t, "cancelled")
	i.Components, i.Links = []string{"api"}, []Link{{URL: "https://example.com"}}
	i.LastUpdate, i.LastChange = &Update{Text: "first"}, &Change{Verb: "ack"}
	return i
}

func anyPoint(t *rapid.T) Point {
	return Point{At: at(rapid.IntRange(0, 99).Draw(t, "at")), Quality: Quality(rapid.IntRange(1, 3).Draw(t, "quality"))}
}

func TestDerivingAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyIncident(t)
		after := Afterwards{PostmortemAsked: rapid.Bool().Draw(t, "asked")}
		i.Derive(after)
		once := i.Clone()
		i.Derive(after)
		if !reflect.DeepEqual(once, i) {
			t.Fatalf("once %+v\ntwice %+v", once, i)
		}
	})
}

func TestDerivingNeverChangesWhatPeopleSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyIncident(t)
		before := i.Clone()
		i.Derive(Afterwards{PostmortemAsked: rapid.Bool().Draw(t, "asked")})
		for m, p := range before.Milestones {
			if m != Improved && m != Prepared && i.Milestones[m] != p {
				t.Fatalf("%s was %v, is %v", m, p, i.Milestones[m])
			}
		}
	})
}

func TestACloneSharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyIncident(t)
		want, c := i.Clone(), i.Clone()
		if !reflect.DeepEqual(i, c) {
			t.Fatalf("the copy differs: %+v, %+v", i, c)
		}
		c.Mark(Started, Point{At: at(500), Quality: Stated}, true)
		c.Roles[Lead] = Person{Login: "somebody else"}
		c.Components[0], c.Links[0].URL = "web", "https://example.org"
		for n := range c.Actions {
			c.Actions[n].Title = "another"
		}
		c.LastUpdate.Text, c.LastChange.Verb = "second", "fixed"
		if !reflect.DeepEqual(i, want) || i.LastUpdate.Text != "first" || i.LastChange.Verb != "ack" {
			t.Fatalf("changing the copy changed the original: %+v, want %+v", i, want)
		}
	})
}

func TestAWorseQualityNeverReplacesABetterOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := New(1, "x")
		best := NoQuality
		for range rapid.IntRange(1, 20).Draw(t, "marks") {
			p := anyPoint(t)
			i.Mark(Recovered, p, rapid.Bool().Draw(t, "explicit"))
			best = max(best, p.Quality)
			if got := i.Milestones[Recovered].Quality; got != best {
				t.Fatalf("quality %v after one of %v", got, best)
			}
		}
	})
}

func TestAMeasureIsNeverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyIncident(t)
		i.Derive(Afterwards{PostmortemAsked: rapid.Bool().Draw(t, "asked")})
		for _, m := range i.Measures() {
			if m.Seconds < 0 || m.Known != (m.Reason == NoReason) {
				t.Fatalf("%+v", m)
			}
		}
	})
}
