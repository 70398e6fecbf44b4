package metrics

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// Situation is what the team has set up: what advice builds on.
type Situation struct {
	Stage      int
	Components map[string]Equipment // by name
	Rota       bool                 // somebody is on call by a rotation
	Pager      bool
	Announced  bool // incidents are announced somewhere
	Board      bool // action items are on the ISU board
	Drills     bool // people are invited to drills
}

// Equipment is what helps whoever works on a component.
type Equipment struct {
	Dashboards, Runbooks, Owners int
	Changes                      bool // what was deployed can be found: its repository is named
}

// Advice is what to do about one stretch of the incidents' lives. Its text is the template advice/<Action>.
type Advice struct {
	Interval string   `json:"interval"`
	Action   string   `json:"action"`
	Stage    int      `json:"stage"` // the stage that the action belongs to
	Share    float64  `json:"share"` // of what the stretch is a part of
	Median   float64  `json:"median_s"`
	Names    []string `json:"names,omitempty"` // the components that lack something
	Count    int      `json:"count"`           // how many incidents the lack concerned
	Of       int      `json:"of"`              // how many incidents the stretch is known of
	Enough   bool     `json:"enough"`          // short enough: more work here returns little
	Trend    bool     `json:"trend"`           // there are enough incidents to claim anything
	URLs     []string `json:"urls,omitempty"`  // of the incidents concerned
}

// enough is when a stretch is short: the law of diminishing returns.
var enough = map[string]time.Duration{
	"ttd": 5 * time.Minute, "tte": 5 * time.Minute, "ttf": 30 * time.Minute, "rest": 10 * time.Minute,
	"ttt": 8 * time.Hour, "ttl": 5 * 24 * time.Hour, "tti": 30 * 24 * time.Hour, "ttp": 60 * 24 * time.Hour,
}

// remedy is one row of the table of actions: what to do about a stretch at a stage, where it is not done yet.
type remedy struct {
	interval string
	stage    int // the stage whose means it is
	action   string
	// lacks says whether the team lacks it, and for which components if it is about those; nil: it always helps.
	lacks func(Situation, []string) (names []string, is bool)
}

// remedies is the table, after the talk's table of improvement targets: for each stretch the means of each stage, the
// cheapest first. The first that is lacking is what is proposed.
func remedies() []remedy {
	return []remedy{
		{"ttd", 0, "ttd-alerts", nil},
		{"tte", 1, "tte-announce", func(s Situation, _ []string) ([]string, bool) { return nil, !s.Announced }},
		{"tte", 2, "tte-rota", func(s Situation, _ []string) ([]string, bool) { return nil, !s.Rota }},
		{"tte", 2, "tte-pager", func(s Situation, _ []string) ([]string, bool) { return nil, !s.Pager }},
		{"tte", 2, "tte-sun", nil},
		{"ttf", 1, "ttf-dashboards", without(func(e Equipment) bool { return e.Dashboards == 0 })},
		{"ttf", 1, "ttf-runbooks", without(func(e Equipment) bool { return e.Runbooks == 0 })},
		{"ttf", 2, "ttf-changes", without(func(e Equipment) bool { return !e.Changes })},
		{"ttf", 2, "ttf-drills", nil},
		{"rest", 1, "rest-dashboards", without(func(e Equipment) bool { return e.Dashboards == 0 })},
		{"rest", 1, "rest-verify", nil},
		{"ttt", 1, "ttt-template", func(s Situation, _ []string) ([]string, bool) { return nil, s.Stage < 1 }},
		{"ttt", 2, "ttt-changes", without(func(e Equipment) bool { return !e.Changes })},
		{"ttt", 2, "ttt-unknown", nil},
		{"ttl", 1, "ttl-template", func(s Situation, _ []string) ([]string, bool) { return nil, s.Stage < 1 }},
		{"ttl", 2, "ttl-generated", func(s Situation, _ []string) ([]string, bool) { return nil, s.Stage < 2 }},
		{"ttl", 2, "ttl-session", nil},
		{"tti", 1, "tti-issues", func(s Situation, _ []string) ([]string, bool) { return nil, s.Stage < 1 }},
		{"tti", 2, "tti-board", func(s Situation, _ []string) ([]string, bool) { return nil, !s.Board }},
		{"tti", 2, "tti-fewer", nil},
		{"ttp", 1, "ttp-policy", func(s Situation, _ []string) ([]string, bool) { return nil, s.Stage < 1 }},
		{"ttp", 2, "ttp-drills", func(s Situation, _ []string) ([]string, bool) { return nil, !s.Drills }},
		{"ttp", 2, "ttp-items", nil},
	}
}

// without finds the components among those that lack something.
func without(lacks func(Equipment) bool) func(Situation, []string) ([]string, bool) {
	return func(s Situation, components []string) (names []string, is bool) {
		for _, c := range components {
			if lacks(s.Components[c]) {
				names = append(names, c)
			}
		}
		return names, len(names) > 0
	}
}

// Advise says where to invest: the stretch with the largest share before recovery and the one with the largest after it,
// the larger first, each with the first remedy that is lacking. A stretch that is short already says so: stop there.
func Advise(records []Record, s Situation) []Advice {
	counted := sift(records).counted
	var out []Advice
	for _, during := range []bool{true, false} {
		shares := slices.DeleteFunc(Shares(records), func(x Share) bool { return x.During != during || x.N == 0 })
		slices.SortStableFunc(shares, func(a, b Share) int { return cmp.Compare(b.Share, a.Share) })
		for n, share := range shares {
			a := advise(counted, share, s)
			if n == 0 || a.Enough {
				out = append(out, a)
			}
		}
	}
	return out
}

func advise(counted []Record, share Share, s Situation) Advice {
	a := Advice{Interval: share.Name, Share: share.Share, Median: *share.Median, Of: share.N, Trend: share.N >= trendFrom}
	a.Enough = *share.Median <= enough[share.Name].Seconds()
	with := having(counted, share.Name)
	for _, r := range remedies() {
		if r.interval != share.Name {
			continue
		}
		a.Action, a.Stage = r.action, r.stage
		if r.lacks == nil {
			break
		}
		if names, is := r.lacks(s, componentsOf(with)); is {
			a.Names = names
			break
		}
	}
	for _, r := range with {
		if len(a.Names) == 0 || slices.ContainsFunc(r.Components, func(c string) bool { return slices.Contains(a.Names, c) }) {
			a.Count++
			a.URLs = append(a.URLs, r.URL)
		}
	}
	a.URLs = slices.DeleteFunc(a.URLs, func(u string) bool { return u == "" })
	return a
}

// having are the incidents of which a stretch is known.
func having(counted []Record, name string) (out []Record) {
	n := slices.IndexFunc(Intervals[:], func(i Interval) bool { return i.Name == name })
	for _, r := range counted {
		if _, o := value(r, incident.KeyTime{From: Intervals[n].From, To: Intervals[n].To}); o == isKnown {
			out = append(out, r)
		}
	}
	return out
}

// componentsOf are the components of incidents, the most often concerned first.
func componentsOf(records []Record) []string {
	often := map[string]int{}
	var names []string
	for _, r := range records {
		for _, c := range distinct(r.Components) {
			if often[c]++; often[c] == 1 {
				names = append(names, c)
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(often[b], often[a]), cmp.Compare(a, b)) })
	return names
}
