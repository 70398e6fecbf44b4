// Package incident is the vocabulary of Sensible: what an incident is, its phases, severities, roles, milestones and
// key times, and the rules that connect them. Everything here is a value; nothing here reads a clock, a file or GitHub.
//
// It does not know how an incident is told (package command), recorded (package ledger) or shown (package plan).
package incident

import "time"

// Person is a GitHub account. The numeric ID is the identity; the login may be renamed or taken over by somebody else.
type Person struct {
	ID    int64  `json:"id,omitempty"`
	Login string `json:"login"`
}

// IsZero says whether nobody is meant.
func (p Person) IsZero() bool { return p.ID == 0 && p.Login == "" }

// Same says whether both are the same account: by ID where both are known, else by login in ASCII case folding,
// because an export may lack ids.
func (p Person) Same(q Person) bool {
	if p.ID != 0 && q.ID != 0 {
		return p.ID == q.ID
	}
	return p.Login != "" && lowerASCII(p.Login) == lowerASCII(q.Login)
}

// Link is an address that somebody attached to the incident.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// Update is what was last told about how it stands: `/update` (internal).
type Update struct {
	At   time.Time
	By   Person
	Text string
}

// Task is something that somebody does now, from a task list in a comment. Owner is a login.
type Task struct {
	Text    string
	Owner   string
	Comment int64
}

// Publication is one text that was made public on purpose, or that everything public was taken back.
type Publication struct {
	At        time.Time // UTC
	By        Person
	Text      string
	Title     string // empty = none was given: severity and components stand for it
	Retracted bool
}

// Public says whether anything of the incident is public at present.
func (i Incident) Public() bool {
	return len(i.Published) > 0 && !i.Published[len(i.Published)-1].Retracted
}

// Change is the latest accepted change, for the card's line "Last change".
type Change struct {
	At      time.Time // when it took effect, UTC
	By      Person
	Verb    string // the command's verb, or what was seen ("closed")
	Args    string
	Quality Quality
}

// Incident is the state of one incident at one moment: the fold of its declaration, facts and observations.
type Incident struct {
	Number int
	Title  string

	Phase    Phase
	Status   Status
	Severity Severity // now
	Highest  Severity // the highest ever held: what metrics use
	Because  string   // why the severity is what it is
	Roles    map[Role]Person

	Milestones map[Milestone]Point

	Components []string
	DetectedBy string // the form's answer: Alert, Customer, Colleague, Myself
	Symptom    string // the form's "What do you see?"
	Impact     string
	Cause      string // what `/identified` said; empty with CauseUnknown = nobody could tell
	Triage     string // what `/triaged` said
	Links      []Link
	Actions    []ActionItem
	Told       []Told // about action items, oldest first
	Doing      []Task // what is being done now, as far as it is not ticked
	LastUpdate *Update
	Published  []Publication // what was made public, in order
	LastChange *Change

	// What moves the phase, beside the milestones.
	Declared     bool // false: only suspected
	Fixing       bool // work on the change that ends the impact has begun
	CauseUnknown bool
	Cancelled    string // the reason; non-empty = cancelled
	DuplicateOf  int
	Reopened     int // how often
	Drill        bool
	QuietUntil   time.Time // no nudges until then, UTC
	Handover     Person    // who was asked to lead on and has not said yes; the zero Person: nobody
	WantsPM      bool      // somebody asked for a postmortem by command
	PMOwner      Person    // who was named for it
}

// New returns an incident of which nothing is known yet but that somebody suspects it.
func New(number int, title string) Incident {
	return Incident{
		Number: number, Title: title, Severity: Unknown, Highest: Unknown,
		Roles: map[Role]Person{}, Milestones: map[Milestone]Point{},
	}
}

// Clone returns a copy that shares nothing with the original, so that judging can try a command on it.
func (i Incident) Clone() Incident {
	c := i
	c.Roles = make(map[Role]Person, len(i.Roles))
	for k, v := range i.Roles {
		c.Roles[k] = v
	}
	c.Milestones = make(map[Milestone]Point, len(i.Milestones))
	for k, v := range i.Milestones {
		c.Milestones[k] = v
	}
	c.Components = append([]string(nil), i.Components...)
	c.Links = append([]Link(nil), i.Links...)
	c.Doing, c.Published = append([]Task(nil), i.Doing...), append([]Publication(nil), i.Published...)
	c.Actions = append([]ActionItem(nil), i.Actions...)
	c.Told = append([]Told(nil), i.Told...)
	c.LastUpdate, c.LastChange = copied(i.LastUpdate), copied(i.LastChange)
	return c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// Open says whether people still work on ending the impact.
func (i Incident) Open() bool {
	return i.Phase == Suspected || i.Phase == Detection || i.Phase == Recovery
}

// Ended says whether it turned out to be no incident of its own: cancelled, or a duplicate.
func (i Incident) Ended() bool { return i.Phase == PhaseCancelled || i.Phase == PhaseDuplicate }

// Over says whether nothing more can follow but `/reopen`.
func (i Incident) Over() bool {
	return i.Phase == PhaseCancelled || i.Phase == PhaseDuplicate || i.Phase == Closed
}

// lowerASCII folds ASCII capitals only: Unicode folding would make look-alikes equal.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
