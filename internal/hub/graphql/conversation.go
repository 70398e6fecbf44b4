package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// conversationFields serve what issues and pull requests have in common.
func conversationFields() Fields {
	return merge(Fields{
		"id":               of(func(i *store.Issue) any { return i.NodeID }),
		"number":           of(func(i *store.Issue) any { return i.Number }),
		"title":            of(func(i *store.Issue) any { return i.Title }),
		"body":             of(func(i *store.Issue) any { return i.Body }),
		"bodyText":         of(func(i *store.Issue) any { return i.Body }),
		"state":            of(func(i *store.Issue) any { return stateOf(i) }),
		"closed":           of(func(i *store.Issue) any { return i.State == "closed" }),
		"closedAt":         of(func(i *store.Issue) any { return i.ClosedAt }),
		"createdAt":        of(func(i *store.Issue) any { return i.CreatedAt }),
		"updatedAt":        of(func(i *store.Issue) any { return i.UpdatedAt }),
		"publishedAt":      of(func(i *store.Issue) any { return i.CreatedAt }),
		"locked":           of(func(i *store.Issue) any { return i.Locked }),
		"activeLockReason": of(func(i *store.Issue) any { return lockReason(i.LockReason) }),
		"repository":       of(func(i *store.Issue) any { return i.Repo }),
		"milestone":        of(func(i *store.Issue) any { return i.Milestone }),
		"url":              with(func(c *Call, i *store.Issue) any { return c.base + "/" + i.Path() }),
		"resourcePath":     of(func(i *store.Issue) any { return "/" + i.Path() }),
		"createdViaEmail":  always(false),
		"labels": try(func(c *Call, i *store.Issue) (any, error) {
			return page(c, order(c, i.Labels, func(l *store.Label) sortKeys { return sortKeys{name: l.Name, number: int(l.ID)} }))
		}),
		"assignees":     try(func(c *Call, i *store.Issue) (any, error) { return page(c, c.asUsers(i.Assignees)) }),
		"participants":  try(func(c *Call, i *store.Issue) (any, error) { return page(c, c.asUsers(participants(i))) }),
		"projectItems":  try(func(c *Call, i *store.Issue) (any, error) { return page(c, c.itemsOf(i)) }),
		"comments":      try(func(c *Call, i *store.Issue) (any, error) { return page(c, order(c, i.Comments, commentKeys)) }),
		"timelineItems": try(func(c *Call, i *store.Issue) (any, error) { return c.timeline(i) }),
	}, authored(func(parent any) writing {
		i := parent.(*store.Issue)
		return writing{node: i.NodeID, author: i.User, repo: i.Repo, body: i.Body, created: i.CreatedAt, edits: i.Edits}
	}), reactable(func(parent any) reactions {
		i := parent.(*store.Issue)
		return reactions{subject: i, list: i.Reactions}
	}))
}

// lockReason is GraphQL's name of a reason ("too heated" → TOO_HEATED), null without.
func lockReason(reason string) any {
	return orNull(strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(reason)))
}

func commentKeys(c *store.Comment) sortKeys {
	return sortKeys{created: c.CreatedAt, updated: c.UpdatedAt, number: int(c.ID)}
}

// participants are the author and who commented, each once.
func participants(i *store.Issue) []*store.User {
	seen := map[*store.User]bool{nil: true}
	var out []*store.User
	add := func(u *store.User) {
		if !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	add(i.User)
	for _, c := range i.Comments {
		add(c.User)
	}
	return out
}

// itemsOf are the cards of an issue on boards that the caller may see.
func (c *Call) itemsOf(i *store.Issue) []*store.Item {
	var out []*store.Item
	for _, it := range c.Store().ItemsOf(i) {
		archived := !it.Archived.IsZero() && c.Args["includeArchived"] == false
		if c.Store().CanSeeProject(c.actor, it.Project) && !archived {
			out = append(out, it)
		}
	}
	return out
}
