// Package welcome decides what `sensible init` proposes to a repository: which files its pull request holds, and what its
// text says. It reads what was found (Facts) and what was asked for (Wishes), and returns a Proposal.
//
// It does not look at the repository and does not write to it (packages setup and github do), and it never changes what a
// person wrote: a config that is there stays, and of a form that people changed only the options of known fields follow.
package welcome

import (
	"errors"

	"github.com/sensible-im/sensible/internal/policy"
)

// Where things go in a user's repository. They are GitHub's and the outer contract's names.
const (
	Branch       = "sensible/init"
	ConfigFile   = policy.File
	FormFile     = ".github/ISSUE_TEMPLATE/incident.yml"
	ItemFormFile = ".github/ISSUE_TEMPLATE/action-item.yml"
	WorkflowFile = ".github/workflows/sensible.yml"
	ReadmeFile   = "README.md" // the first commit of an empty repository
)

// Files are the files that Facts holds the text of, where they exist: those that are proposed, and where owners stand.
func Files() []string {
	return []string{ConfigFile, FormFile, ItemFormFile, WorkflowFile, ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}
}

// Mode is how Sensible runs here.
type Mode string

// The modes.
const (
	Action Mode = "action" // a workflow: nothing to host
	App    Mode = "app"    // a server, `sensible serve`
)

// Place is where a repository is on GitHub: what package github needs to write to it. Nothing is decided by it.
type Place struct {
	Installation  int64
	Node          string // its GraphQL id
	Trunk, Branch string // commits at the ends of the default branch and of Branch; empty: there is none
}

// Facts are what was found in a repository, or in a folder.
type Facts struct {
	At           Place
	Repository   string // owner/name; empty for a folder
	Web          string // address of the repository's pages, https://github.com/owner/name; empty for a folder
	Trunk        string // the default branch
	Private      bool
	Organization bool
	Empty        bool // no commit yet
	Archived     bool
	IssuesOff    bool
	ReadOnly     bool              // whoever asks may not write here, as far as is known
	Files        map[string]string // of Files, those of the default branch
	Paths        []string          // all files of the default branch
	Labels       []string
	Teams        []string // slugs; TeamsSeen false: they could not be listed
	TeamsSeen    bool
	Writers      int      // people whom an issue can be assigned to
	Commenters   []string // logins that wrote comments lately

	Proposed map[string]string // of Files, those of Branch; nil: there is no such branch
	Pull     *Pull             // the newest pull request of Branch
}

// Pull is the pull request as it is.
type Pull struct {
	Number             int
	URL, Title, Body   string
	Open, Merged, Ours bool // Ours: the head is in this repository, not in a fork
}

// ErrWorkflow says that somebody's credentials may not write workflows: GitHub lets neither an App nor GITHUB_TOKEN, and a
// personal token only with that scope.
var ErrWorkflow = errors.New("these credentials may not write workflow files")

// Wishes are what was asked for on the command line.
type Wishes struct {
	Stage    *int   // nil: not asked
	Language string // "en", "ja"; empty: not asked
	Mode     Mode   // empty: as it is, else Fallback
	Fallback Mode   // what fits the credentials where nobody asked
	Board    bool
}

// File is one file to write. Text is empty where Remove is true.
type File struct {
	Path, Text string
	Remove     bool
}

// Proposal is what the pull request should be.
type Proposal struct {
	Files []File // what differs from Branch, or from the default branch where there is no Branch; may be empty
	Title string
	Body  string // the whole text, with what people wrote around ours
	Mode  Mode
	Notes []string // what could not be done, or was left as it is, one sentence each, in the words of a CLI
	Done  bool     // the default branch holds all of it: nothing needs to be proposed
}

// Installed says whether the default branch already has a config or a form of ours.
func (f Facts) Installed() bool {
	_, config := f.Files[ConfigFile]
	_, form := f.Files[FormFile]
	return config && form
}

// base is what a new commit stands on: the branch where it is used, else the default branch.
func (f Facts) base() map[string]string {
	if f.reusesBranch() {
		return f.Proposed
	}
	return f.Files
}

// reusesBranch is false where there is no branch, or what was on it has been merged.
func (f Facts) reusesBranch() bool {
	return f.Proposed != nil && (f.Pull == nil || !f.Pull.Merged)
}

// Fresh says whether the branch has to begin anew at the default branch; what was on it, if anything, has been merged.
func (f Facts) Fresh() bool { return !f.reusesBranch() }

// Mend returns what keeps a repository from being set up, as a sentence that says what to do; empty where nothing does.
func (f Facts) Mend() string {
	switch {
	case f.Archived:
		return f.Repository + " is archived, so that nothing can be written there: unarchive it in its settings, then run this again"
	case f.IssuesOff:
		return f.Repository + " has issues switched off, and incidents are issues: switch them on in Settings → General → Features, then run this again"
	case f.ReadOnly:
		return "this token may not write to " + f.Repository + ": ask somebody with write access to run this, or use --dir . and open the pull request yourself"
	}
	return ""
}
