package graphql

import (
	"slices"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// reviewRequest is one request of a review: of a person or of a team.
type reviewRequest struct {
	pull *store.Pull
	user *store.User
	team *store.Team
}

// pullFields serve what only pull requests have. The entity is the conversation.
func pullFields() Fields {
	return merge(Fields{
		"databaseId":          of(func(i *store.Issue) any { return i.Pull.ID }),
		"fullDatabaseId":      of(func(i *store.Issue) any { return i.Pull.ID }),
		"merged":              of(func(i *store.Issue) any { return i.Pull.Merged }),
		"mergedAt":            of(func(i *store.Issue) any { return i.Pull.MergedAt }),
		"mergedBy":            of(func(i *store.Issue) any { return i.Pull.MergedBy }),
		"mergeable":           with(func(c *Call, i *store.Issue) any { return mergeable(c, i) }),
		"isDraft":             of(func(i *store.Issue) any { return i.Pull.Draft }),
		"permalink":           with(func(c *Call, i *store.Issue) any { return c.base + "/" + i.Path() }),
		"isCrossRepository":   always(false),
		"maintainerCanModify": always(false),
		"reviewDecision":      of(func(i *store.Issue) any { return decision(i.Pull) }),
		"reviewRequests":      try(func(c *Call, i *store.Issue) (any, error) { return page(c, requests(i.Pull)) }),
		"reviews": try(func(c *Call, i *store.Issue) (any, error) {
			states := c.Args.strings("states")
			return page(c, slices.DeleteFunc(slices.Clone(i.Pull.Reviews), func(r *store.Review) bool {
				return len(states) > 0 && !slices.Contains(states, r.State)
			}))
		}),
		"latestReviews": try(func(c *Call, i *store.Issue) (any, error) { return page(c, latest(i.Pull)) }),
	}, pullRefs())
}

// latest is the last review of each person, in the order of their first ones.
func latest(p *store.Pull) []*store.Review {
	var out []*store.Review
	place := map[*store.User]int{}
	for _, r := range p.Reviews {
		if k, ok := place[r.User]; ok {
			out[k] = r
			continue
		}
		place[r.User] = len(out)
		out = append(out, r)
	}
	return out
}

// pullRefs serve the branches and commits of a pull request.
func pullRefs() Fields {
	return Fields{
		"headRefName":    of(func(i *store.Issue) any { return i.Pull.Head }),
		"headRefOid":     of(func(i *store.Issue) any { return i.Pull.HeadSHA }),
		"headRef":        with(func(c *Call, i *store.Issue) any { return c.refNamed(i.Repo, "refs/heads/"+i.Pull.Head) }),
		"headRepository": of(func(i *store.Issue) any { return i.Repo }),
		"baseRefName":    of(func(i *store.Issue) any { return i.Pull.Base }),
		"baseRefOid":     of(func(i *store.Issue) any { return i.Pull.BaseSHA }),
		"baseRef":        with(func(c *Call, i *store.Issue) any { return c.refNamed(i.Repo, "refs/heads/"+i.Pull.Base) }),
		"baseRepository": of(func(i *store.Issue) any { return i.Repo }),
		"mergeCommit": try(func(c *Call, i *store.Issue) (any, error) {
			if i.Pull.MergeCommitSHA == "" {
				return nil, nil
			}
			return c.commit(i.Repo, i.Pull.MergeCommitSHA)
		}),
	}
}

func mergeable(c *Call, i *store.Issue) string {
	if c.Store().Mergeable(i.Pull) {
		return "MERGEABLE"
	}
	if i.State == "open" {
		return "CONFLICTING"
	}
	return "UNKNOWN"
}

// decision is what the last review of each reviewer amounts to, null without any.
func decision(p *store.Pull) any {
	last := map[*store.User]string{}
	for _, r := range p.Reviews {
		if r.State == "APPROVED" || r.State == "CHANGES_REQUESTED" || r.State == "DISMISSED" {
			last[r.User] = r.State
		}
	}
	var verdict any
	for _, state := range last {
		switch state {
		case "CHANGES_REQUESTED":
			return state
		case "APPROVED":
			verdict = state
		}
	}
	if verdict == nil && len(p.Reviewers) > 0 {
		return "REVIEW_REQUIRED"
	}
	return verdict
}

func requests(p *store.Pull) []*reviewRequest {
	var out []*reviewRequest
	for _, u := range p.Reviewers {
		out = append(out, &reviewRequest{pull: p, user: u})
	}
	for _, t := range p.TeamReviewers {
		out = append(out, &reviewRequest{pull: p, team: t})
	}
	return out
}

func reviewRequestFields() Fields {
	return Fields{
		"id": of(func(r *reviewRequest) any {
			if r.team != nil {
				return "RR_" + r.pull.NodeID + r.team.NodeID
			}
			return "RR_" + r.pull.NodeID + r.user.NodeID
		}),
		"asCodeOwner": always(false),
		"pullRequest": of(func(r *reviewRequest) any { return r.pull.Issue }),
		"requestedReviewer": of(func(r *reviewRequest) any {
			if r.team != nil {
				return r.team
			}
			return r.user
		}),
	}
}

func reviewFields() Fields {
	return Fields{
		"id":             of(func(r *store.Review) any { return r.NodeID }),
		"databaseId":     of(func(r *store.Review) any { return r.ID }),
		"fullDatabaseId": of(func(r *store.Review) any { return r.ID }),
		"author":         of(func(r *store.Review) any { return r.User }),
		"body":           of(func(r *store.Review) any { return r.Body }),
		"state":          of(func(r *store.Review) any { return r.State }),
		"createdAt":      of(func(r *store.Review) any { return r.CreatedAt }),
		"isMinimized":    always(false),
		"submittedAt":    of(func(r *store.Review) any { return r.CreatedAt }),
		"updatedAt":      of(func(r *store.Review) any { return r.CreatedAt }),
		"pullRequest":    of(func(r *store.Review) any { return r.Pull.Issue }),
		"repository":     of(func(r *store.Review) any { return r.Pull.Issue.Repo }),
	}
}
