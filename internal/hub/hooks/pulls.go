package hooks

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func pullRequest(s *Sender, e store.Event, body shape.J) {
	pull := e.Issue.Pull
	body["number"], body["pull_request"] = e.Issue.Number, s.Shape.Pull(pull, s.stats(pull))
	changed(e, body)
	s.about(e, body)
	switch e.Action {
	case "synchronize":
		if e.Push != nil {
			body["before"], body["after"] = e.Push.Before, e.Push.After
		}
	case "review_requested", "review_request_removed":
		body["requested_reviewer"] = s.user(e.Reviewer)
	}
}

// stats counts what the pull request changes; where git cannot tell (the branch is gone), nothing.
func (s *Sender) stats(p *store.Pull) shape.Stats {
	git, repo := s.Store.Git(), p.Issue.Repo.FullName()
	if git == nil {
		return shape.Stats{}
	}
	base, err := git.MergeBase(repo, p.BaseSHA, p.HeadSHA)
	if err != nil {
		return shape.Stats{}
	}
	changes, err := git.Diff(repo, base, p.HeadSHA)
	if err != nil {
		return shape.Stats{}
	}
	stats := shape.Stats{Files: len(changes)}
	for _, change := range changes {
		stats.Additions += change.Additions
		stats.Deletions += change.Deletions
	}
	if commits, err := git.Log(repo, p.HeadSHA, store.LogOptions{Not: base}); err == nil {
		stats.Commits = len(commits)
	}
	return stats
}

// pullRequestReview has the smaller pull request, and the state in small letters, unlike the REST API.
func pullRequestReview(s *Sender, e store.Event, body shape.J) {
	body["pull_request"] = s.Shape.SimplePull(e.Issue.Pull)
	review := s.Shape.Review(e.Review)
	review["state"] = strings.ToLower(e.Review.State)
	review["submitted_at"] = shape.Time(e.Review.CreatedAt)
	body["review"] = review
	changed(e, body)
}
