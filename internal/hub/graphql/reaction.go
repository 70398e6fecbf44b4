package graphql

import (
	"slices"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// reactions are what somebody reacted to, and how.
type reactions struct {
	subject any
	list    []*store.Reaction
}

// reactionGroup is one kind of reaction to a subject.
type reactionGroup struct {
	subject any
	content string // GraphQL's name
	list    []*store.Reaction
}

// reactable serve the interface Reactable.
func reactable(read func(any) reactions) Fields {
	return Fields{
		"reactionGroups": func(c *Call) (any, error) { return read(c.Parent).groups(), nil },
		"viewerCanReact": always(true),
		"reactions": func(c *Call) (any, error) {
			wanted := c.Args.string("content")
			return page(c, slices.DeleteFunc(slices.Clone(read(c.Parent).list), func(r *store.Reaction) bool {
				return wanted != "" && contentName(r.Content) != wanted
			}))
		},
	}
}

// groups are all kinds of reactions, in GitHub's order, also those that nobody chose.
func (r reactions) groups() []*reactionGroup {
	var out []*reactionGroup
	for _, kind := range store.Reactions {
		g := &reactionGroup{subject: r.subject, content: kind.GraphQL}
		for _, x := range r.list {
			if x.Content == kind.REST {
				g.list = append(g.list, x)
			}
		}
		out = append(out, g)
	}
	return out
}

func contentName(rest string) string {
	for _, kind := range store.Reactions {
		if kind.REST == rest {
			return kind.GraphQL
		}
	}
	return ""
}

func (g *reactionGroup) people() []*store.User {
	var out []*store.User
	for _, x := range g.list {
		out = append(out, x.User)
	}
	return out
}

func reactionGroupFields() Fields {
	return Fields{
		"content":  of(func(g *reactionGroup) any { return g.content }),
		"subject":  of(func(g *reactionGroup) any { return g.subject }),
		"reactors": try(func(c *Call, g *reactionGroup) (any, error) { return page(c, g.people()) }),
		"users":    try(func(c *Call, g *reactionGroup) (any, error) { return page(c, c.asUsers(g.people())) }),
		"createdAt": of(func(g *reactionGroup) any {
			if len(g.list) == 0 {
				return nil
			}
			return g.list[0].CreatedAt
		}),
		"viewerHasReacted": with(func(c *Call, g *reactionGroup) any { return slices.Contains(g.people(), c.actor.User) }),
	}
}

func reactionFields() Fields {
	return Fields{
		"id":         of(func(r *store.Reaction) any { return r.NodeID }),
		"databaseId": of(func(r *store.Reaction) any { return r.ID }),
		"content":    of(func(r *store.Reaction) any { return contentName(r.Content) }),
		"createdAt":  of(func(r *store.Reaction) any { return r.CreatedAt }),
		"user":       with(func(c *Call, r *store.Reaction) any { return c.asUser(r.User) }),
	}
}
