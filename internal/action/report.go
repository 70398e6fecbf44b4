package action

import (
	"strconv"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/wording"
)

// Why nothing was done, or not all: each has a text in templates/<language>/action.
const (
	OwnDoing     = "own"        // this program set the event off itself
	FromFork     = "fork"       // GitHub lets such a run only read
	UnknownEvent = "event"      // Detail: its name
	NoIncident   = "none"       // the event is about no incident
	Gone         = "gone"       // Detail: the issue
	Archived     = "archived"   // Detail: the repository
	AllWell      = "well"       // nothing was left to do anywhere
	AsPerson     = "person"     // Detail: the login; the token is that of a person, whose own commands are not seen
	InTurn       = "in-turn"    // no runs of their own could be asked for, so incidents were looked at one after the other
	ReadOnly     = "read-only"  // Detail: the issue; GitHub did not let the card be written
	SettingsGood = "config-ok"  // the settings can be read
	SettingsBad  = "config-bad" // they cannot; the last good ones are in use
)

// Report is what a run did, to be told to people.
type Report struct {
	Dry       bool // only looked
	Incidents []Told
	Woken     []int // issues for which a run of their own was asked for
	Notices   []Notice
	Policy    []plan.Action   // what was done about the settings
	Problems  policy.Problems // of the settings, where the event is about them
}

// Notice is something worth a line; Code selects the text, Detail fills it.
type Notice struct{ Code, Detail string }

// Told is what a run did about one incident.
type Told struct {
	Number   int
	Title    string
	URL      string
	Incident incident.Incident // zero where the issue is none
	Facts    []ledger.Fact
	Steps    []plan.Action // what was done, or with Dry what would be
	Refused  []plan.Action // what GitHub did not let us do
	Failed   bool          // it did not get to the end
}

// Known says whether the issue is an incident.
func (t Told) Known() bool { return t.Incident.Phase != "" }

// Severity is how the incident's severity is written; empty where it is unknown.
func (t Told) Severity() string {
	if s := t.Incident.Severity; s != incident.Unknown {
		return string(s)
	}
	return ""
}

// Note adds a notice, once.
func (r *Report) Note(code, detail string) {
	n := Notice{code, detail}
	for _, o := range r.Notices {
		if o == n {
			return
		}
	}
	r.Notices = append(r.Notices, n)
}

// Changed says whether anything was done.
func (r Report) Changed() bool {
	done := len(r.Policy)
	for _, t := range r.Incidents {
		done += len(t.Steps)
	}
	return done > 0 && !r.Dry
}

// Outputs are the action's: the incident, where the run was about one, and whether anything changed.
func (r Report) Outputs() []Output {
	var number, phase, severity string
	if len(r.Incidents) == 1 && r.Incidents[0].Known() {
		t := r.Incidents[0]
		number, phase, severity = itoa(t.Number), string(t.Incident.Phase), string(t.Incident.Severity)
	}
	return []Output{{"incident", number}, {"phase", phase}, {"severity", severity}, {"changed", strconv.FormatBool(r.Changed())}}
}

// Summary tells a run in Markdown, in a language of the templates. What people wrote is inert in it.
func (r Report) Summary(language string) (string, error) {
	text, err := wording.In(language).Render("action/summary", r)
	if err != nil {
		return "", err
	}
	return wording.Tidy(text) + "\n", nil
}

func itoa(n int) string { return strconv.Itoa(n) }
