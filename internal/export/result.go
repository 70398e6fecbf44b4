package export

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
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
	Paste   *string  `json:"paste"`              // null where no line would help, as for whoever may not
	Others  []string `json:"readings,omitempty"` // what else could be pasted
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
