package reconcile

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/plan"
)

// Key names one issue, or one aspect of it. The repository's id and the number are the identity; owner and name only
// say where to ask, and follow when the repository is renamed.
type Key struct {
	RepositoryID int64
	Owner, Repo  string
	Number       int
	Installation int64 // of the App; 0 with a plain token
	// Aspect is what of the issue is looked after: empty = what people wait for, and whatever is due for the rest.
	Aspect plan.Aspect `json:",omitempty"`
}

// Whole says whether the key names no issue but an installation with all that is in it.
func (k Key) Whole() bool { return k.RepositoryID == 0 && k.Number == 0 }

// ID is the identity: two keys with the same ID are the same aspect of the same issue.
func (k Key) ID() string {
	if k.Aspect != "" {
		return k.Group() + "/" + string(k.Aspect)
	}
	return k.Group()
}

// Group is the identity of the issue: keys of one group must not run at once, since they write the same ledger.
func (k Key) Group() string {
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

// of is the key of another aspect of the same issue.
func (k Key) of(a plan.Aspect) Key {
	k.Aspect = a
	return k
}
