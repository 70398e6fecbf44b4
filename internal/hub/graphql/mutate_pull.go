package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func pullMutations() Fields {
	ready := func(ready bool) change {
		return onPull(func(c *Call, p *store.Pull, _ args) error { return c.Store().MarkReady(c.actor, p, ready) })
	}
	return mutations(map[string]change{
		"createPullRequest":             createPull,
		"updatePullRequest":             onPull(updatePull),
		"markPullRequestReadyForReview": ready(true),
		"convertPullRequestToDraft":     ready(false),
		"requestReviews":                onPull(requestReviews),
		"closePullRequest": onPull(func(c *Call, p *store.Pull, _ args) error {
			return c.Store().CloseIssue(c.actor, p.Issue, "")
		}),
		"reopenPullRequest": onPull(func(c *Call, p *store.Pull, _ args) error {
			return c.Store().ReopenIssue(c.actor, p.Issue)
		}),
		"mergePullRequest": onPull(mergePull),
	})
}

// onPull is a mutation of one pull request that answers it.
func onPull(do func(*Call, *store.Pull, args) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		i, err := find[*store.Issue](c, in.string("pullRequestId"))
		if err == nil && i.Pull == nil {
			err = noNode(in.string("pullRequestId"))
		}
		if err == nil {
			err = do(c, i.Pull, in)
		}
		return map[string]any{"pullRequest": i, "requestedReviewersEdge": nil}, err
	}
}

func createPull(c *Call, in args) (map[string]any, error) {
	r, err := find[*store.Repository](c, in.string("repositoryId"))
	if err != nil {
		return nil, err
	}
	head := in.string("headRefName")
	if owner, branch, ok := strings.Cut(head, ":"); ok && strings.EqualFold(owner, r.Owner.Login) {
		head = branch
	}
	p, err := c.Store().AddPull(c.actor, r, store.PullInput{
		Title: in.string("title"), Body: in.string("body"), Draft: in.bool("draft"),
		Head: strings.TrimPrefix(head, "refs/heads/"), Base: strings.TrimPrefix(in.string("baseRefName"), "refs/heads/"),
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"pullRequest": p.Issue}, nil
}

func updatePull(c *Call, p *store.Pull, in args) error {
	patch, err := c.patch(in)
	if err != nil {
		return err
	}
	return c.Store().EditPull(c.actor, p, store.PullPatch{IssuePatch: patch, Base: in.stringPtr("baseRefName")})
}

// requestReviews replaces the requests, unless union asks to add to them.
func requestReviews(c *Call, p *store.Pull, in args) error {
	logins, err := c.logins(in, "userIds")
	if err != nil {
		return err
	}
	teams, err := findAll[*store.Team](c, in.strings("teamIds"))
	if err != nil {
		return err
	}
	var slugs, off []string
	for _, t := range teams {
		slugs = append(slugs, t.Slug)
	}
	if !in.bool("union") {
		for _, u := range p.Reviewers {
			off = append(off, u.Login)
		}
		for _, login := range logins {
			off = without(off, login)
		}
	}
	if err := c.Store().RequestReviewers(c.actor, p, logins, slugs); err != nil {
		return err
	}
	return c.Store().UnrequestReviewers(c.actor, p, off)
}

func without(list []string, text string) []string {
	var out []string
	for _, x := range list {
		if x != text {
			out = append(out, x)
		}
	}
	return out
}

func mergePull(c *Call, p *store.Pull, in args) error {
	message := in.string("commitHeadline")
	if body := in.string("commitBody"); body != "" {
		message += "\n\n" + body
	}
	return c.Store().MergePull(c.actor, p, strings.ToLower(in.string("mergeMethod")), message, in.string("expectedHeadOid"))
}
