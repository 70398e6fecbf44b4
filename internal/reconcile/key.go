package reconcile

import "fmt"

// Key names one issue. The repository's id and the number are its identity; owner and name only say where to ask, and
// follow when the repository is renamed.
type Key struct {
	RepositoryID int64
	Owner, Repo  string
	Number       int
	Installation int64 // of the App; 0 with a plain token
}

// Whole says whether the key names no issue but an installation with all that is in it.
func (k Key) Whole() bool { return k.RepositoryID == 0 && k.Number == 0 }

// ID is the identity: two keys with the same ID are the same issue.
func (k Key) ID() string {
	if k.Whole() {
		return fmt.Sprintf("installation %d", k.Installation)
	}
	return fmt.Sprintf("%d#%d", k.RepositoryID, k.Number)
}

// String is what a person calls the issue: owner/repo#number.
func (k Key) String() string {
	if k.Whole() {
		return k.ID()
	}
	return fmt.Sprintf("%s/%s#%d", k.Owner, k.Repo, k.Number)
}
