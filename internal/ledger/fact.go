// Package ledger keeps what the app accepted about one incident: the declaration, the facts (what people said by command,
// refused lines included) and the observations (what was seen to happen). It encodes them as the hidden block of the card,
// signs and verifies them, and carries along what a newer version wrote.
//
// It does not judge (package replay) and does not say what a fact means (package command).
package ledger

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// Fact is one command line that was judged: accepted, or refused. Times are UTC, whole seconds.
type Fact struct {
	Seq      int              `json:"n"`   // 1, 2, 3 … in the order of judging
	At       time.Time        `json:"at"`  // when it took effect: the time that was told, else Posted
	Posted   time.Time        `json:"p"`   // when the comment was written
	Accepted time.Time        `json:"acc"` // when it was judged
	Actor    incident.Person  `json:"by"`
	Comment  int64            `json:"c"`           // the comment's database id
	Line     int              `json:"l"`           // 1-based line in the comment
	Item     int64            `json:"i,omitempty"` // said on the issue of an action item: that issue's database id; 0 = on the incident
	SHA      string           `json:"sha"`         // base64 (raw URL) sha256 of the comment's body at that time
	Verb     string           `json:"v"`           // canonical verb; for a line that is no command, what was typed
	Args     string           `json:"a,omitempty"`
	Text     string           `json:"t,omitempty"`    // the line as typed, for refused ones
	Quality  incident.Quality `json:"q,omitempty"`    // of At: stated, or assumed where the time could not be read
	Told     bool             `json:"told,omitempty"` // the line named a time itself
	Zone     string           `json:"z,omitempty"`    // the zone that was taken where the line named none and nobody can be sure
	Undoes   []int            `json:"un,omitempty"`   // the facts, by Seq, that this one takes back: they count no more
	Refused  bool             `json:"no,omitempty"`
	Problem  *Problem         `json:"why,omitempty"` // why it was refused, or what was doubtful although it was applied

	// Extra holds fields that a newer version wrote, so that they survive being rewritten by this one.
	Extra map[string]json.RawMessage `json:"-"`
}

// Problem is what is wrong with a line and what to paste instead. Code selects the text in templates; Detail fills it.
type Problem struct {
	Code   string   `json:"code"`
	Detail string   `json:"d,omitempty"`
	Paste  []string `json:"paste,omitempty"`
}

// The codes of problems; each has a text in templates/<language>/problems.
const (
	NotPermitted    = "not-permitted"    // Detail: the permission needed
	UnknownVerb     = "unknown-verb"     // looks like one of ours; Paste: it
	BadArguments    = "bad-arguments"    // Detail: what was expected
	NeedsArgument   = "needs-argument"   // Detail: usage
	AmbiguousTime   = "ambiguous-time"   // applied at the comment's time, as assumed; Paste: the readings
	FutureTime      = "future-time"      // applied at the comment's time, as assumed
	ImpossibleTime  = "impossible-time"  // applied at the comment's time, as assumed
	UnreadableTime  = "unreadable-time"  // applied at the comment's time, as assumed
	TooLate         = "too-late"         // `/fixed` after recovery without an earlier time
	NotNow          = "not-now"          // the incident's phase does not allow it; Detail: the phase
	UnknownPerson   = "unknown-person"   // Detail: the login
	NoIncident      = "no-incident"      // the issue is no incident yet
	UnknownSeverity = "unknown-severity" // Paste: the legal ones
	NotLead         = "not-lead"         // Detail: the login of whoever leads
	NothingPublic   = "nothing-public"   // nothing was published yet
	NothingToUndo   = "nothing-to-undo"  // no command changed anything, or so many did not
	NothingBefore   = "nothing-before"   // `/note ^` without a comment before it
	IgnoredWords    = "ignored-words"    // applied without these words; Detail: they
	WhichItem       = "which-item"       // no action item of this incident is meant; Detail: what was named
)

// Observation is something that was seen to happen and accepted, told by no command: a first comment by a responder, an
// issue closed by hand, a label put on by a responder.
type Observation struct {
	Kind   string          `json:"k"` // engaged, closed, reopened, severity, phase, declared
	At     time.Time       `json:"at"`
	Actor  incident.Person `json:"by"`
	Ref    string          `json:"r,omitempty"` // what proves it: "comment:1001", "event:LE_…"
	Detail string          `json:"d,omitempty"` // the label's value, for instance
}

// Declaration is how the incident began: what the form (or the command) said, as accepted then. Later edits of the issue's
// body by anybody do not change it.
type Declaration struct {
	At         time.Time        `json:"at"` // the issue's creation, or the moment the label or command made it an incident
	By         incident.Person  `json:"by"`
	Responder  bool             `json:"r,omitempty"` // by somebody with triage or more: declared; else only suspected
	Severity   string           `json:"s,omitempty"`
	Components []string         `json:"co,omitempty"`
	Started    time.Time        `json:"st,omitzero"`
	StartedQ   incident.Quality `json:"sq,omitempty"`
	Detected   time.Time        `json:"de,omitzero"` // where it was declared before the issue was made; else the issue's creation counts
	// DetectedTold says that somebody stated Detected; else it is the moment of the declaration.
	DetectedTold bool          `json:"dt,omitempty"`
	DetectedBy   string        `json:"db,omitempty"`
	Symptom      string        `json:"sy,omitempty"`
	Impact       string        `json:"im,omitempty"`
	Links        []string      `json:"li,omitempty"`
	Drill        bool          `json:"dr,omitempty"`
	Rules        []policy.Rule `json:"ru,omitempty"`  // of each severity, as they were then
	Problem      *Problem      `json:"why,omitempty"` // a start time that could not be read
}

// Ledger is everything that was accepted about one incident, and bookkeeping that must survive a restart.
type Ledger struct {
	Version     int           `json:"v"`
	Declaration Declaration   `json:"d"`
	Facts       []Fact        `json:"f"`
	Seen        []Observation `json:"o,omitempty"`

	Judged   int64            `json:"j,omitempty"`    // every comment up to this database id has been judged
	EventsTo time.Time        `json:"e,omitzero"`     // every timeline event up to this time has been looked at
	Posted   map[string]int64 `json:"done,omitempty"` // comments of ours that must exist once: operation key → database id
	Card     Card             `json:"card,omitzero"`
	Document string           `json:"doc,omitempty"` // path of the postmortem, since its first commit: a new title moves nothing
	Board    Board            `json:"brd,omitzero"`

	Rebuilt bool `json:"rebuilt,omitempty"` // the ledger was lost and judged again: the card says so

	Extra map[string]json.RawMessage `json:"-"` // fields of a newer version
}

// Card remembers what the visible card was when last written, so that a hand edit and a real change can be told apart.
type Card struct {
	Visible string `json:"vis,omitempty"` // hash of the visible text as written
	Stable  string `json:"st,omitempty"`  // hash of the same without running times and ages
}

// Board remembers what was last written on the Projects board, so that what a person chose there can be told from it.
type Board struct {
	ID string `json:"id,omitempty"` // the board's node id: on another board all begins anew
	// Items: an issue's database id → board field → the value as last written. An issue that is here was on the board.
	Items map[string]map[string]string `json:"i,omitempty"`
}

// Wrote is what was last written about the issue with that database id, by field; nil = it was never put on the board.
func (b Board) Wrote(issue int64) map[string]string { return b.Items[strconv.FormatInt(issue, 10)] }

// On is what is remembered of the board with that node id: nothing, where it is another one.
func (b Board) On(id string) Board {
	if b.ID == id {
		return b
	}
	return Board{ID: id}
}

// Version is the ledger version that this program writes.
const Version = 1

// Accepted returns the facts that were neither refused nor taken back, in the order of (comment time, comment id, line),
// which is the order in which they count: the last role and the last severity win, whatever order deliveries came in.
func (l Ledger) Accepted() []Fact {
	undone := map[int]bool{}
	for _, f := range l.Facts {
		for _, seq := range f.Undoes {
			undone[seq] = undone[seq] || !f.Refused
		}
	}
	return ordered(l.Facts, func(f Fact) bool { return !f.Refused && !undone[f.Seq] })
}

// Problems returns the facts that have something to tell their author, in the same order. A line that was judged again
// after an edit counts as it was judged last.
func (l Ledger) Problems() []Fact {
	type place struct {
		comment int64
		line    int
	}
	last := map[place]int{}
	for _, f := range l.Facts {
		last[place{f.Comment, f.Line}] = f.Seq
	}
	return ordered(l.Facts, func(f Fact) bool { return f.Problem != nil && f.Seq >= last[place{f.Comment, f.Line}] })
}
