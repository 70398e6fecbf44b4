package rest

import (
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func reactionRoutes() []route {
	const issue, comment = "/repos/{owner}/{repo}/issues/{issue_number}/reactions", "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
	return []route{
		{"GET", issue, "issues,pull_requests:read", listReactions(ofIssue)},
		{"POST", issue, "issues,pull_requests:write", createReaction(ofIssue)},
		{"DELETE", issue + "/{reaction_id}", "issues,pull_requests:write", deleteReaction(ofIssue)},
		{"GET", comment, "issues,pull_requests:read", listReactions(ofComment)},
		{"POST", comment, "issues,pull_requests:write", createReaction(ofComment)},
		{"DELETE", comment + "/{reaction_id}", "issues,pull_requests:write", deleteReaction(ofComment)},
	}
}

// subject is what can be reacted to.
type subject struct {
	list   []*store.Reaction
	react  func(content string) (*store.Reaction, bool, error)
	remove func(id int64) error
}

func ofIssue(c *call) (subject, error) {
	i, err := c.issue()
	if err != nil {
		return subject{}, err
	}
	return subject{i.Reactions,
		func(content string) (*store.Reaction, bool, error) { return c.store.ReactToIssue(c.actor, i, content) },
		func(id int64) error { return c.store.UnreactToIssue(c.actor, i, id) }}, nil
}

func ofComment(c *call) (subject, error) {
	cm, err := c.comment()
	if err != nil {
		return subject{}, err
	}
	return subject{cm.Reactions,
		func(content string) (*store.Reaction, bool, error) {
			return c.store.ReactToComment(c.actor, cm, content)
		},
		func(id int64) error { return c.store.UnreactToComment(c.actor, cm, id) }}, nil
}

func listReactions(of func(*call) (subject, error)) handler {
	return func(c *call) (int, any, error) {
		s, err := of(c)
		if err != nil {
			return fail(err)
		}
		var list []*store.Reaction
		for _, r := range s.list {
			if content := c.query("content"); content == "" || content == r.Content {
				list = append(list, r)
			}
		}
		return paged(c, list, c.shape.Reaction)
	}
}

func createReaction(of func(*call) (subject, error)) handler {
	return func(c *call) (int, any, error) {
		s, err := of(c)
		if err != nil {
			return fail(err)
		}
		var body struct {
			Content string `json:"content"`
		}
		if err := c.decode(&body); err != nil {
			return fail(err)
		}
		r, isNew, err := s.react(body.Content)
		if err != nil {
			return fail(err)
		}
		status := http.StatusOK
		if isNew {
			status = http.StatusCreated
		}
		return status, c.shape.Reaction(r), nil
	}
}

func deleteReaction(of func(*call) (subject, error)) handler {
	return func(c *call) (int, any, error) {
		s, err := of(c)
		if err != nil {
			return fail(err)
		}
		return none(s.remove(c.id("reaction_id")))
	}
}
