package rest

import "github.com/sensible-im/sensible/internal/hub/store"

func assigneeRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/assignees", "issues,pull_requests:read", listAssignees},
		{"GET", "/repos/{owner}/{repo}/assignees/{assignee}", "issues,pull_requests:read", canAssign},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}", "issues,pull_requests:read", canAssign},
		{"POST", "/repos/{owner}/{repo}/issues/{issue_number}/assignees", "issues,pull_requests:write", addAssignees},
		{"DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/assignees", "issues,pull_requests:write", removeAssignees},
	}
}

func listAssignees(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return users(c, c.store.Assignable(r))
}

func canAssign(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	if !c.store.CanAssign(r, c.store.User(c.params["assignee"])) {
		return fail(store.NotFound())
	}
	return none(nil)
}

func (c *call) assignees() (*store.Issue, []string, error) {
	i, err := c.issue()
	if err != nil {
		return nil, nil, err
	}
	var body struct {
		Assignees []string `json:"assignees"`
	}
	err = c.decode(&body)
	return i, body.Assignees, err
}

func addAssignees(c *call) (int, any, error) {
	i, logins, err := c.assignees()
	if err != nil {
		return fail(err)
	}
	if err := c.store.AddAssignees(c.actor, i, logins); err != nil {
		return fail(err)
	}
	return created(c.shape.Issue(i), nil)
}

func removeAssignees(c *call) (int, any, error) {
	i, logins, err := c.assignees()
	if err != nil {
		return fail(err)
	}
	if err := c.store.RemoveAssignees(c.actor, i, logins); err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(i), nil)
}
