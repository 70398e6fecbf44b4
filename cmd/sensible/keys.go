package main

import (
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// keyOf is an issue of a delivery in the reconciler's words.
func keyOf(i webhook.Issue) reconcile.Key {
	return reconcile.Key{RepositoryID: i.RepositoryID, Owner: i.Owner, Repo: i.Repo, Number: i.Number, Installation: i.Installation}
}

// issueOf is the reverse.
func issueOf(k reconcile.Key) webhook.Issue {
	return webhook.Issue{RepositoryID: k.RepositoryID, Owner: k.Owner, Repo: k.Repo, Number: k.Number, Installation: k.Installation}
}
