package rest

import (
	"encoding/json"
	"strconv"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func issueRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues", "issues,pull_requests:read", listIssues},
		{"POST", "/repos/{owner}/{repo}/issues", "issues:write", createIssue},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}", "issues,pull_requests:read", getIssue},
		{"PATCH", "/repos/{owner}/{repo}/issues/{issue_number}", "issues,pull_requests:write", editIssue},
		{"PUT", "/repos/{owner}/{repo}/issues/{issue_number}/lock", "issues,pull_requests:write", lockIssue},
		{"DELETE", "/repos/{owner}/{repo}/issues/{issue_number}/lock", "issues,pull_requests:write", unlockIssue},
		{"GET", "/repositories/{repo_id}/issues/{issue_number}", "", redirectedIssue},
	}
}

// texts reads a title that may also be a number, as GitHub allows.
type texts string

func (t *texts) UnmarshalJSON(raw []byte) error {
	if n, err := strconv.ParseFloat(string(raw), 64); err == nil {
		*t = texts(strconv.FormatFloat(n, 'f', -1, 64))
		return nil
	}
	return json.Unmarshal(raw, (*string)(t))
}

// names reads labels, which come as texts or as objects with a name.
type names []string

func (n *names) UnmarshalJSON(raw []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	*n = names{}
	for _, item := range list {
		var text string
		if json.Unmarshal(item, &text) != nil {
			var object struct{ Name string }
			if err := json.Unmarshal(item, &object); err != nil {
				return err
			}
			text = object.Name
		}
		*n = append(*n, text)
	}
	return nil
}

func createIssue(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Title     *texts          `json:"title"`
		Body      string          `json:"body"`
		Labels    names           `json:"labels"`
		Assignee  string          `json:"assignee"`
		Assignees []string        `json:"assignees"`
		Milestone json.RawMessage `json:"milestone"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Title == nil {
		return fail(missing("title"))
	}
	if body.Assignee != "" {
		body.Assignees = append(body.Assignees, body.Assignee)
	}
	milestone, _ := strconv.Atoi(string(body.Milestone))
	i, err := c.store.AddIssue(c.actor, r, store.IssueInput{Title: string(*body.Title), Body: body.Body, Labels: body.Labels,
		Assignees: body.Assignees, Milestone: milestone})
	if err != nil {
		return fail(err)
	}
	c.header.Set("Location", c.shape.IssueURL(i))
	return created(c.shape.Issue(i), nil)
}

func getIssue(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(i), nil)
}

func redirectedIssue(c *call) (int, any, error) {
	r := c.store.RepositoryByID(c.id("repo_id"))
	if r == nil {
		return fail(store.NotFound())
	}
	if err := c.store.Need(c.actor, r, "issues", store.Read); err != nil {
		return fail(err)
	}
	i, err := c.store.FindIssue(r, int(c.id("issue_number")))
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(i), nil)
}

func editIssue(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	patch, err := c.issuePatch()
	if err != nil {
		return fail(err)
	}
	if err := c.store.EditIssue(c.actor, i, patch); err != nil {
		return fail(err)
	}
	return ok(c.shape.Issue(i), nil)
}

// issuePatch reads the body of a PATCH; an explicit null empties the body or takes the milestone off.
func (c *call) issuePatch() (store.IssuePatch, error) {
	var body struct {
		Title       *texts          `json:"title"`
		Body        json.RawMessage `json:"body"`
		State       *string         `json:"state"`
		StateReason *string         `json:"state_reason"`
		Labels      *names          `json:"labels"`
		Assignee    *string         `json:"assignee"`
		Assignees   *[]string       `json:"assignees"`
		Milestone   json.RawMessage `json:"milestone"`
	}
	if err := c.decode(&body); err != nil {
		return store.IssuePatch{}, err
	}
	p := store.IssuePatch{State: body.State, StateReason: body.StateReason, Assignees: body.Assignees, Title: (*string)(body.Title),
		Labels: (*[]string)(body.Labels)}
	if len(body.Body) > 0 {
		var text string
		if err := json.Unmarshal(body.Body, &text); err != nil {
			return p, store.Unprocessable("Invalid request.\n\nFor 'properties/body', nil or a string is wanted.")
		}
		p.Body = &text
	}
	if body.Assignee != nil && p.Assignees == nil {
		p.Assignees = &[]string{*body.Assignee}
	}
	if len(body.Milestone) > 0 {
		n, _ := strconv.Atoi(string(body.Milestone))
		p.Milestone = &n
	}
	return p, nil
}

func lockIssue(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Reason string `json:"lock_reason"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	return none(c.store.LockIssue(c.actor, i, body.Reason))
}

func unlockIssue(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	return none(c.store.UnlockIssue(c.actor, i))
}
