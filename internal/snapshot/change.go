package snapshot

import "time"

// ChangeKind says what kind of change it is.
type ChangeKind string

// The kinds.
const (
	Deployment ChangeKind = "deployment"
	Release    ChangeKind = "release"
	Pull       ChangeKind = "pull"   // a pull request that was merged
	Commit     ChangeKind = "commit" // on the default branch, beside pull requests
)

// Change is something that went out. It has no author: what changed is of use when something breaks, who did it is not.
type Change struct {
	ID          string // node id
	At          time.Time
	Kind        ChangeKind
	Title       string // the deployment's description, the release's name, the pull request's title, the commit's first line
	Ref         string // the tag, the branch, the short commit id, "#12"
	Environment string // of a deployment
	State       string // of a deployment, in GraphQL's words; what only tells that a later one took over is ACTIVE
	URL         string
	Repo        string // owner/name
}
