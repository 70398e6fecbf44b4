package rest

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func reviewRoutes() []route {
	const pull = "/repos/{owner}/{repo}/pulls/{pull_number}"
	return []route{
		{"GET", pull + "/reviews", "pull_requests:read", listReviews},
		{"POST", pull + "/reviews", "pull_requests:write", createReview},
		{"GET", pull + "/reviews/{review_id}", "pull_requests:read", getReview},
		{"GET", pull + "/reviews/{review_id}/comments", "pull_requests:read", listReviewComments},
		{"GET", pull + "/comments", "pull_requests:read", listPullComments},
		{"GET", pull + "/requested_reviewers", "pull_requests:read", listReviewers},
		{"POST", pull + "/requested_reviewers", "pull_requests:write", requestReviewers},
		{"DELETE", pull + "/requested_reviewers", "pull_requests:write", unrequestReviewers},
	}
}

func listReviews(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	return paged(c, p.Reviews, c.shape.Review)
}

func createReview(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Event, Body string
		Comments    []struct {
			Path, Body, Side string
			Line             int
			StartLine        int `json:"start_line"`
		}
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	var comments []store.ReviewComment
	for _, x := range body.Comments {
		comments = append(comments, store.ReviewComment{Path: x.Path, Body: x.Body, Side: x.Side, Line: x.Line, StartLine: x.StartLine})
	}
	rv, err := c.store.AddReview(c.actor, p, body.Event, body.Body, comments)
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Review(rv), nil)
}

func (c *call) review() (*store.Review, error) {
	p, err := c.pull()
	if err != nil {
		return nil, err
	}
	if rv := p.Review(c.id("review_id")); rv != nil {
		return rv, nil
	}
	return nil, store.NotFound()
}

func getReview(c *call) (int, any, error) {
	rv, err := c.review()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Review(rv), nil)
}

func listReviewComments(c *call) (int, any, error) {
	rv, err := c.review()
	if err != nil {
		return fail(err)
	}
	return paged(c, rv.Comments, c.shape.ReviewComment)
}

func listPullComments(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	var list []*store.ReviewComment
	for _, rv := range p.Reviews {
		list = append(list, rv.Comments...)
	}
	return paged(c, list, c.shape.ReviewComment)
}

func listReviewers(c *call) (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return fail(err)
	}
	return ok(shape.J{"users": shape.List(p.Reviewers, c.shape.User), "teams": shape.List(p.TeamReviewers, c.shape.Team)}, nil)
}

func (c *call) reviewers() (p *store.Pull, logins, teams []string, err error) {
	if p, err = c.pull(); err != nil {
		return nil, nil, nil, err
	}
	var body struct {
		Reviewers []string `json:"reviewers"`
		Teams     []string `json:"team_reviewers"`
	}
	err = c.decode(&body)
	return p, body.Reviewers, body.Teams, err
}

func requestReviewers(c *call) (int, any, error) {
	p, logins, teams, err := c.reviewers()
	if err != nil {
		return fail(err)
	}
	if err := c.store.RequestReviewers(c.actor, p, logins, teams); err != nil {
		return fail(err)
	}
	return created(c.shape.SimplePull(p), nil)
}

func unrequestReviewers(c *call) (int, any, error) {
	p, logins, _, err := c.reviewers()
	if err != nil {
		return fail(err)
	}
	if err := c.store.UnrequestReviewers(c.actor, p, logins); err != nil {
		return fail(err)
	}
	return ok(c.shape.SimplePull(p), nil)
}
