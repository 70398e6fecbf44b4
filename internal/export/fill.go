package export

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/timeline"
	"github.com/sensible-im/sensible/internal/wording"
)

// NewResult is the result for an issue that is no incident: empty lists, and what is wrong with the config.
func NewResult(problems policy.Problems) Result {
	r := Result{
		ActionItems: []ActionItem{}, Facts: []Fact{}, Refused: []Refused{}, Observed: []Observed{}, Timeline: []Entry{},
		Plan: []Step{}, Config: []string{},
	}
	for _, p := range problems {
		r.Config = append(r.Config, p.String())
	}
	return r
}

// SetIncident fills in the incident and its action items.
func (r *Result) SetIncident(i incident.Incident, cfg policy.Config) error {
	s := &State{
		Number: i.Number, Title: i.Title, Phase: i.Phase, Status: i.Status, Severity: i.Severity, Highest: i.Highest,
		Because: i.Because, Impact: i.Impact, Components: append([]string{}, i.Components...), Drill: i.Drill,
		Roles: map[string]string{}, Milestones: map[string]Point{}, KeyTimes: map[string]*int64{}, Reasons: map[string]string{},
	}
	for role, p := range i.Roles {
		s.Roles[string(role)] = p.Login
	}
	for m, p := range i.Milestones {
		s.Milestones[string(m)] = Point{p.At, p.Quality}
	}
	for _, m := range append(i.Measures(), incident.Measure{Name: "tbf", Reason: incident.NoNext}) {
		s.KeyTimes[m.Name] = nil
		if m.Known {
			s.KeyTimes[m.Name] = &m.Seconds
		} else {
			reason, err := wording.In(cfg.Language).Render("why", m)
			if err != nil {
				return err
			}
			s.Reasons[m.Name] = reason
		}
	}
	r.Incident = s
	r.setItems(i, cfg)
	return nil
}

// setItems fills in the action items with their classification and the column that the capacity leaves them.
func (r *Result) setItems(i incident.Incident, cfg policy.Config) {
	recovered, row := i.Milestones[incident.Recovered].At, cfg.Row(string(i.Severity))
	results := make([]followup.Result, len(i.Actions))
	for n, a := range i.Actions {
		results[n] = followup.Classify(a, recovered, row)
	}
	stages := followup.Fit(i.Actions, results, followup.Capacity{Days: cfg.Followups.CapacityDays})
	for n, a := range i.Actions {
		item := ActionItem{
			Title: a.Title, Owner: a.Owner.Login, Importance: a.Importance, Size: a.Size, Urgency: a.Urgency,
			Confidence: a.Confidence, Kind: a.Kind, Quadrant: results[n].Quadrant, Stage: stages[n],
		}
		if results[n].Known {
			item.ISU = &results[n].ISU
		}
		if results[n].Due != "" {
			item.Due = &results[n].Due
		}
		r.ActionItems = append(r.ActionItems, item)
	}
}

// SetLedger fills in facts, refusals and observations.
func (r *Result) SetLedger(l ledger.Ledger, cfg policy.Config) error {
	for _, f := range l.Accepted() {
		r.Facts = append(r.Facts, Fact{
			Seq: f.Seq, At: f.At, By: f.Actor.Login, Comment: f.Comment, Line: f.Line, Verb: f.Verb, Args: f.Args, Quality: f.Quality,
		})
	}
	if p := l.Declaration.Problem; p != nil { // the form's start time: of no comment
		if err := r.refuse(ledger.Fact{Text: p.Detail, Problem: p, Refused: true}, cfg); err != nil {
			return err
		}
	}
	for _, f := range l.Problems() {
		if settled(l.Facts, f) {
			continue
		}
		if err := r.refuse(f, cfg); err != nil {
			return err
		}
	}
	for _, o := range l.Seen {
		r.Observed = append(r.Observed, Observed{Kind: o.Kind, At: o.At, By: o.Actor.Login})
	}
	return nil
}

// refuse adds a line that has something wrong, with the reason in words.
func (r *Result) refuse(f ledger.Fact, cfg policy.Config) error {
	reason, err := wording.In(cfg.Language).Render("problem", f)
	if err != nil {
		return err
	}
	no := Refused{Comment: f.Comment, Line: f.Line, Text: f.Text, Reason: strings.TrimSpace(reason), Applied: !f.Refused}
	if paste := f.Problem.Paste; len(paste) > 0 {
		no.Paste = &paste[0]
		no.Others = slices.Clone(paste[1:])
	}
	r.Refused = append(r.Refused, no)
	return nil
}

// settled says whether the line was judged again since, after its author had put it right.
func settled(facts []ledger.Fact, f ledger.Fact) bool {
	return slices.ContainsFunc(facts, func(g ledger.Fact) bool { return g.Comment == f.Comment && g.Line == f.Line && g.Seq > f.Seq })
}

// SetTimeline fills in the timeline.
func (r *Result) SetTimeline(entries []timeline.Entry) {
	for _, e := range entries {
		row := Entry{Text: e.Text, Source: string(e.Source)}
		if !e.At.IsZero() {
			row.At = &e.At
		}
		r.Timeline = append(r.Timeline, row)
	}
}

// SetPlan fills in what would be done.
func (r *Result) SetPlan(p plan.Plan) {
	for _, a := range p.Actions {
		r.Plan = append(r.Plan, Step{Action: string(a.Kind), Target: a.Subject()})
	}
	if !p.WakeAt.IsZero() {
		r.WakeAt = &p.WakeAt
	}
}
