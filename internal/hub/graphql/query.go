package graphql

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// queryFields are the roots of queries.
func queryFields() Fields {
	return Fields{
		"rateLimit":       func(c *Call) (any, error) { return c.rateLimit(), nil },
		"viewer":          func(c *Call) (any, error) { return c.asUser(c.actor.User), nil },
		"repository":      func(c *Call) (any, error) { return c.repository(c.Args.string("owner"), c.Args.string("name")) },
		"repositoryOwner": func(c *Call) (any, error) { return c.owner(), nil },
		"organization":    func(c *Call) (any, error) { return c.organization() },
		"user":            func(c *Call) (any, error) { return c.user() },
		"node":            func(c *Call) (any, error) { return c.node(c.Args.string("id")) },
		"nodes":           func(c *Call) (any, error) { return c.nodes() },
		"search":          func(c *Call) (any, error) { return c.search() },
		"resource":        func(c *Call) (any, error) { return c.resource() },
	}
}

// hourlyPoints is what an installation may spend in an hour.
const hourlyPoints = 5000

func (c *Call) rateLimit() *object {
	cost := c.spent.cost()
	return &object{"RateLimit", map[string]any{
		"cost": cost, "limit": hourlyPoints, "nodeCount": c.spent.nodes, "used": cost,
		"remaining": hourlyPoints - cost, "resetAt": c.Store().Wall().Truncate(time.Hour).Add(time.Hour),
	}}
}

// repository finds a repository that the caller may see; a renamed one is followed.
func (c *Call) repository(owner, name string) (any, error) {
	full := owner + "/" + name
	r, err := c.Store().FindRepository(c.actor, full)
	var moved *store.Error
	if asStore(err, &moved) && moved.Status == 301 && c.Args["followRenames"] != false {
		id, _ := strconv.ParseInt(strings.TrimPrefix(moved.Location, "/repositories/"), 10, 64)
		r, err = c.Store().RepositoryByID(id), nil
	}
	if err != nil || r == nil {
		return nil, notFound("Could not resolve to a Repository with the name '%s'.", full)
	}
	return r, nil
}

func (c *Call) owner() any {
	return c.Store().User(c.Args.string("login"))
}

func (c *Call) organization() (any, error) {
	login := c.Args.string("login")
	if o := c.Store().Organization(login); o != nil {
		return o, nil
	}
	return nil, notFound("Could not resolve to an Organization with the login of '%s'.", login)
}

func (c *Call) user() (any, error) {
	login := c.Args.string("login")
	if u := c.Store().User(login); u != nil && u.Type == "User" {
		return u, nil
	}
	return nil, notFound("Could not resolve to a User with the login of '%s'.", login)
}

// nodes answers each id by itself: one that is not there is null, with an error at its place.
func (c *Call) nodes() (any, error) {
	ids := c.Args.strings("ids")
	if len(ids) > maxPage {
		return nil, &Error{Type: "ARGUMENT_LIMIT",
			Message: fmt.Sprintf("You may not provide more than %d node ids; you provided %d.", maxPage, len(ids))}
	}
	out := []any{}
	for i, id := range ids {
		value, err := c.node(id)
		if err != nil {
			c.run.errors = append(c.run.errors, asError(err, c.Field, append(c.Path[:len(c.Path):len(c.Path)], i)))
		}
		out = append(out, value)
	}
	return out, nil
}

// resource finds an issue, pull request or repository by its web address.
func (c *Call) resource() (any, error) {
	address := c.Args.string("url")
	parts := strings.Split(strings.Trim(strings.TrimPrefix(address, c.base), "/"), "/")
	if len(parts) < 2 {
		return nil, notFound("Could not resolve to a node with the URL '%s'.", address)
	}
	found, err := c.repository(parts[0], parts[1])
	if err != nil || len(parts) == 2 {
		return found, err
	}
	number, err := strconv.Atoi(parts[len(parts)-1])
	if err != nil || len(parts) != 4 {
		return nil, notFound("Could not resolve to a node with the URL '%s'.", address)
	}
	return c.issue(found.(*store.Repository), number, "")
}

// issue finds a conversation by number; kind is "Issue", "PullRequest" or "" for either.
func (c *Call) issue(r *store.Repository, number int, kind string) (any, error) {
	i, err := c.Store().FindIssue(r, number)
	if err != nil || (kind != "" && typeOf(i) != kind) || i.Pull == nil && !r.HasIssues {
		if kind == "" {
			kind = "issue or pull request"
		}
		return nil, notFound("Could not resolve to %s with the number of %d.", article(kind), number)
	}
	if err := c.mayRead(i); err != nil {
		return nil, err
	}
	return i, nil
}

func article(noun string) string {
	if strings.ContainsRune("AEIOUaeiou", rune(noun[0])) {
		return "an " + noun
	}
	return fmt.Sprintf("a %s", noun)
}
