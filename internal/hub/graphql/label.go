package graphql

import (
	"net/url"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// labelFields serve labels.
func labelFields() Fields {
	path := func(l *store.Label) string { return "/" + l.Repo.FullName() + "/labels/" + url.PathEscape(l.Name) }
	return Fields{
		"id":           of(func(l *store.Label) any { return l.NodeID }),
		"name":         of(func(l *store.Label) any { return l.Name }),
		"color":        of(func(l *store.Label) any { return l.Color }),
		"description":  of(func(l *store.Label) any { return orNull(l.Description) }),
		"isDefault":    of(func(l *store.Label) any { return l.Default }),
		"repository":   of(func(l *store.Label) any { return l.Repo }),
		"url":          with(func(c *Call, l *store.Label) any { return c.base + path(l) }),
		"resourcePath": of(func(l *store.Label) any { return path(l) }),
	}
}

// milestoneFields serve milestones.
func milestoneFields() Fields {
	return Fields{
		"id":          of(func(m *store.Milestone) any { return m.NodeID }),
		"number":      of(func(m *store.Milestone) any { return m.Number }),
		"title":       of(func(m *store.Milestone) any { return m.Title }),
		"description": of(func(m *store.Milestone) any { return orNull(m.Description) }),
		"state":       of(func(m *store.Milestone) any { return strings.ToUpper(m.State) }),
		"closed":      of(func(m *store.Milestone) any { return m.State == "closed" }),
		"closedAt":    of(func(m *store.Milestone) any { return m.ClosedAt }),
		"createdAt":   of(func(m *store.Milestone) any { return m.CreatedAt }),
		"updatedAt":   of(func(m *store.Milestone) any { return m.UpdatedAt }),
		"dueOn":       of(func(m *store.Milestone) any { return m.DueOn }),
		"creator":     of(func(m *store.Milestone) any { return m.Creator }),
		"repository":  of(func(m *store.Milestone) any { return m.Repo }),
	}
}
