package export

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
)

// Result is what `sensible replay --format json` prints. Times RFC 3339 UTC, durations in seconds, absent = null.
type Result struct {
	Incident    *State       `json:"incident"` // null: the issue is no incident
	ActionItems []ActionItem `json:"action_items"`
	Facts       []Fact       `json:"facts"`
	Refused     []Refused    `json:"refused"`
	Observed    []Observed   `json:"observed"`
	Timeline    []Entry      `json:"timeline"`
	Plan        []Step       `json:"plan"`
	WakeAt      *time.Time   `json:"wake_at"`
	Config      []string     `json:"config_problems"` // as `sensible validate` prints them
}

// State is the incident.
type State struct {
	Number     int               `json:"number"`
	Title      string            `json:"title"`
	Phase      incident.Phase    `json:"phase"`
	Status     incident.Status   `json:"status"`
	Severity   incident.Severity `json:"severity"`
	Highest    incident.Severity `json:"highest_severity"`
	Because    string            `json:"because,omitempty"`
	Roles      map[string]string `json:"roles"`
	Impact     string            `json:"impact,omitempty"`
	Components []string          `json:"components"`
	Milestones map[string]Point  `json:"milestones"`
	KeyTimes   map[string]*int64 `json:"key_times_s"`
	Reasons    map[string]string `json:"reasons"` // why a key time has no value
	Drill      bool              `json:"drill"`
}

// Point is a milestone.
type Point struct {
	At      time.Time        `json:"at"`
	Quality incident.Quality `json:"quality"`
}

// ActionItem is a follow-up with its classification.
type ActionItem struct {
	Title      string   `json:"title"`
	Owner      string   `json:"owner,omitempty"`
	Importance string   `json:"importance"`
	Size       string   `json:"size"`
	Urgency    string   `json:"urgency"`
	Confidence string   `json:"confidence"`
	Kind       string   `json:"kind,omitempty"`
	ISU        *float64 `json:"isu"` // null where a value is missing
	Quadrant   string   `json:"quadrant"`
	Stage      string   `json:"stage"`
	Due        *string  `json:"due"` // a date
}

// Fact is an accepted command.
type Fact struct {
	Seq     int              `json:"seq"`
	At      time.Time        `json:"at"`
	By      string           `json:"by"`
	Comment int64            `json:"comment"`
	Line    int              `json:"line"`
	Verb    string           `json:"verb"`
	Args    string           `json:"args"`
	Quality incident.Quality `json:"quality,omitempty"`
}

// Refused is a line that was refused, or applied with a doubt about its time.
type Refused struct {
	Comment int64    `json:"comment"`
	Line    int      `json:"line"`
	Text    string   `json:"text"`
	Reason  string   `json:"reason"`
	Paste   string   `json:"paste"`
	Others  []string `json:"readings,omitempty"` // all that could be pasted, where there are several
	Applied bool     `json:"applied,omitempty"`
}

// Observed is what was seen to happen and counted.
type Observed struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
	By   string    `json:"by"`
}

// Entry is a row of the timeline.
type Entry struct {
	At     *time.Time `json:"at"`
	Text   string     `json:"text"`
	Source string     `json:"source"`
}

// Step is one action of the plan.
type Step struct {
	Action string `json:"action"`
	Target string `json:"target"`
}

// Words turns codes into the texts that people read; templates hold them.
type Words interface {
	Problem(p ledger.Problem) string
	Missing(m incident.Measure) string
}

// SetIncident fills in the incident and its action items.
func (r *Result) SetIncident(i incident.Incident, words Words) {
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
			s.Reasons[m.Name] = words.Missing(m)
		}
	}
	r.Incident = s
}

// SetItems fills in the action items with their classification and the column that the capacity leaves them.
func (r *Result) SetItems(i incident.Incident, cfg policy.Config) {
	r.ActionItems = []ActionItem{}
	recovered, row := i.Milestones[incident.Recovered].At, cfg.Row(string(i.Severity))
	results := make([]followup.Result, len(i.Actions))
	for n, a := range i.Actions {
		results[n] = followup.Classify(a, recovered, row)
	}
	stages := followup.Fit(i.Actions, results, cfg.Followups.CapacityDays)
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
func (r *Result) SetLedger(l ledger.Ledger, words Words) {
	r.Facts, r.Refused, r.Observed = []Fact{}, []Refused{}, []Observed{}
	for _, f := range l.Accepted() {
		r.Facts = append(r.Facts, Fact{
			Seq: f.Seq, At: f.At, By: f.Actor.Login, Comment: f.Comment, Line: f.Line, Verb: f.Verb, Args: f.Args, Quality: f.Quality,
		})
	}
	for _, f := range l.Problems() {
		no := Refused{Comment: f.Comment, Line: f.Line, Text: f.Text, Reason: words.Problem(*f.Problem), Applied: !f.Refused}
		if paste := f.Problem.Paste; len(paste) > 0 {
			no.Paste = paste[0]
			no.Others = slices.Clone(paste[1:])
		}
		r.Refused = append(r.Refused, no)
	}
	for _, o := range l.Seen {
		r.Observed = append(r.Observed, Observed{Kind: o.Kind, At: o.At, By: o.Actor.Login})
	}
}
