package snapshot

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
)

// PullRequest is the postmortem's pull request.
type PullRequest struct {
	NodeID    string
	Number    int
	URL       string
	Title     string
	Body      string
	Open      bool
	Draft     bool
	Merged    bool
	MergedAt  time.Time
	MergedBy  incident.Person
	CreatedAt time.Time
	ReadyAt   time.Time // marked ready for review; zero where it was never a draft
	HeadOID   string
	Reviewers []string // logins of those who were asked for a review, or gave one
	ClosedAt  time.Time
	Conflicts bool      // with the branch that it is to be merged into
	Unsettled bool      // GitHub does not know yet whether it conflicts
	Offered   []string  // what our reviews suggested already, by key
	Check     *CheckRun // our check on its head
}

// Document is the postmortem file on its branch.
type Document struct {
	BranchOID   string // head commit of postmortem/<n>; empty = no such branch
	CommittedAt time.Time
	MineOnly    bool   // the branch's head commit is by this program's account
	Path        string // as looked up
	Found       bool
	Text        string
	OnDefault   bool   // the file is on the default branch already
	Published   string // its text there

	Index    string   // text of the index beside it: on the branch, else on the default branch
	Listed   string   // text of the index on the default branch
	Template Template // the team's own
	Owners   string   // text of CODEOWNERS
}
