package rest

import (
	"encoding/base64"
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func repoRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}", "metadata:read", getRepo},
		{"PATCH", "/repos/{owner}/{repo}", "administration:write", editRepo},
		{"GET", "/repositories/{repo_id}", "", redirectedRepo},
		{"GET", "/repos/{owner}/{repo}/teams", "metadata:read", listRepoTeams},
		{"GET", "/repos/{owner}/{repo}/readme", "contents:read", getReadme},
		{"POST", "/repos/{owner}/{repo}/dispatches", "contents:write", dispatch},
	}
}

func getRepo(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.FullRepository(r, c.roleIn(r)), nil)
}

// roleIn is the role that stands for what the actor may do in r.
func (c *call) roleIn(r *store.Repository) store.Role {
	switch {
	case c.actor.IsIntegration() && c.store.Can(c.actor, r, "contents", store.Write):
		return store.Write
	case c.actor.IsIntegration():
		return store.Read
	}
	return c.store.RoleOf(r, c.actor.User)
}

// redirectedRepo is where a renamed repository's 301 leads.
func redirectedRepo(c *call) (int, any, error) {
	r := c.store.RepositoryByID(c.id("repo_id"))
	if r == nil || !c.store.CanSee(c.actor, r) {
		return fail(store.NotFound())
	}
	return ok(c.shape.FullRepository(r, c.roleIn(r)), nil)
}

func editRepo(c *call) (int, any, error) {
	r, err := c.need("administration", store.Admin)
	if err != nil {
		return fail(err)
	}
	var wire struct {
		Name          *string `json:"name"`
		Description   *string `json:"description"`
		DefaultBranch *string `json:"default_branch"`
		Private       *bool   `json:"private"`
		Archived      *bool   `json:"archived"`
		HasIssues     *bool   `json:"has_issues"`
	}
	if err := c.decode(&wire); err != nil {
		return fail(err)
	}
	if wire.Name != nil && *wire.Name != r.Name {
		if err := c.store.RenameRepository(c.actor, r, *wire.Name); err != nil {
			return fail(err)
		}
	}
	set(&r.Description, wire.Description)
	set(&r.DefaultBranch, wire.DefaultBranch)
	set(&r.Private, wire.Private)
	set(&r.Archived, wire.Archived)
	set(&r.HasIssues, wire.HasIssues)
	return getRepo(c)
}

// set copies a value that was given.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func listRepoTeams(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var list []*store.Team
	if o := c.store.Organization(r.Owner.Login); o != nil {
		for _, t := range o.Teams {
			if t.Repos[r.ID] > store.None {
				list = append(list, t)
			}
		}
	}
	return paged(c, list, c.shape.Team)
}

func getReadme(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	rev := c.query("ref")
	if rev == "" {
		rev = r.DefaultBranch
	}
	for _, name := range []string{"README.md", "README", "readme.md", "README.txt"} {
		if data, blob, err := c.store.Git().ReadFile(r.FullName(), rev, name); err == nil {
			return ok(c.file(r, rev, store.TreeEntry{Path: name, SHA: blob}, data), nil)
		}
	}
	return fail(store.NotFound())
}

// dispatch takes a repository_dispatch; no workflow runs here, Apps that subscribe hear of it.
func dispatch(c *call) (int, any, error) {
	r, err := c.need("contents", store.Write)
	if err != nil {
		return fail(err)
	}
	var body struct {
		EventType string         `json:"event_type"`
		Payload   map[string]any `json:"client_payload"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.EventType == "" {
		return fail(missing("event_type"))
	}
	return http.StatusNoContent, nil, c.store.SendDispatch(c.actor, r, store.Dispatch{Type: body.EventType, Payload: body.Payload})
}

// file is a content-file.
func (c *call) file(r *store.Repository, rev string, e store.TreeEntry, data []byte) shape.J {
	e.Size = int64(len(data))
	j := c.entry(r, rev, "file", e)
	j["content"], j["encoding"] = wrap60(base64.StdEncoding.EncodeToString(data)), "base64"
	return j
}
