// Package snapshot is what GitHub shows of one issue at one moment, as values: the result of observing, and the input of
// judging and planning. It holds no rule and fetches nothing (package github does).
package snapshot

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// World is everything that judging and planning may look at. Times are UTC, whole seconds.
type World struct {
	Repository Repository
	Issue      Issue
	Viewer     incident.Person // the account this program acts as

	// Comments are in ascending order of ID: a contiguous run up to the newest, which includes every one after the ledger's
	// Judged and at least the last 20. The card is not among them; what is said on the continuation is, and is marked so.
	Comments []Comment
	Card     *Comment  // our first comment; nil = there is none yet
	Overflow []Comment // continuations of the ledger, oldest first
	Events   []Event   // timeline events in ascending order of time

	Permissions map[int64]incident.Permission // by numeric user id; whoever is absent has none
	// Named are the people whom commands name by login (lower case), as far as they have access to the repository.
	Named  map[string]incident.Person
	Config ConfigFile
	Parent *Parent // the issue of which this one is a sub-issue

	Items        []Item                                   // sub-issues of the incident, and issues of its action items that cannot be sub-issues
	Continuation *Item                                    // the issue on which the talk goes on where this one is nearly full; its comments are among Comments. nil = there is none
	ItemsKnown   bool                                     // Items is all there is: what is not among them was deleted, or taken away
	ItemsAsked   string                                   // what was looked up of action items beside the sub-issues
	NoSubIssues  bool                                     // the server knows none
	Abroad       map[string]map[int64]incident.Permission // what people may do in other repositories, owner/name, where items are
	ItemHome     *ItemHome                                // where new action items are made, if the policy wants them in another repository; nil = not looked up
	Postmortem   *PullRequest                             // the pull request of the branch postmortem/<n>, whatever its state
	Document     Document                                 // the postmortem file on that branch
	Elsewhere    *Elsewhere                               // where the postmortem is, if the policy wants it in another repository; nil = not looked up
	Board        *Board                                   // the Projects board; nil = not found or not reachable
	BoardState   BoardState                               // why Board is nil
	RepoLabels   []string                                 // labels that exist in the repository and carry our prefixes
	Earlier      []Earlier                                // incidents before this one, newest first; looked up once it has recovered, for TBF
	Changes      []Change                                 // what went out in the hours before and during, newest first; looked up where the policy wants it
}

// Earlier is an incident of the past. Quality says how its recovery is known: closing the issue is only observed.
type Earlier struct {
	Number     int
	Title      string
	URL        string
	Components []string
	Recovered  incident.Point
	Drill      bool
}

// Repository is where the issue lives.
type Repository struct {
	ID            int64
	NodeID        string
	Owner, Name   string
	OwnerNodeID   string
	OwnerIsOrg    bool
	Private       bool
	Archived      bool // nothing can be written there
	DefaultBranch string
}

// FullName returns owner/name.
func (r Repository) FullName() string { return r.Owner + "/" + r.Name }

// Issue is the issue itself.
type Issue struct {
	ID               int64
	NodeID           string
	Number           int
	Title, Body, URL string
	Author           incident.Person
	AuthorIsBot      bool
	Open             bool
	Locked           bool
	FromPrivate      bool // transferred here out of a private repository, or one that cannot be seen
	CreatedAt        time.Time
	ClosedAt         time.Time // zero = never, or open
	Labels           []string
	Assignees        []incident.Person
	Comments         int // how many it holds, the card among them
}

// Comment is one comment. EditedAt is zero for a comment that was never edited.
type Comment struct {
	ID        int64
	NodeID    string
	URL       string
	Author    incident.Person
	Bot       bool // an App or bot account wrote it
	Mine      bool // this program's account wrote it
	Body      string
	CreatedAt time.Time
	EditedAt  time.Time
	Editor    incident.Person
	ByEmail   bool
	Minimized bool
	Pinned    bool
	Continued bool     // it stands on the continuation
	Reactions []string // ours, in GraphQL's names: ROCKET, CONFUSED, THUMBS_DOWN, HOORAY, EYES
}

// Event is one entry of the issue's timeline. Kind is GraphQL's type name without "Event", as in Labeled, Unlabeled,
// Assigned, Closed, Reopened, RenamedTitle, CrossReferenced, CommentDeleted.
type Event struct {
	ID     string // node id
	Kind   string
	Actor  incident.Person
	Bot    bool
	At     time.Time
	Label  string          // Labeled, Unlabeled
	Whom   incident.Person // Assigned, Unassigned
	From   string          // RenamedTitle: before
	To     string          // RenamedTitle: after
	Number int             // CrossReferenced, Connected: the other issue or pull request; Closed: the pull request that did it
	Title  string          // … and its title; Referenced: the first line of the commit's message
	Repo   string          // … and where it lies, owner/name, if elsewhere
	URL    string          // of the other one, or of the commit
	Pull   bool            // the other one is a pull request
	Closes bool            // CrossReferenced: merging it closes this issue
	// ActionItem says of a CrossReferenced issue that it carries the label of action items.
	ActionItem bool
	Commit     string // Referenced, Closed: the commit's id
	Reason     string // Closed: COMPLETED, NOT_PLANNED
}

// ConfigFile is the text of .github/sensible.yml on the default branch.
type ConfigFile struct {
	Found bool
	Path  string
	OID   string // blob id: the config's version
	Text  string
	Over  *ConfigFile // the organisation's, over which this one is read; nil = there is none, or it is out of reach
	// Earlier are versions of the organisation's file, newest first: one that can be used holds while this one cannot.
	Earlier []ConfigFile
}

// Parent is the parent of a sub-issue.
type Parent struct {
	RepositoryID int64
	Repository   string // owner/name
	Number       int
	Labels       []string
}

// May is what somebody may do in the repository of an item; whoever is absent has no access.
func (w World) May(it Item, id int64) incident.Permission {
	if it.Repo == "" || it.Repo == w.Repository.FullName() {
		return w.Permissions[id]
	}
	return w.Abroad[it.Repo][id]
}

// HasLabel says whether the issue carries the label; GitHub compares names without regard to ASCII case.
func (i Issue) HasLabel(name string) bool {
	for _, l := range i.Labels {
		if equalFoldASCII(l, name) {
			return true
		}
	}
	return false
}

func equalFoldASCII(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
