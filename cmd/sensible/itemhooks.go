package main

import "github.com/sensible-im/sensible/internal/webhook"

// item are the known incidents that the issue with this node id is an action item of.
func (a *app) item(node string) []webhook.Issue { return issues(a.rec.HoldersByNode(node)) }

// numbered is the same by repository, owner/name, and number.
func (a *app) numbered(repository string, number int) []webhook.Issue {
	return issues(a.rec.HoldersByNumber(repository, number))
}
