package graphql

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// actorFields serve what users and bots have. A bot's login lacks the "[bot]" of REST.
func actorFields() Fields {
	return Fields{
		"id":           of(func(u *store.User) any { return u.NodeID }),
		"databaseId":   of(func(u *store.User) any { return u.ID }),
		"login":        of(func(u *store.User) any { return u.GraphQLLogin() }),
		"createdAt":    of(func(u *store.User) any { return u.CreatedAt }),
		"updatedAt":    of(func(u *store.User) any { return u.CreatedAt }),
		"url":          with(func(c *Call, u *store.User) any { return c.base + accountPath(u) }),
		"resourcePath": of(func(u *store.User) any { return accountPath(u) }),
		"avatarUrl":    with(func(c *Call, u *store.User) any { return c.base + "/avatars/" + u.GraphQLLogin() }),
	}
}

// userFields serve people.
func userFields() Fields {
	return merge(actorFields(), Fields{
		"name":        of(func(u *store.User) any { return orNull(u.Name) }),
		"email":       of(func(u *store.User) any { return u.Email }),
		"isViewer":    with(func(c *Call, u *store.User) any { return c.actor.User == u }),
		"isSiteAdmin": always(false),
		"bio":         always(nil),
		"company":     always(nil),
		"location":    always(nil),
		"organizations": try(func(c *Call, u *store.User) (any, error) {
			return page(c, c.Store().Organizations(u))
		}),
	}, boardsOf(func(_ *Call, parent any) *store.User { return parent.(*store.User) }))
}

// asUser is an account where the schema has a User: a bot is shown as one there, with
// its login as REST has it.
func (c *Call) asUser(u *store.User) any {
	if u == nil || !u.IsBot() {
		return u
	}
	return c.as("User", u, map[string]any{"login": u.Login})
}

func (c *Call) asUsers(list []*store.User) []any {
	out := []any{}
	for _, u := range list {
		out = append(out, c.asUser(u))
	}
	return out
}

func accountPath(u *store.User) string {
	if u.IsBot() {
		return "/apps/" + u.GraphQLLogin()
	}
	return "/" + u.Login
}

// organizationFields serve organisations.
func organizationFields() Fields {
	return merge(Fields{
		"id":              of(func(o *store.Organization) any { return o.NodeID }),
		"databaseId":      of(func(o *store.Organization) any { return o.ID }),
		"login":           of(func(o *store.Organization) any { return o.Login }),
		"name":            of(func(o *store.Organization) any { return orNull(o.Name) }),
		"description":     of(func(o *store.Organization) any { return orNull(o.Description) }),
		"createdAt":       of(func(o *store.Organization) any { return o.CreatedAt }),
		"updatedAt":       of(func(o *store.Organization) any { return o.CreatedAt }),
		"url":             with(func(c *Call, o *store.Organization) any { return c.base + "/" + o.Login }),
		"resourcePath":    of(func(o *store.Organization) any { return "/" + o.Login }),
		"avatarUrl":       with(func(c *Call, o *store.Organization) any { return c.base + "/avatars/" + o.Login }),
		"viewerIsAMember": with(func(c *Call, o *store.Organization) any { return o.Member(c.actor.User) != nil }),
		"team": with(func(c *Call, o *store.Organization) any {
			return o.Team(c.Args.string("slug"))
		}),
		"teams": try(func(c *Call, o *store.Organization) (any, error) { return page(c, o.Teams) }),
		"repository": try(func(c *Call, o *store.Organization) (any, error) {
			return c.repository(o.Login, c.Args.string("name"))
		}),
		"repositories": try(func(c *Call, o *store.Organization) (any, error) {
			list := slices.Clone(c.Store().Repositories())
			return page(c, slices.DeleteFunc(list, func(r *store.Repository) bool {
				return r.Owner != o.Account || !c.Store().CanSee(c.actor, r)
			}))
		}),
	}, boardsOf(func(_ *Call, parent any) *store.User { return parent.(*store.Organization).Account }))
}

// boardsOf serve the Projects (v2) boards of an owner.
func boardsOf(owner func(*Call, any) *store.User) Fields {
	return Fields{
		"projectV2": func(c *Call) (any, error) {
			number, _ := c.Args.int("number")
			p, err := c.Store().Project(c.actor, owner(c, c.Parent), number)
			if err != nil {
				return nil, notFound("Could not resolve to a ProjectV2 with the number %d.", number)
			}
			return p, nil
		},
		"projectsV2": func(c *Call) (any, error) {
			return page(c, c.filterProjects(c.Store().Projects(c.actor, owner(c, c.Parent))))
		},
	}
}

// filterProjects keeps the boards whose title holds the words of `query`, in the order
// asked for (the newest first, unless told otherwise).
func (c *Call) filterProjects(list []*store.Project) []*store.Project {
	query := strings.ToLower(c.Args.string("query"))
	var kept []*store.Project
	for _, p := range list {
		title, hit := strings.ToLower(p.Title), true
		for _, word := range strings.Fields(query) {
			switch word {
			case "is:open":
				hit = hit && !p.Closed
			case "is:closed":
				hit = hit && p.Closed
			default:
				hit = hit && strings.Contains(title, word)
			}
		}
		if hit {
			kept = append(kept, p)
		}
	}
	return order(c, kept, func(p *store.Project) sortKeys {
		return sortKeys{created: p.CreatedAt, updated: p.UpdatedAt, name: p.Title, number: p.Number}
	})
}

// teamFields serve teams.
func teamFields() Fields {
	return Fields{
		"id":           of(func(t *store.Team) any { return t.NodeID }),
		"databaseId":   of(func(t *store.Team) any { return t.ID }),
		"name":         of(func(t *store.Team) any { return t.Name }),
		"slug":         of(func(t *store.Team) any { return t.Slug }),
		"description":  of(func(t *store.Team) any { return orNull(t.Description) }),
		"combinedSlug": of(func(t *store.Team) any { return t.Org.Login + "/" + t.Slug }),
		"organization": of(func(t *store.Team) any { return t.Org }),
		"createdAt":    of(func(t *store.Team) any { return t.CreatedAt }),
		"url":          with(func(c *Call, t *store.Team) any { return c.base + "/orgs/" + t.Org.Login + "/teams/" + t.Slug }),
		"members":      try(func(c *Call, t *store.Team) (any, error) { return page(c, t.Members) }),
	}
}
