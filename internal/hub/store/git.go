package store

import (
	"errors"
	"time"
)

// ErrGitNotFound is a Git's answer for a ref, object or path that is not there.
var ErrGitNotFound = errors.New("not found in git")

// ErrGitConflict is a Git's answer for a merge with conflicts.
var ErrGitConflict = errors.New("merge conflict")

// ErrGitMoved is a Git's answer where a ref is not where the caller expected it, or a fast-forward was needed.
var ErrGitMoved = errors.New("the ref has moved")

// ZeroSHA stands for "no commit" in pushes.
const ZeroSHA = "0000000000000000000000000000000000000000"

// Git keeps the repositories' objects and refs. Repositories are named owner/name; refs are full ("refs/heads/main"),
// and where a revision is asked for ("rev"), a branch, a tag, a full ref or a commit's sha does. The answers are
// ErrGitNotFound, ErrGitConflict and ErrGitMoved, wrapped, or failures of the program.
type Git interface {
	CreateRepo(repo, branch string, files map[string]string, who Signature) error
	RenameRepo(from, to string) error
	ResolveRef(repo, rev string) (sha string, err error) // the commit's sha
	Refs(repo, prefix string) ([]Ref, error)             // those whose full name begins with prefix, by name
	UpdateRef(repo, ref, sha, old string, force bool) error
	DeleteRef(repo, ref string) error

	ReadFile(repo, rev, path string) (data []byte, blob string, err error)
	ListDir(repo, rev, path string) ([]TreeEntry, error)
	Commit(repo string, in CommitInput) (sha string, err error)
	CommitInfo(repo, rev string) (*Commit, error)
	Log(repo, rev string, opt LogOptions) ([]*Commit, error) // newest first

	MergeBase(repo, base, head string) (string, error)
	Diff(repo, base, head string) ([]FileChange, error) // from base to head as they are, not from their merge base
	CanMerge(repo, base, head string) (bool, error)
	Merge(repo string, in MergeInput) (sha string, err error)

	ReadBlob(repo, sha string) ([]byte, error)
	WriteBlob(repo string, data []byte) (sha string, err error)
	ReadTree(repo, sha string, recursive bool) (treeSHA string, entries []TreeEntry, err error) // sha of a tree or a commit
	WriteTree(repo, base string, entries []TreeEntry) (sha string, err error)                   // an entry without SHA deletes
	WriteCommit(repo string, c Commit) (sha string, err error)                                  // moves no branch; c.SHA is not looked at
}

// Signature is who made a commit, and when (UTC or with an offset).
type Signature struct {
	Name, Email string
	At          time.Time
}

// Ref is a ref and the object it points to.
type Ref struct {
	Name string // refs/heads/main
	SHA  string
	Type string // commit, tag
}

// TreeEntry is a line of a tree.
type TreeEntry struct {
	Path string // relative to the tree or directory asked for
	Mode string // 100644, 100755, 040000, 120000, 160000
	Type string // blob, tree, commit
	SHA  string
	Size int64 // of a blob, bytes
}

// CommitInput makes one commit on a branch.
type CommitInput struct {
	Branch       string // short name; made from StartPoint where it does not exist
	StartPoint   string // a revision; empty: the branch must exist, or the repository be empty
	ExpectedHead string // ErrGitMoved where the branch is elsewhere; empty: not checked
	Message      string
	Author       Signature
	Committer    Signature
	Additions    map[string][]byte
	Deletions    []string
}

// Commit is a commit's data.
type Commit struct {
	SHA, Tree         string
	Parents           []string
	Message           string
	Author, Committer Signature
}

// LogOptions narrow a log.
type LogOptions struct {
	Not   string // leave out what this revision reaches
	Path  string
	Since time.Time
	Until time.Time
	Limit int // 0: no limit
}

// FileChange is a file of a diff.
type FileChange struct {
	Path, PreviousPath   string
	Status               string // added, removed, modified, renamed
	SHA                  string // the new blob; the old one where removed
	Additions, Deletions int
	Patch                string // hunks, without the file header; empty for binary files
}

// MergeInput merges a head into a base branch.
type MergeInput struct {
	Base    string // branch
	Head    string // commit sha
	Method  string // merge, squash, rebase
	Message string
	Who     Signature
}
