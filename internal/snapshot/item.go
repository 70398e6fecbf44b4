package snapshot

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// Item is the issue of an action item: a sub-issue of the incident, or one that cannot be (Loose). Mine says that this
// program's account wrote it, so that its marker can be believed.
type Item struct {
	ID        int64
	NodeID    string
	Number    int
	Title     string
	Body      string
	URL       string
	Mine      bool
	Author    incident.Person
	Open      bool
	Declined  bool // closed as not planned
	CreatedAt time.Time
	UpdatedAt time.Time
	ClosedAt  time.Time
	Assignees []incident.Person
	Labels    []string
	Repo      string             // owner/name
	RepoID    int64              // its database id
	Loose     bool               // no sub-issue of the incident
	Parent    bool               // it is a sub-issue of some issue
	Comments  []Comment          // the newest, oldest first
	Pulls     []LinkedPull       // pull requests that mention it, newest last
	Events    []Event            // Closed, Reopened, RenamedTitle, CrossReferenced and Referenced, the newest, oldest first
	BoardItem string             // project item's node id on our board; empty = not on it
	Archived  bool               // put away on the board by a person: nothing is written there
	Fields    map[string]string  // board field name → value as text
	Set       map[string]Setting // board field name → how its value came there
}

// LinkedPull is a pull request that mentions an item. Closes says that merging it closes the item.
type LinkedPull struct {
	Number   int
	URL      string
	Open     bool
	Merged   bool
	MergedAt time.Time
	Closes   bool
}

// ItemHome is what came of the policy's wish to have action items in another repository.
type ItemHome struct {
	Name       string // owner/name, as the policy writes it
	Why        ElsewhereState
	Repository Repository // zero unless Why says that it is there
	Labels     []string   // labels that exist there
}

// HasLabel says whether the item carries the label; GitHub compares names without regard to ASCII case.
func (it Item) HasLabel(name string) bool {
	for _, l := range it.Labels {
		if equalFoldASCII(l, name) {
			return true
		}
	}
	return false
}
