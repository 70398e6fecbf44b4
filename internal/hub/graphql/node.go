package graphql

import (
	"errors"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func asStore(err error, to **store.Error) bool { return errors.As(err, to) }

// node is the visible entity with a global id.
func (c *Call) node(id string) (any, error) {
	if r, ok := c.refByID(id); ok {
		return r, nil
	}
	value := c.Store().Node(id)
	if p, ok := value.(*store.Pull); ok {
		value = p.Issue
	}
	if isNull(value) || typeOf(value) == "" {
		return nil, noNode(id)
	}
	if err := c.mayRead(value); err != nil {
		return nil, noNode(id)
	}
	return value, nil
}

// find is node for one kind of entity; another kind is not found.
func find[T any](c *Call, id string) (T, error) {
	var none T
	value, err := c.node(id)
	if err != nil {
		return none, err
	}
	if typed, ok := value.(T); ok {
		return typed, nil
	}
	return none, noNode(id)
}

// findAll is find for a list.
func findAll[T any](c *Call, ids []string) ([]T, error) {
	out := make([]T, 0, len(ids))
	for _, id := range ids {
		value, err := find[T](c, id)
		if err != nil {
			return nil, err
		}
		out = append(out, value)
	}
	return out, nil
}

// mayRead refuses what the caller may not see.
func (c *Call) mayRead(value any) error {
	s := c.Store()
	switch v := value.(type) {
	case *store.Repository:
		return s.Need(c.actor, v, "metadata", store.Read)
	case *store.Issue:
		permission := "issues"
		if v.Pull != nil {
			permission = "pull_requests"
		}
		return s.Need(c.actor, v.Repo, permission, store.Read)
	case *store.Comment:
		return c.mayRead(v.Issue)
	case *store.TimelineEvent:
		return c.mayRead(v.Issue)
	case *store.Deployment:
		return s.Need(c.actor, v.Repo, "deployments", store.Read)
	case *store.Release:
		return c.mayReadRelease(v)
	case *store.Label:
		return c.mayRead(v.Repo)
	case *store.Milestone:
		return c.mayRead(v.Repo)
	case *store.Review:
		return c.mayRead(v.Pull.Issue)
	case *store.Project:
		return c.mayReadProject(v)
	case *store.Field:
		return c.mayReadProject(v.Project)
	case *store.Item:
		return c.mayReadProject(v.Project)
	case *store.View:
		return c.mayReadProject(v.Project)
	case *store.StatusUpdate:
		return c.mayReadProject(v.Project)
	}
	return nil
}

func (c *Call) mayReadProject(p *store.Project) error {
	if c.Store().CanSeeProject(c.actor, p) {
		return nil
	}
	return store.NotFound()
}
