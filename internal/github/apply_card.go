package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// written is the answer of addComment and updateIssueComment.
type written struct {
	CommentEdge  struct{ Node *commentShape }
	IssueComment *commentShape
	Subject      struct{ Comments nodes[struct{}] }
}

func (w written) shape() *commentShape {
	if w.IssueComment != nil {
		return w.IssueComment
	}
	return w.CommentEdge.Node
}

// comment reads the answer and compares it with what was sent: GitHub answers an over-long edit with 200 and the old text.
func (a *application) comment(raw json.RawMessage, body string) (snapshot.Comment, written, error) {
	w, err := decode[written](raw)
	if err != nil {
		return snapshot.Comment{}, w, err
	}
	shape := w.shape()
	if shape == nil {
		return snapshot.Comment{}, w, errors.New("GitHub answered without the comment")
	}
	c := shape.comment(a.me)
	if plainText(c.Body) != plainText(body) {
		return c, w, fmt.Errorf("the comment came back different from what was written (%d characters sent, %d there)", len(body), len(c.Body))
	}
	return c, w, nil
}

func plainText(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func cardCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.add(act.Body, func(c snapshot.Comment) { a.world.Card = &c }), nil
}

func cardUpdate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("UpdateCard", map[string]any{"id": act.Node, "body": act.Body}, func(raw json.RawMessage) error {
		c, _, err := a.comment(raw, act.Body)
		if err != nil {
			return err
		}
		if a.world.Card != nil {
			c.Pinned = a.world.Card.Pinned
		}
		a.world.Card = &c
		got, err := decode[struct{ IssueComment struct{ Issue *backShape } }](raw)
		if err != nil {
			return err
		}
		a.lookedBack(got.IssueComment.Issue)
		return nil
	}), nil
}

// overflowCreate adds a continuation of the ledger and minimises it: nobody needs to read it.
func overflowCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	calls := a.addTo(act, func(c snapshot.Comment) { a.world.Overflow = append(a.world.Overflow, c) })
	add := calls[0].took
	calls[0].took = func(raw json.RawMessage) ([]call, error) {
		if _, err := add(raw); err != nil {
			return nil, err
		}
		last := &a.world.Overflow[len(a.world.Overflow)-1]
		return one("MinimizeComment", map[string]any{"id": last.NodeID}, func(json.RawMessage) error {
			last.Minimized = true
			return nil
		}), nil
	}
	return calls, nil
}

// add writes a comment. GitHub's count of comments tells whether somebody else wrote meanwhile; then the world is stale,
// lest a comment be passed over that is older than ours.
func (a *application) add(body string, keep func(snapshot.Comment)) []call {
	return one("AddComment", map[string]any{"subject": a.world.Issue.NodeID, "body": body}, func(raw json.RawMessage) error {
		c, w, err := a.comment(raw, body)
		if err != nil {
			return err
		}
		keep(c)
		a.world.Issue.Comments = w.Subject.Comments.TotalCount
		here, _ := apart(a.world.Comments)
		record, _ := apart(a.world.Overflow)
		known := len(here) + len(record)
		if a.world.Card != nil {
			known++
		}
		a.stale = a.stale || w.Subject.Comments.TotalCount != known || a.world.Continuation != nil
		return nil
	})
}

func commentCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.addTo(act, func(c snapshot.Comment) {
		a.world.Comments = append(a.world.Comments, c)
		slices.SortFunc(a.world.Comments, byID)
	}), nil
}

func commentUpdate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("UpdateComment", map[string]any{"id": act.Node, "body": act.Body}, func(raw json.RawMessage) error {
		c, _, err := a.comment(raw, act.Body)
		if err != nil {
			return err
		}
		lists := [][]snapshot.Comment{a.world.Comments, a.world.Overflow}
		for i := range a.world.Items {
			a.world.Items[i].Comments = slices.Clone(a.world.Items[i].Comments)
			lists = append(lists, a.world.Items[i].Comments)
		}
		for _, list := range lists {
			for i := range list {
				if list[i].NodeID == c.NodeID {
					c.Continued = list[i].Continued
					list[i] = c
				}
			}
		}
		return nil
	}), nil
}

func reactionAdd(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("AddReaction", map[string]any{"id": act.Node, "content": act.Target}, func(json.RawMessage) error {
		for i, c := range a.world.Comments {
			if c.NodeID == act.Node {
				a.world.Comments[i].Reactions = append(slices.Clone(c.Reactions), act.Target)
			}
		}
		for i := range a.world.Items {
			a.world.Items[i].Comments = reacted(a.world.Items[i].Comments, act)
		}
		return nil
	}), nil
}

// cardPin pins the card to the top of the comments. Servers that do not know pinned comments answer 404 or 410.
func cardPin(ctx context.Context, a *application, act plan.Action) error {
	req, err := a.s.rest.NewRequest(http.MethodPut, commentPath(a.key, act.ID)+"/pin", nil)
	if err != nil {
		return fmt.Errorf("pin the card: %w", err)
	}
	if _, err := a.s.rest.Do(ctx, req, nil); err != nil {
		return finally(err)
	}
	if a.world.Card != nil && a.world.Card.ID == act.ID {
		card := *a.world.Card
		card.Pinned = true
		a.world.Card = &card
	}
	return nil
}

// finally tells REST's final no from what may be different next time.
func finally(err error) error {
	switch status(err) {
	case http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity:
		return &refusal{why: err.Error()}
	}
	return err
}

// reacted returns comments with a reaction of ours on the one that it was given to.
func reacted(comments []snapshot.Comment, act plan.Action) []snapshot.Comment {
	comments = slices.Clone(comments)
	for i := range comments {
		if comments[i].NodeID == act.Node {
			comments[i].Reactions = append(slices.Clone(comments[i].Reactions), act.Target)
		}
	}
	return comments
}
