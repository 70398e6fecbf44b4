package github

import (
	"context"
	"encoding/json"
	"strings"

	gogithub "github.com/google/go-github/v60/github"

	"github.com/sensible-im/sensible/internal/plan"
)

// pullCreate opens the pull request and asks the reviewers that the action names. Whoever cannot be asked is left out.
func pullCreate(ctx context.Context, a *application, act plan.Action) error {
	if a.turned {
		return nil
	}
	base := act.Fields["base"]
	if base == "" {
		base = a.home().DefaultBranch
	}
	vars := map[string]any{
		"repository": a.home().NodeID, "base": base, "head": act.Fields["branch"], "title": act.Title, "body": act.Body,
	}
	answers, errs, err := a.send(ctx, one("CreatePull", vars, a.tookPull))
	if err != nil {
		return err
	}
	if err := errs[alias(0)]; err != nil {
		return err
	}
	if err := a.tookPull(answers[alias(0)]); err != nil {
		return err
	}
	for _, login := range strings.Split(act.Fields["reviewers"], ",") {
		if login == "" {
			continue
		}
		ask := plan.Action{Kind: plan.ReviewRequest, ID: int64(a.world.Postmortem.Number), Target: login}
		a.settle(ask, reviewRequest(ctx, a, ask))
	}
	return nil
}

func pullUpdate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	vars := map[string]any{"id": act.Node}
	if act.Title != "" {
		vars["title"] = act.Title
	}
	if act.Body != "" {
		vars["body"] = act.Body
	}
	return one("UpdatePull", vars, a.tookPull), nil
}

func (a *application) tookPull(raw json.RawMessage) error {
	got, err := decode[struct{ PullRequest *pullShape }](raw)
	if err != nil {
		return err
	}
	if got.PullRequest == nil {
		return &refusal{why: "GitHub answered without the pull request"}
	}
	next := got.PullRequest.pull(a.me)
	if was := a.world.Postmortem; was != nil && was.HeadOID == next.HeadOID {
		next.Check = was.Check
	}
	a.world.Postmortem = next
	return nil
}

// reviewRequest asks a person, or a team written as organisation/team.
func reviewRequest(ctx context.Context, a *application, act plan.Action) error {
	var who gogithub.ReviewersRequest
	if _, team, ok := strings.Cut(act.Target, "/"); ok {
		who.TeamReviewers = []string{team}
	} else {
		who.Reviewers = []string{act.Target}
	}
	if _, _, err := a.s.rest.PullRequests.RequestReviewers(ctx, a.home().Owner, a.home().Name, int(act.ID), who); err != nil {
		return finally(err)
	}
	if a.world.Postmortem != nil {
		a.world.Postmortem.Reviewers = append(a.world.Postmortem.Reviewers, act.Target)
	}
	return nil
}
