package graphql

import (
	"fmt"
	"slices"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// projectFields serve boards.
func projectFields() Fields {
	return merge(Fields{
		"id":               of(func(p *store.Project) any { return p.NodeID }),
		"databaseId":       of(func(p *store.Project) any { return p.ID }),
		"fullDatabaseId":   of(func(p *store.Project) any { return p.ID }),
		"number":           of(func(p *store.Project) any { return p.Number }),
		"title":            of(func(p *store.Project) any { return p.Title }),
		"shortDescription": of(func(p *store.Project) any { return orNull(p.Description) }),
		"readme":           of(func(p *store.Project) any { return orNull(p.Readme) }),
		"public":           of(func(p *store.Project) any { return p.Public }),
		"closed":           of(func(p *store.Project) any { return p.Closed }),
		"closedAt":         of(func(p *store.Project) any { return p.ClosedAt }),
		"template":         of(func(p *store.Project) any { return p.Template }),
		"createdAt":        of(func(p *store.Project) any { return p.CreatedAt }),
		"updatedAt":        of(func(p *store.Project) any { return p.UpdatedAt }),
		"creator":          of(func(p *store.Project) any { return p.Creator }),
		"owner":            of(func(p *store.Project) any { return p.Owner }),
		"url":              with(func(c *Call, p *store.Project) any { return c.base + projectPath(p) }),
		"resourcePath":     of(func(p *store.Project) any { return projectPath(p) }),
		"viewerCanUpdate":  with(func(c *Call, p *store.Project) any { return c.Store().NeedProject(c.actor, p) == nil }),
		"viewerCanClose":   with(func(c *Call, p *store.Project) any { return c.Store().NeedProject(c.actor, p) == nil && !p.Closed }),
		"viewerCanReopen":  with(func(c *Call, p *store.Project) any { return c.Store().NeedProject(c.actor, p) == nil && p.Closed }),
	}, projectLists())
}

func projectLists() Fields {
	return Fields{
		"field":  with(func(c *Call, p *store.Project) any { return p.Field(c.Args.string("name")) }),
		"fields": try(func(c *Call, p *store.Project) (any, error) { return page(c, p.Fields) }),
		"items": try(func(c *Call, p *store.Project) (any, error) {
			return page(c, slices.DeleteFunc(slices.Clone(p.Items), func(it *store.Item) bool { return !it.Archived.IsZero() }))
		}),
		"view": with(func(c *Call, p *store.Project) any {
			number, _ := c.Args.int("number")
			for _, v := range p.Views {
				if v.Number == number {
					return v
				}
			}
			return nil
		}),
		"views": try(func(c *Call, p *store.Project) (any, error) { return page(c, p.Views) }),
		"repositories": try(func(c *Call, p *store.Project) (any, error) {
			return page(c, slices.DeleteFunc(slices.Clone(p.Repos), func(r *store.Repository) bool { return !c.Store().CanSee(c.actor, r) }))
		}),
		"statusUpdates": try(func(c *Call, p *store.Project) (any, error) {
			return page(c, order(c, p.Updates, func(u *store.StatusUpdate) sortKeys {
				return sortKeys{created: u.CreatedAt, number: int(u.ID)}
			}))
		}),
	}
}

func projectPath(p *store.Project) string {
	kind := "users"
	if p.Owner.Type == "Organization" {
		kind = "orgs"
	}
	return fmt.Sprintf("/%s/%s/projects/%d", kind, p.Owner.Login, p.Number)
}

// itemFields serve cards.
func itemFields() Fields {
	return Fields{
		"id":             of(func(it *store.Item) any { return it.NodeID }),
		"databaseId":     of(func(it *store.Item) any { return it.ID }),
		"fullDatabaseId": of(func(it *store.Item) any { return it.ID }),
		"project":        of(func(it *store.Item) any { return it.Project }),
		"isArchived":     of(func(it *store.Item) any { return !it.Archived.IsZero() }),
		"creator":        of(func(it *store.Item) any { return it.Creator }),
		"createdAt":      of(func(it *store.Item) any { return it.CreatedAt }),
		"updatedAt":      of(func(it *store.Item) any { return it.UpdatedAt }),
		"type":           with(func(c *Call, it *store.Item) any { return c.itemType(it) }),
		"content":        with(func(c *Call, it *store.Item) any { return c.content(it) }),
		"fieldValues":    try(func(c *Call, it *store.Item) (any, error) { return page(c, c.values(it)) }),
		"fieldValueByName": with(func(c *Call, it *store.Item) any {
			return c.value(it, it.Project.Field(c.Args.string("name")))
		}),
	}
}

// content is null where the caller may not see it; the card is shown as redacted.
func (c *Call) content(it *store.Item) any {
	switch {
	case it.Draft != nil:
		return it.Draft
	case c.mayRead(it.Issue) != nil:
		return nil
	}
	return it.Issue
}

func (c *Call) itemType(it *store.Item) string {
	switch {
	case it.Draft != nil:
		return "DRAFT_ISSUE"
	case c.mayRead(it.Issue) != nil:
		return "REDACTED"
	case it.Issue.Pull != nil:
		return "PULL_REQUEST"
	}
	return "ISSUE"
}

func draftFields() Fields {
	return Fields{
		"id":        of(func(d *store.Draft) any { return d.NodeID }),
		"title":     of(func(d *store.Draft) any { return d.Title }),
		"body":      of(func(d *store.Draft) any { return d.Body }),
		"bodyText":  of(func(d *store.Draft) any { return d.Body }),
		"creator":   of(func(d *store.Draft) any { return d.Creator }),
		"createdAt": of(func(d *store.Draft) any { return d.CreatedAt }),
		"updatedAt": of(func(d *store.Draft) any { return d.UpdatedAt }),
	}
}

func statusUpdateFields() Fields {
	return Fields{
		"id":             of(func(u *store.StatusUpdate) any { return u.NodeID }),
		"databaseId":     of(func(u *store.StatusUpdate) any { return u.ID }),
		"fullDatabaseId": of(func(u *store.StatusUpdate) any { return u.ID }),
		"project":        of(func(u *store.StatusUpdate) any { return u.Project }),
		"body":           of(func(u *store.StatusUpdate) any { return orNull(u.Body) }),
		"status":         of(func(u *store.StatusUpdate) any { return orNull(u.Status) }),
		"startDate":      of(func(u *store.StatusUpdate) any { return orNull(u.StartDate) }),
		"targetDate":     of(func(u *store.StatusUpdate) any { return orNull(u.TargetDate) }),
		"creator":        of(func(u *store.StatusUpdate) any { return u.Creator }),
		"createdAt":      of(func(u *store.StatusUpdate) any { return u.CreatedAt }),
		"updatedAt":      of(func(u *store.StatusUpdate) any { return u.UpdatedAt }),
	}
}
