package github

import (
	"context"
	"encoding/json"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/plan"
)

func pullReopen(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.pullState("ReopenPull", act), nil
}

func pullReady(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.pullState("ReadyPull", act), nil
}

func (a *application) pullState(document string, act plan.Action) []call {
	return one(document, map[string]any{"id": act.Node}, func(raw json.RawMessage) error { return a.tookPull(raw) })
}

// reviewCreate writes one review with its remarks. Its body carries the keys by which it is found again.
func reviewCreate(ctx context.Context, a *application, act plan.Action) error {
	req := &gogithub.PullRequestReviewRequest{CommitID: &act.Target, Body: &act.Body, Event: gogithub.String("COMMENT")}
	for _, n := range act.Notes {
		c := &gogithub.DraftReviewComment{Path: &n.Path, Body: &n.Body, Line: &n.End, Side: gogithub.String("RIGHT")}
		if n.Start < n.End {
			c.StartLine, c.StartSide = &n.Start, gogithub.String("RIGHT")
		}
		req.Comments = append(req.Comments, c)
	}
	if _, _, err := a.s.rest.PullRequests.CreateReview(ctx, a.home().Owner, a.home().Name, int(act.ID), req); err != nil {
		return finally(err)
	}
	if p := a.world.Postmortem; p != nil {
		p.Offered = append(p.Offered, strings.Fields(strings.TrimPrefix(act.Key, plan.SuggestedPrefix))...)
	}
	return nil
}
