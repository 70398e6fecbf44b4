package reconcile

import (
	"context"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Want is what an observation brings beside the issue itself, because this incident needs it.
type Want struct {
	Document string // path of the postmortem; empty = none
	Index    string // path of the index of postmortems
	Template string // path of the team's own template; empty = none
	// Elsewhere is another repository of the same owner, owner/name, in which the postmortem is wanted; empty = beside the issue.
	Elsewhere string
	Board     string // title of the organisation's Projects board; empty = none
	Cards     bool   // all that is on it, as it is now: its weekly status is due
}

// Place is a part of a repository in which changes are looked for.
type Place struct {
	Owner, Repo string
	Path        string // of commits: a file or folder; empty = everywhere
}

// Observer reads GitHub. The Permissions, Named, Earlier and Changes of the world are left empty.
type Observer interface {
	// Observe reads an issue as it is now. ErrGone says that there is no such issue any more.
	Observe(context.Context, Key, Want) (snapshot.World, error)
	// Past returns the closed issues with that label that are older than the given one, newest first, with their cards.
	Past(ctx context.Context, k Key, label string) ([]snapshot.World, error)
	// Changes returns what went out of the places since a time, newest first. private says that the incident's repository
	// is: in a public one nothing of a private one is told. A place that is out of reach has none.
	Changes(ctx context.Context, k Key, private bool, places []Place, since time.Time) ([]snapshot.Change, error)
	// Items returns issues of action items that are no sub-issues, and where new ones are made if Home is wanted. What is out
	// of reach is left out; that is no error.
	Items(ctx context.Context, k Key, w ItemsWant, board *snapshot.Board) ([]snapshot.Item, *snapshot.ItemHome, error)
}

// Permissions says what somebody may do on the repository.
type Permissions interface {
	// Permission asks by login and returns whom the login belongs to. Where p has an ID and the login belongs to somebody
	// else by now, or to nobody, it is NoAccess. An error means that nobody knows: nothing may be judged.
	Permission(ctx context.Context, k Key, p incident.Person) (incident.Person, incident.Permission, error)
}

// Applied is what came of a plan.
type Applied struct {
	World snapshot.World // what was observed, changed as GitHub answered the writes
	// Vain are actions that GitHub answered without doing what was asked, or refused for good: they are not tried again
	// until the process starts anew or an hour has passed.
	Vain []plan.Action
	// Stale says that somebody else changed the issue meanwhile: World is not all that there is, observe again.
	Stale bool
	// Confirmed says that GitHub told, with the ledger's writing, how the issue stood then, and that it was as World said. What
	// was written on the issue since is in World now, with what was done.
	Confirmed bool
}

// Applier carries out a plan. With an error what succeeded stays, and the issue must be observed again.
type Applier interface {
	Apply(context.Context, Key, snapshot.World, plan.Plan) (Applied, error)
}

// Clock tells the time, UTC.
type Clock func() time.Time
