// Package doctor judges what was found about a repository: what is well, what is not, why that matters, and the exact fix.
// The checks are a table, one file for each group; the texts stand in templates/<language>/doctor.md.tmpl under the code of
// the finding, as "what — why — fix".
//
// It gathers nothing and mends nothing (`sensible doctor` does both), and it looks at no clock.
package doctor

import (
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/wording"
)

// Level is how something stands.
type Level string

// The levels.
const (
	Well    Level = "ok"
	Warning Level = "warning" // it works, and less well than it could
	Bad     Level = "error"   // something does not work
	Skipped Level = "skipped" // it could not be looked at here: no finding either way
)

// Sign is what a person sees of a level.
func (l Level) Sign() string {
	return map[Level]string{Well: "✓", Warning: "!", Bad: "✗", Skipped: "–"}[l]
}

// Finding is one line of the doctor's.
type Finding struct {
	Check string // group: access, deliveries, labels, …
	Code  string // what was found; stays the same over versions
	Level Level
	What  string
	Why   string // empty where all is well
	Fix   string // the exact fix; empty where there is nothing to do
	Mend  bool   // --fix repairs it
}

// String is the line that a person reads.
func (f Finding) String() string {
	out := f.Level.Sign() + " " + f.What
	for _, part := range []string{f.Why, f.Fix} {
		if part != "" {
			out += " — " + part
		}
	}
	return out
}

// Facts are what was found. What could not be looked at is left zero, and Unseen says why.
type Facts struct {
	Name       string // owner/name
	As         string // the account that acts
	App        bool
	Actions    bool // with the GITHUB_TOKEN of a workflow
	Installed  string
	Repository snapshot.Repository
	URL        string
	HasIssues  bool
	ReadOnly   bool              // a token that may only read
	Granted    map[string]string // to the App's installation
	Probes     []Probe
	Skew       time.Duration // ours less GitHub's
	Now        time.Time     // UTC

	Config    snapshot.ConfigFile
	Policy    policy.Config // in force
	Problems  policy.Problems
	Redundant []policy.Problem

	Deliveries  []Delivery // of the last day
	Labels      []string
	Wanted      []string // the labels that this policy uses
	Form        string   // empty = there is none
	FormDrift   []string // what --fix, or a person, would change
	FormOptions bool     // the drift is in options alone: --fix can mend it
	Workflow    bool     // a workflow runs Sensible
	Board       *snapshot.Board
	Boards      int // that can be seen
	BoardErr    string
	Stages      []string // the columns that the board's field Stage must have
	Signed      bool     // the default branch takes only signed commits
	Pinned      int
	Drafts      []string // branches of postmortems without a pull request
	Writers     []Writer
	AlertKey    string
	Unseen      map[string]string // group → why it could not be looked at
}

// Probe is one real call for a permission.
type Probe struct {
	Permission string
	Status     int // of HTTP; 200 where it was answered
	Optional   bool
}

// Delivery is one attempt to deliver a webhook.
type Delivery struct {
	At    time.Time
	Event string
	OK    bool
}

// Writer is a comment that somebody wrote on an issue: when, and whether in that person's working hours. Nothing else of it
// is looked at.
type Writer struct {
	Login    string
	At       time.Time
	OffHours bool
}

// check is one group of findings.
type check struct {
	name string
	run  func(*report)
}

// checks is the table, in the order in which they are told. A new one is a file and a line here.
func checks() []check {
	return []check{
		{"access", access}, {"clock", clock}, {"repository", repository}, {"deliveries", deliveries}, {"labels", labels},
		{"form", form}, {"config", config}, {"board", board}, {"pins", pins}, {"rota", rota}, {"pagers", pagers},
		{"commits", commits}, {"actions", actions}, {"stage", stage}, {"alerts", alerts},
	}
}

// report collects findings.
type report struct {
	Facts
	book  wording.Book
	group string
	out   []Finding
	err   error
}

// Look judges the facts, in the policy's language. The error means that a text could not be rendered.
func Look(f Facts) ([]Finding, error) {
	r := &report{Facts: f, book: wording.In(f.Policy.Language)}
	for _, c := range checks() {
		r.group = c.name
		if why, unseen := f.Unseen[c.name]; unseen {
			r.find(Skipped, "unseen", map[string]any{"Group": c.name, "Why": why})
			continue
		}
		c.run(r)
	}
	return r.out, r.err
}

// find adds a finding by its code.
func (r *report) find(level Level, code string, data any) *Finding {
	text, err := r.book.Render("doctor/"+code, data)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("check %s: %w", r.group, err)
	}
	parts := strings.SplitN(strings.Join(strings.Fields(text), " "), " — ", 3)
	f := Finding{Check: r.group, Code: code, Level: level, What: parts[0]}
	if len(parts) > 1 {
		f.Why = parts[1]
	}
	if len(parts) > 2 {
		f.Fix = parts[2]
	}
	r.out = append(r.out, f)
	return &r.out[len(r.out)-1]
}

// Something says whether anything is to be fixed.
func Something(list []Finding) bool {
	for _, f := range list {
		if f.Level == Warning || f.Level == Bad {
			return true
		}
	}
	return false
}
