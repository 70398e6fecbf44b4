package replay

import (
	"errors"
	"slices"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Open reads the ledger out of the card and decides what to believe. A ledger that verifies counts, unless the local copy
// knows more (an older card was put back). One that does not verify, or is gone, is restored from the local copy; without
// one it begins anew from the comments, and says so. A zero ledger means: nothing was accepted about this issue yet.
func Open(w snapshot.World, ring ledger.Keyring, local *ledger.Ledger) ledger.Ledger {
	if w.Card == nil {
		if local != nil {
			return *local
		}
		return ledger.Ledger{Rebuilt: spoken(w)}
	}
	binding := ledger.Binding{RepositoryID: w.Repository.ID, IssueNodeID: w.Issue.NodeID}
	read, verdict, err := ledger.Join(w.Card.Body, bodies(w.Overflow), binding, ring)
	if err == nil && believed(verdict, w) {
		if local != nil && len(local.Facts) > len(read.Facts) {
			return *local
		}
		return read
	}
	if local != nil {
		return *local
	}
	return ledger.Ledger{Rebuilt: true}
}

// Newer says whether a newer version of this program keeps the card, in a form that is unknown here. Such an issue must be
// left alone: whatever would be written, that version would lose.
func Newer(w snapshot.World, ring ledger.Keyring) bool {
	if w.Card == nil {
		return false
	}
	binding := ledger.Binding{RepositoryID: w.Repository.ID, IssueNodeID: w.Issue.NodeID}
	_, _, err := ledger.Join(w.Card.Body, bodies(w.Overflow), binding, ring)
	return errors.Is(err, ledger.ErrNewer)
}

// spoken says whether we have answered here before: then there was a card, and somebody deleted it.
func spoken(w snapshot.World) bool {
	return slices.ContainsFunc(w.Comments, func(c snapshot.Comment) bool { return c.Mine })
}

// believed says whether a ledger in the card counts: one of our keys signed it; or, where there is no key, we wrote the
// comment and nobody edited it since.
func believed(v ledger.Verdict, w snapshot.World) bool {
	if v == ledger.Unsigned {
		return w.Card.Mine && (w.Card.EditedAt.IsZero() || w.Card.Editor.Same(w.Viewer))
	}
	return v.Signed()
}

func bodies(comments []snapshot.Comment) []string {
	var out []string
	for _, c := range comments {
		out = append(out, c.Body)
	}
	return out
}
