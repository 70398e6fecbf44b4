package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/when"
)

// cardView is what the template of the card shows. What runs with the clock is empty in the stable rendering.
type cardView struct {
	Incident incident.Incident
	Icon     string
	Severity string
	Running  string // "37 min"; of an open incident volatile
	Next     string
	Links    []linkRow
	Change   *told
	Update   *told
	Config   *policy.Problem
	// PolicyNews is what changed last in the settings; empty = nothing lately.
	PolicyNews string
	OnCall     []onCallRow
	// Elsewhere says why the postmortem is not in the repository where the policy wants it; nil = it is, or nobody cares.
	Elsewhere *snapshot.Elsewhere
	Rebuilt   bool
	Started   *ledger.Problem // the form's start time could not be read, and nobody has told it since
	NoTimers  bool
	Onward    *snapshot.Item   // where the talk goes on; nil = here
	NoPull    string           // where a person opens the pull request that GitHub did not let us open; empty = nothing of the kind
	NoBoard   snapshot.NoBoard // why there is no board to use; empty = there is, or none is wanted
	Zones     []*time.Location
	Points    []pointRow
	Measures  []measureRow
	Actions   []incident.ActionItem
	Before    []timeline.Entry // what changed before, newest first
	Rows      []timeline.Entry
	Left      int
	Pull      *snapshot.PullRequest
	AsOf      string // volatile
}

// Has says whether a milestone is set.
func (v cardView) Has(m incident.Milestone) bool { return v.Incident.Has(m) }

// Role is who has a role; the zero Person where nobody does.
func (v cardView) Role(r incident.Role) incident.Person { return v.Incident.Roles[r] }

// told is a change or an update: when, in the zone of whoever told it.
type told struct {
	Text, To, At, Age, By string // To: what it was changed to, where the verb alone says too little
}

type pointRow struct {
	Name string
	incident.Point
}

type measureRow struct {
	incident.Measure
	Value string
}

func (s *scene) cardView(rows int, full bool) (cardView, error) {
	i := s.Incident
	v := cardView{
		Incident: i, Icon: s.icon(), Severity: s.severityWord(), Links: s.cardLinks(), Zones: s.Config.Zones(),
		PolicyNews: s.policyNews(), OnCall: s.onCallNow(), Rebuilt: s.Ledger.Rebuilt, Onward: s.World.Continuation, NoTimers: !s.Timers && i.Open(), NoPull: s.pullByHand(), NoBoard: s.boardLost(),
		Measures: s.measures(), Actions: i.Actions, Pull: s.World.Postmortem,
	}
	if i.Milestones[incident.Started].Quality < incident.Stated {
		v.Started = s.Ledger.Declaration.Problem
	}
	if s.postmortemWanted() {
		v.Elsewhere = s.elsewhere()
	}
	v.Rows, v.Left = s.cardRows(rows)
	v.Before = s.changedBefore(rows)
	if s.Broken.Errors() {
		first := firstError(s.Broken)
		v.Config = &first
	}
	for _, m := range incident.Milestones {
		if p, ok := i.Milestones[m]; ok {
			v.Points = append(v.Points, pointRow{string(m), p})
		}
	}
	v.Running = s.running(full)
	v.Change, v.Update = s.lastChange(), s.lastUpdate(full)
	if full {
		v.AsOf = s.book().ShowAll(s.Now, v.Zones)
	}
	var err error
	v.Next, err = s.nextText(full)
	return v, err
}

// running is how long it has lasted; until it has recovered that runs with the clock.
func (s *scene) running(full bool) string {
	from, ok := s.Incident.Milestones[incident.Started]
	end, over := s.Incident.Milestones[incident.Recovered]
	switch {
	case !ok || s.Incident.Cancelled != "" || s.Incident.DuplicateOf != 0:
		return ""
	case over:
		return s.spanOrNothing(from.At, end.At)
	case full:
		return s.spanOrNothing(from.At, s.Now)
	}
	return ""
}

func (s *scene) spanOrNothing(from, to time.Time) string {
	seconds := when.Between(from, to)
	if seconds < 0 {
		return ""
	}
	return s.book().Span(seconds)
}

func (s *scene) lastChange() *told {
	c := s.Incident.LastChange
	if c == nil {
		return nil
	}
	t := &told{Text: c.Verb, At: s.moment(c.At, c.By.Login), By: c.By.Login}
	if c.Verb == "severity" {
		t.To, _, _ = strings.Cut(c.Args, " ")
	}
	return t
}

func (s *scene) lastUpdate(full bool) *told {
	u := s.Incident.LastUpdate
	if u == nil {
		return nil
	}
	t := &told{Text: u.Text, At: s.moment(u.At, u.By.Login), By: u.By.Login}
	if full {
		t.Age = s.spanOrNothing(u.At, s.Now)
	}
	return t
}

// moment writes a time in somebody's zone and in UTC, with the date where it is not the day of the declaration.
func (s *scene) moment(at time.Time, login string) string {
	zones := s.teamZones(login)
	text, day := s.book().Show(at, zones), at.In(zones[0]).Format(time.DateOnly)
	if day != s.Ledger.Declaration.At.In(zones[0]).Format(time.DateOnly) {
		text = day + " " + text
	}
	return text
}

// severityIcons are by rank, the worst first; the words say the same for whoever sees no colours.
var severityIcons = []string{"🔴", "🔴", "🟠", "🟡"}

func (s *scene) icon() string {
	i := s.Incident
	switch {
	case i.Cancelled != "" || i.DuplicateOf != 0:
		return "⚪"
	case i.Has(incident.Recovered):
		return "🟢"
	case !i.Declared:
		return "❔"
	}
	if rank := s.Config.Rank(string(i.Severity)); rank > 0 {
		return severityIcons[min(rank, len(severityIcons))-1]
	}
	return "🟣"
}

func (s *scene) severityWord() string {
	if s.Incident.Severity == incident.Unknown || s.Incident.Severity == "" {
		return ""
	}
	return string(s.Incident.Severity)
}

// linkRow is an address worth a click. Kind is meeting, dashboard, runbook or link.
type linkRow struct{ Kind, Name, URL string }

// mostLinks bounds the second line of the card.
const mostLinks = 10

// cardLinks are the meeting, the components' dashboards and runbooks, and what people linked.
func (s *scene) cardLinks() []linkRow {
	var out []linkRow
	if url := s.Config.Announce.MeetingURL; url != "" {
		out = append(out, linkRow{"meeting", "", url})
	}
	for _, name := range s.Incident.Components {
		c := s.Config.Components[name]
		for _, url := range c.Dashboards {
			out = append(out, linkRow{"dashboard", name, url})
		}
		for _, url := range c.Runbooks {
			out = append(out, linkRow{"runbook", name, url})
		}
	}
	for _, l := range s.Incident.Links {
		out = append(out, linkRow{"link", inert.Clip(l.Title, 60), l.URL})
	}
	return out[:min(len(out), mostLinks)]
}

func (s *scene) measures() []measureRow {
	var out []measureRow
	for _, m := range s.Incident.Measures() {
		row := measureRow{Measure: m}
		if m.Known {
			row.Value = s.book().Span(m.Seconds)
		}
		out = append(out, row)
	}
	return out
}

func firstError(problems policy.Problems) policy.Problem {
	for _, p := range problems {
		if p.Severity == policy.Error {
			return p
		}
	}
	return policy.Problem{}
}

func commentID(id int64) string { return fmt.Sprintf("c%d", id) }
