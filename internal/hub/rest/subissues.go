package rest

import "github.com/sensible-im/sensible/internal/hub/store"

func subIssueRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues", "issues:read", listSubIssues},
		{"POST", "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues", "issues:write", addSubIssue},
		{"DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/sub_issue", "issues:write", removeSubIssue},
		{"PATCH", "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority", "issues:write", moveSubIssue},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/parent", "issues:read", getParent},
	}
}

func listSubIssues(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	return paged(c, i.SubIssues, c.shape.Issue)
}

func getParent(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	if i.Parent == nil || !c.store.CanSee(c.actor, i.Parent.Repo) {
		return fail(store.NotFound())
	}
	return ok(c.shape.Issue(i.Parent), nil)
}

// subIssueBody is what the three writes send: database ids, not numbers.
type subIssueBody struct {
	SubIssueID    int64 `json:"sub_issue_id"`
	ReplaceParent bool  `json:"replace_parent"`
	AfterID       int64 `json:"after_id"`
	BeforeID      int64 `json:"before_id"`
}

func (c *call) subIssue() (parent, child *store.Issue, body subIssueBody, err error) {
	if parent, err = c.issue(); err != nil {
		return nil, nil, body, err
	}
	if err = c.decode(&body); err != nil {
		return nil, nil, body, err
	}
	if body.SubIssueID == 0 {
		return nil, nil, body, missing("sub_issue_id")
	}
	if child = c.store.IssueByID(body.SubIssueID); child == nil {
		return nil, nil, body, &store.Error{Status: 404, Message: "The provided sub-issue does not exist"}
	}
	return parent, child, body, nil
}

func addSubIssue(c *call) (int, any, error) {
	parent, child, body, err := c.subIssue()
	if err != nil {
		return fail(err)
	}
	if err := c.store.AddSubIssue(c.actor, parent, child, body.ReplaceParent); err != nil {
		return fail(err)
	}
	return created(c.shape.Issue(parent), nil)
}

func removeSubIssue(c *call) (int, any, error) {
	parent, child, _, err := c.subIssue()
	if err != nil {
		return fail(err)
	}
	if err := c.store.RemoveSubIssue(c.actor, parent, child); err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(parent), nil)
}

func moveSubIssue(c *call) (int, any, error) {
	parent, child, body, err := c.subIssue()
	if err != nil {
		return fail(err)
	}
	if err := c.store.MoveSubIssue(c.actor, parent, child, c.store.IssueByID(body.AfterID), c.store.IssueByID(body.BeforeID)); err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(parent), nil)
}
