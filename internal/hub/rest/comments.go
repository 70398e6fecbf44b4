package rest

import (
	"errors"
	"sort"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func commentRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues/comments", "issues,pull_requests:read", listRepoComments},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/comments", "issues,pull_requests:read", listComments},
		{"POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments", "issues,pull_requests:write", createComment},
		{"GET", "/repos/{owner}/{repo}/issues/comments/{comment_id}", "issues,pull_requests:read", getComment},
		{"PATCH", "/repos/{owner}/{repo}/issues/comments/{comment_id}", "issues,pull_requests:write", editComment},
		{"DELETE", "/repos/{owner}/{repo}/issues/comments/{comment_id}", "issues,pull_requests:write", deleteComment},
		{"PUT", "/repos/{owner}/{repo}/issues/comments/{comment_id}/pin", "issues,pull_requests:write", pinComment},
		{"DELETE", "/repos/{owner}/{repo}/issues/comments/{comment_id}/pin", "issues,pull_requests:write", unpinComment},
	}
}

// since keeps the comments that changed at or after the query's since.
func (c *call) since(list []*store.Comment) []*store.Comment {
	since, err := time.Parse(time.RFC3339, c.query("since"))
	if err != nil {
		return list
	}
	var out []*store.Comment
	for _, cm := range list {
		if !cm.UpdatedAt.Before(since) {
			out = append(out, cm)
		}
	}
	return out
}

func listComments(c *call) (int, any, error) {
	i, err := c.issue()
	var moved *store.Error
	if errors.As(err, &moved) && moved.Location != "" {
		err = store.NotFound() // a transferred issue is found by 301, its comments are not
	}
	if err != nil {
		return fail(err)
	}
	return paged(c, c.since(i.Comments), c.shape.Comment)
}

func listRepoComments(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var list []*store.Comment
	for _, i := range r.Issues {
		list = append(list, c.since(i.Comments)...)
	}
	by, down := c.query("sort"), c.query("direction") == "desc"
	sort.SliceStable(list, func(a, b int) bool {
		x, y := list[a], list[b]
		if down {
			x, y = y, x
		}
		if by == "updated" {
			return x.UpdatedAt.Before(y.UpdatedAt)
		}
		return x.ID < y.ID
	})
	return paged(c, list, c.shape.Comment)
}

func (c *call) bodyText() (string, error) {
	var body struct {
		Body *string `json:"body"`
	}
	if err := c.decode(&body); err != nil {
		return "", err
	}
	if body.Body == nil {
		return "", missing("body")
	}
	return *body.Body, nil
}

func createComment(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	text, err := c.bodyText()
	if err != nil {
		return fail(err)
	}
	cm, err := c.store.AddComment(c.actor, i, text)
	if err != nil {
		return fail(err)
	}
	j := c.shape.Comment(cm)
	c.header.Set("Location", j["url"].(string))
	return created(j, nil)
}

func getComment(c *call) (int, any, error) {
	cm, err := c.comment()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Comment(cm), nil)
}

func editComment(c *call) (int, any, error) {
	cm, err := c.comment()
	if err != nil {
		return fail(err)
	}
	text, err := c.bodyText()
	if err != nil {
		return fail(err)
	}
	if err := c.store.EditComment(c.actor, cm, text); err != nil {
		return fail(err)
	}
	return ok(c.shape.Comment(cm), nil)
}

func deleteComment(c *call) (int, any, error) {
	cm, err := c.comment()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteComment(c.actor, cm))
}

func pinComment(c *call) (int, any, error) {
	cm, err := c.comment()
	if err != nil {
		return fail(err)
	}
	if err := c.store.PinComment(c.actor, cm); err != nil {
		return fail(err)
	}
	return ok(c.shape.Comment(cm), nil)
}

func unpinComment(c *call) (int, any, error) {
	cm, err := c.comment()
	if err != nil {
		return fail(err)
	}
	return none(c.store.UnpinComment(c.actor, cm))
}
