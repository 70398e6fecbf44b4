package snapshot

import "time"

// PolicyWorld is what GitHub shows of one repository's policy: the file, what it was before, the pull requests that would
// change it, and our issue about it. Times are UTC.
type PolicyWorld struct {
	Repository Repository
	HasIssues  bool
	URL        string     // of the repository
	Viewer     int64      // the account that this program acts as
	Config     ConfigFile // on the default branch, with the organisation's behind it
	Versions   []ConfigVersion
	Pulls      []ConfigPull
	Notices    []Notice // our issues about a file that cannot be used, oldest first; looked up only where they may matter
	Past       []World  // incidents that are over, each with its card; looked up only where a pull request changes the file
}

// ConfigVersion is what a commit of the default branch made of the file.
type ConfigVersion struct {
	Commit string
	At     time.Time
	File   ConfigFile // Found is false where the commit removed it
}

// ConfigPull is an open pull request with the file as its head has it.
type ConfigPull struct {
	Number int
	Head   string // commit
	Fork   bool
	File   ConfigFile
	Check  *CheckRun // ours on its head; looked up only where it may matter
}

// Notice is an issue of ours that asks for the file to be put right.
type Notice struct {
	Number int
	Open   bool
	Title  string
	Body   string
}
