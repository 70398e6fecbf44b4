package rest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// call is one request on its way.
type call struct {
	api    *API
	store  *store.Store
	shape  *shape.Shaper
	r      *http.Request
	header http.Header
	prefix string // /api/v3 or empty
	actor  *store.Actor
	route  *route
	params map[string]string
	body   []byte
	found  *store.Repository
}

// permitted holds the route's line against the actor: what an integration's token lacks is a 403.
func (c *call) permitted() error {
	names, level, ok := strings.Cut(c.route.needs, ":")
	if !ok {
		return nil
	}
	c.header.Set("X-Accepted-GitHub-Permissions", strings.ReplaceAll(names, ",", "="+level+"; ")+"="+level)
	r, err := c.repoIfNamed()
	if err != nil {
		return err
	}
	if level == "write" && c.actor.Kind == store.Anonymous {
		return store.Unauthorized("Requires authentication")
	}
	if !c.actor.IsIntegration() || (level == "read" && r != nil && !r.Private) {
		return nil
	}
	for _, name := range strings.Split(names, ",") {
		if c.actor.Has(name, level) && (r == nil || c.actor.Reaches(r)) {
			return nil
		}
	}
	return store.NotByIntegration()
}

func (c *call) repoIfNamed() (*store.Repository, error) {
	if c.params["repo"] == "" || !strings.HasPrefix(c.route.path, "/repos/") {
		return nil, nil
	}
	return c.repo()
}

// repo is the repository that the path names, as far as the actor may see it.
func (c *call) repo() (*store.Repository, error) {
	if c.found != nil {
		return c.found, nil
	}
	r, err := c.store.FindRepository(c.actor, c.params["owner"]+"/"+c.params["repo"])
	c.found = r
	return r, c.onward(err)
}

// onward makes the 301 of a renamed repository lead to what was asked for there.
func (c *call) onward(err error) error {
	var moved *store.Error
	if !errors.As(err, &moved) || moved.Location == "" {
		return err
	}
	parts := strings.SplitN(strings.TrimPrefix(c.r.URL.EscapedPath(), c.prefix), "/", 5) // "", repos, owner, name, the rest
	if len(parts) == 5 {
		moved.Location += "/" + parts[4]
	}
	if c.r.URL.RawQuery != "" {
		moved.Location += "?" + c.r.URL.RawQuery
	}
	return moved
}

// issue is the issue or pull request that the path names.
func (c *call) issue() (*store.Issue, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	i, err := c.store.FindIssue(r, int(c.id("issue_number")))
	if err == nil && i.Pull == nil && !r.HasIssues {
		return nil, store.Gone("Issues has been disabled in this repository.")
	}
	return i, err
}

// comment is the issue comment that the path names.
func (c *call) comment() (*store.Comment, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	cm := c.store.Comment(c.id("comment_id"))
	if cm == nil || cm.Issue.Repo != r {
		return nil, store.NotFound()
	}
	return cm, nil
}

// id is a numeric parameter, -1 where it is not one: nothing has that id.
func (c *call) id(name string) int64 {
	n, err := strconv.ParseInt(c.params[name], 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (c *call) query(name string) string { return c.r.URL.Query().Get(name) }

// need refuses what the actor may not do in the named repository.
func (c *call) need(permission string, role store.Role) (*store.Repository, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	return r, c.store.Need(c.actor, r, permission, role)
}

// ok, created and none are the usual answers.
func ok(v any, err error) (int, any, error)      { return http.StatusOK, v, err }
func created(v any, err error) (int, any, error) { return http.StatusCreated, v, err }
func none(err error) (int, any, error)           { return http.StatusNoContent, nil, err }
func fail(err error) (int, any, error)           { return 0, nil, err }
