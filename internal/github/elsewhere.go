package github

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// awayField is the alias of the other repository in the incident query.
const awayField = "elsewhere"

// incidentDocument is the query for an issue; where the policy wants the postmortem in another repository, that is asked in
// the same request.
func incidentDocument(want reconcile.Want) string {
	if want.Elsewhere == "" {
		return "incident"
	}
	return "incident+" + awayField
}

// withoutAway drops what only says that the other repository is out of reach: the incident goes on without. Any other
// problem stays, so that a repository that did not answer is not taken for one that is missing.
func withoutAway(errs []problem) (rest []problem, lost bool) {
	for _, p := range errs {
		if p.at() != awayField || p.Type != "NOT_FOUND" && !p.refused() {
			rest = append(rest, p)
		}
	}
	return rest, len(rest) < len(errs)
}

// elsewhere says where the postmortem is, if the policy wants it in another repository; nil where it does not. away is that
// repository as it answered, nil where it is out of reach.
func (o *observation) elsewhere() *snapshot.Elsewhere {
	if o.want.Elsewhere == "" {
		return nil
	}
	e := &snapshot.Elsewhere{Name: o.want.Elsewhere}
	switch a := o.away; {
	case a == nil || a.IsArchived || a.DefaultBranchRef == nil || a.Owner.ID != o.repo.Owner.ID || o.refuses(e.Name):
		e.Why = snapshot.ElsewhereMissing
	case o.repo.IsPrivate && !a.IsPrivate:
		e.Why = snapshot.ElsewherePublic
	case o.taken():
		e.Why = snapshot.ElsewhereTaken
	case o.begunHere():
		e.Why = snapshot.ElsewhereBegun
	default:
		e.Repository = a.repository()
	}
	return e
}

// begunHere says whether there is a document of this incident beside it already.
func (o *observation) begunHere() bool {
	p := o.pullIn(o.repo)
	return o.repo.hasBranch() || o.repo.Published != nil || p != nil && (p.Open || p.Merged)
}

// taken says whether the branch in the other repository is another incident's: incidents of two repositories may have the
// same number.
func (o *observation) taken() bool {
	if !o.away.hasBranch() || o.pullIn(o.away) != nil {
		return false
	}
	text, found := o.away.Document.whole()
	return !found || plan.ForeignDocument(text, o.issue.URL)
}

// refusedHolds is how long a repository that refused the postmortem is believed to refuse it still; for an incident whose
// document was then begun beside it, it no longer matters.
const refusedHolds = time.Hour

func (o *observation) refuses(name string) bool {
	o.mu.Lock()
	at, ok := o.refused[place{o.key.Installation, fold(name)}]
	o.mu.Unlock()
	age := o.set.Now().Sub(at)
	return ok && (age >= 0 && age < refusedHolds || o.begunHere())
}

// place is a repository as seen by one installation; the name is owner/name in ASCII lower case.
type place struct {
	installation int64
	name         string
}

// draftCommit commits the document. Where another repository does not take the first commit of it, that is remembered and
// everything is observed again: then the document is written beside the incident.
func draftCommit(ctx context.Context, a *application, act plan.Action) error {
	err := fileCommit(ctx, a, act)
	var no *refusal
	if !errors.As(err, &no) || !a.world.Away() || a.world.Document.BranchOID != "" {
		return err
	}
	name := a.world.Elsewhere.Name
	a.mu.Lock()
	a.refused[place{a.key.Installation, fold(name)}] = a.set.Now()
	a.mu.Unlock()
	if a.set.Log != nil {
		a.set.Log.Warn("the postmortem cannot be written in the other repository; it is written beside the incident",
			"issue", a.key.String(), "repository", name, "why", strings.TrimSpace(err.Error()))
	}
	a.stale, a.turned = true, true
	return nil
}
