package rest

import (
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func milestoneRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/milestones", "issues,pull_requests:read", listMilestones},
		{"POST", "/repos/{owner}/{repo}/milestones", "issues,pull_requests:write", createMilestone},
		{"GET", "/repos/{owner}/{repo}/milestones/{milestone_number}", "issues,pull_requests:read", getMilestone},
		{"PATCH", "/repos/{owner}/{repo}/milestones/{milestone_number}", "issues,pull_requests:write", editMilestone},
		{"DELETE", "/repos/{owner}/{repo}/milestones/{milestone_number}", "issues,pull_requests:write", deleteMilestone},
	}
}

func listMilestones(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var list []*store.Milestone
	for _, m := range r.Milestones {
		if state := either(c.query("state"), "open"); state == "all" || state == m.State {
			list = append(list, m)
		}
	}
	return paged(c, list, c.shape.Milestone)
}

func (c *call) milestone() (*store.Milestone, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	if m := r.MilestoneByNumber(int(c.id("milestone_number"))); m != nil {
		return m, nil
	}
	return nil, store.NotFound()
}

func (c *call) milestonePatch() (store.MilestonePatch, error) {
	var body struct {
		Title       *string    `json:"title"`
		Description *string    `json:"description"`
		State       *string    `json:"state"`
		DueOn       *time.Time `json:"due_on"`
	}
	if err := c.decode(&body); err != nil {
		return store.MilestonePatch{}, err
	}
	if s := body.State; s != nil && *s != "open" && *s != "closed" {
		return store.MilestonePatch{}, store.Invalid(store.FieldError{Resource: "Milestone", Field: "state", Code: "invalid"})
	}
	return store.MilestonePatch{Title: body.Title, Description: body.Description, State: body.State, DueOn: body.DueOn}, nil
}

func createMilestone(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	p, err := c.milestonePatch()
	if err != nil {
		return fail(err)
	}
	m, err := c.store.AddMilestone(c.actor, r, p)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Milestone(m), nil)
}

func getMilestone(c *call) (int, any, error) {
	m, err := c.milestone()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Milestone(m), nil)
}

func editMilestone(c *call) (int, any, error) {
	m, err := c.milestone()
	if err != nil {
		return fail(err)
	}
	p, err := c.milestonePatch()
	if err != nil {
		return fail(err)
	}
	if err := c.store.EditMilestone(c.actor, m, p); err != nil {
		return fail(err)
	}
	return ok(c.shape.Milestone(m), nil)
}

func deleteMilestone(c *call) (int, any, error) {
	m, err := c.milestone()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteMilestone(c.actor, m))
}
