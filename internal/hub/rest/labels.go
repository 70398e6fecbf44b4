package rest

import (
	"encoding/json"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func labelRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/labels", "issues,pull_requests:read", listLabels},
		{"POST", "/repos/{owner}/{repo}/labels", "issues,pull_requests:write", createLabel},
		{"GET", "/repos/{owner}/{repo}/labels/{name}", "issues,pull_requests:read", getLabel},
		{"PATCH", "/repos/{owner}/{repo}/labels/{name}", "issues,pull_requests:write", editLabel},
		{"DELETE", "/repos/{owner}/{repo}/labels/{name}", "issues,pull_requests:write", deleteLabel},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/labels", "issues,pull_requests:read", listIssueLabels},
		{"POST", "/repos/{owner}/{repo}/issues/{issue_number}/labels", "issues,pull_requests:write", changeLabels((*store.Store).AddLabels)},
		{"PUT", "/repos/{owner}/{repo}/issues/{issue_number}/labels", "issues,pull_requests:write", changeLabels((*store.Store).SetLabels)},
		{"DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/labels", "issues,pull_requests:write", clearLabels},
		{"DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", "issues,pull_requests:write", removeLabel},
	}
}

func listLabels(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return paged(c, r.Labels, c.shape.Label)
}

func createLabel(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Name        *string `json:"name"`
		Color       string  `json:"color"`
		Description string  `json:"description"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Name == nil {
		return fail(missing("name"))
	}
	l, err := c.store.CreateLabel(c.actor, r, *body.Name, body.Color, body.Description)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Label(l), nil)
}

// label is the repository's label that the path names.
func (c *call) label() (*store.Label, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	if l := r.Label(c.params["name"]); l != nil {
		return l, nil
	}
	return nil, store.NotFound()
}

func getLabel(c *call) (int, any, error) {
	l, err := c.label()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Label(l), nil)
}

func editLabel(c *call) (int, any, error) {
	l, err := c.label()
	if err != nil {
		return fail(err)
	}
	var body struct {
		NewName     *string `json:"new_name"`
		Name        *string `json:"name"`
		Color       *string `json:"color"`
		Description *string `json:"description"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.NewName == nil {
		body.NewName = body.Name // what older clients send
	}
	if err := c.store.EditLabel(c.actor, l, body.NewName, body.Color, body.Description); err != nil {
		return fail(err)
	}
	return ok(c.shape.Label(l), nil)
}

func deleteLabel(c *call) (int, any, error) {
	l, err := c.label()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteLabel(c.actor, l))
}

func listIssueLabels(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	return paged(c, i.Labels, c.shape.Label)
}

// labelNames reads {"labels": […]} or a bare list, of texts or objects.
func (c *call) labelNames() ([]string, error) {
	var bare names
	if json.Unmarshal(c.body, &bare) == nil {
		return bare, nil
	}
	var body struct {
		Labels names `json:"labels"`
	}
	err := c.decode(&body)
	return body.Labels, err
}

func changeLabels(change func(*store.Store, *store.Actor, *store.Issue, []string) error) handler {
	return func(c *call) (int, any, error) {
		i, err := c.issue()
		if err != nil {
			return fail(err)
		}
		list, err := c.labelNames()
		if err != nil {
			return fail(err)
		}
		if err := change(c.store, c.actor, i, list); err != nil {
			return fail(err)
		}
		return paged(c, i.Labels, c.shape.Label)
	}
}

func clearLabels(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	return none(c.store.SetLabels(c.actor, i, nil))
}

func removeLabel(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	if err := c.store.RemoveLabel(c.actor, i, c.params["name"]); err != nil {
		return fail(err)
	}
	return paged(c, i.Labels, c.shape.Label)
}
