package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/metrics"
)

// lives are n incidents of a component in which one stretch takes so many minutes and every other one minute.
func lives(n int, long string, minutes int, component string) (out []metrics.Record) {
	for k := range n {
		at, at1 := 10_000*k, map[incident.Milestone]int{}
		at1[incident.Started] = at
		for _, i := range metrics.Intervals {
			if i.Name == long {
				at += minutes
			} else {
				at++
			}
			at1[i.To] = at
		}
		r := life(fmt.Sprint(k), at1)
		r.Components, r.URL = []string{component}, fmt.Sprintf("https://github.com/acme/shop/issues/%d", k)
		out = append(out, r)
	}
	return out
}

// Each row of the table is reached: what comes before it is there already.
func TestTheLargestTimeAndWhatIsLackingChooseTheAction(t *testing.T) {
	full := metrics.Equipment{Dashboards: 1, Runbooks: 1, Owners: 1, Changes: true}
	all := metrics.Situation{Stage: 2, Components: map[string]metrics.Equipment{"api": full}, Rota: true, Pager: true, Announced: true, Board: true, Drills: true}
	but := func(change func(*metrics.Situation)) metrics.Situation {
		s := all
		s.Components = map[string]metrics.Equipment{"api": full}
		change(&s)
		return s
	}
	lacking := func(change func(*metrics.Equipment)) metrics.Situation {
		return but(func(s *metrics.Situation) { e := full; change(&e); s.Components["api"] = e })
	}
	stage := func(n int) metrics.Situation { return but(func(s *metrics.Situation) { s.Stage = n }) }
	for _, c := range []struct {
		interval, want string
		s              metrics.Situation
	}{
		{"ttd", "ttd-alerts", all},
		{"tte", "tte-announce", but(func(s *metrics.Situation) { s.Announced = false })},
		{"tte", "tte-rota", but(func(s *metrics.Situation) { s.Rota = false })},
		{"tte", "tte-pager", but(func(s *metrics.Situation) { s.Pager = false })},
		{"tte", "tte-sun", all},
		{"ttf", "ttf-dashboards api", lacking(func(e *metrics.Equipment) { e.Dashboards = 0 })},
		{"ttf", "ttf-runbooks api", lacking(func(e *metrics.Equipment) { e.Runbooks = 0 })},
		{"ttf", "ttf-changes api", lacking(func(e *metrics.Equipment) { e.Changes = false })},
		{"ttf", "ttf-drills", all},
		{"rest", "rest-dashboards api", lacking(func(e *metrics.Equipment) { e.Dashboards = 0 })},
		{"rest", "rest-verify", all},
		{"ttt", "ttt-template", stage(0)},
		{"ttt", "ttt-changes api", lacking(func(e *metrics.Equipment) { e.Changes = false })},
		{"ttt", "ttt-unknown", all},
		{"ttl", "ttl-template", stage(0)},
		{"ttl", "ttl-generated", stage(1)},
		{"ttl", "ttl-session", all},
		{"tti", "tti-issues", stage(0)},
		{"tti", "tti-board", but(func(s *metrics.Situation) { s.Board = false })},
		{"tti", "tti-fewer", all},
		{"ttp", "ttp-policy", stage(0)},
		{"ttp", "ttp-drills", but(func(s *metrics.Situation) { s.Drills = false })},
		{"ttp", "ttp-items", all},
	} {
		advice := metrics.Advise(lives(6, c.interval, 5000, "api"), c.s)
		n := slices.IndexFunc(advice, func(a metrics.Advice) bool { return a.Interval == c.interval })
		if n < 0 {
			t.Fatalf("nothing about %s: %+v", c.interval, advice)
		}
		a := advice[n]
		if got := strings.TrimSpace(a.Action + " " + strings.Join(a.Names, " ")); got != c.want || a.Count != 6 || a.Of != 6 || !a.Trend || len(a.URLs) != 6 {
			t.Errorf("%s: got %s (%d of %d), want %s", c.interval, got, a.Count, a.Of, c.want)
		}
	}
}

func TestAShortStretchSaysStopHere(t *testing.T) {
	for _, a := range metrics.Advise(lives(6, "ttf", 500, "api"), metrics.Situation{Stage: 1}) {
		if a.Enough != (a.Interval != "ttf") {
			t.Errorf("%+v", a)
		}
	}
}

func TestFewIncidentsClaimNoTrend(t *testing.T) {
	for _, a := range metrics.Advise(lives(4, "ttf", 500, "api"), metrics.Situation{Stage: 1}) {
		if a.Trend {
			t.Errorf("%+v", a)
		}
	}
	if got := metrics.Advise(nil, metrics.Situation{}); len(got) != 0 {
		t.Errorf("nothing happened, and the advice is %+v", got)
	}
}

func TestTheSharesOfALifeAddUpToIt(t *testing.T) {
	for _, during := range []bool{true, false} {
		sum := 0.0
		for _, s := range metrics.Shares(lives(3, "tti", 77, "api")) {
			if s.During == during {
				sum += s.Share
			}
		}
		if sum < 0.999999 || sum > 1.000001 {
			t.Errorf("they add up to %v", sum)
		}
	}
}

func TestAnErrorBudgetIsSpentByDowntimeWithinTheWindow(t *testing.T) {
	now := day.Add(60 * 24 * time.Hour)
	down := func(id string, from, minutes int, component string) metrics.Record {
		r := life(id, map[incident.Milestone]int{incident.Started: 60*24*60 - from, incident.Recovered: 60*24*60 - from + minutes})
		r.Components = []string{component}
		return r
	}
	on := life("on", map[incident.Milestone]int{incident.Started: 60*24*60 - 10})
	on.Components = []string{"web"}
	got := metrics.Budgets([]metrics.Record{
		down("old", 40*24*60, 60, "api"),    // before the window
		down("rim", 30*24*60+10, 20, "api"), // half of it within
		down("a", 1000, 10, "api"),          //
		down("b", 995, 10, "api"),           // overlaps a by 5 minutes
		down("other", 900, 10, "checkout"), on,
	}, []metrics.Objective{{"api", 99.9, 30 * 24 * time.Hour}, {"web", 99.9, 30 * 24 * time.Hour}, {"none", 99, 24 * time.Hour}}, now)
	if b := got[0]; b.Allowed != 2592 || b.Spent != 25*60 || len(b.Spenders) != 3 || b.Spenders[1].Part != 600.0/2592 {
		t.Errorf("api: %+v", b)
	}
	if b := got[1]; b.Spent != 600 {
		t.Errorf("web: %+v", b)
	}
	if b := got[2]; b.Spent != 0 || b.Left != 1 {
		t.Errorf("none: %+v", b)
	}
}
