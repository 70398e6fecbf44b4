package shape

import "github.com/sensible-im/sensible/internal/hub/store"

// PullURL is the API's address of p.
func (s *Shaper) PullURL(p *store.Pull) string {
	return s.api("/repos/%s/pulls/%d", p.Issue.Repo.FullName(), p.Issue.Number)
}

// SimplePull is a pull-request-simple.
func (s *Shaper) SimplePull(p *store.Pull) J {
	i, at, html := p.Issue, s.PullURL(p), s.web("/%s", p.Issue.Path())
	issue, statuses := s.IssueURL(i), s.api("/repos/%s/statuses/%s", i.Repo.FullName(), p.HeadSHA)
	j := J{"id": p.ID, "node_id": p.NodeID, "number": i.Number, "title": i.Title, "body": text(i.Body), "user": s.maybe(i.User), "state": i.State,
		"locked": i.Locked, "active_lock_reason": text(i.LockReason), "labels": List(i.Labels, s.Label), "assignee": nil,
		"assignees": List(i.Assignees, s.User), "requested_reviewers": List(p.Reviewers, s.User), "requested_teams": List(p.TeamReviewers, s.Team),
		"milestone": s.maybeMilestone(i.Milestone), "draft": p.Draft, "merge_commit_sha": text(p.MergeCommitSHA), "created_at": Time(i.CreatedAt),
		"updated_at": Time(i.UpdatedAt), "closed_at": Time(i.ClosedAt), "merged_at": Time(p.MergedAt), "auto_merge": nil,
		"author_association": s.Store.Association(i.Repo, i.User), "url": at, "html_url": html, "diff_url": html + ".diff", "patch_url": html + ".patch",
		"issue_url": issue, "comments_url": issue + "/comments", "commits_url": at + "/commits", "review_comments_url": at + "/comments",
		"review_comment_url": s.RepositoryURL(i.Repo) + "/pulls/comments{/number}", "statuses_url": statuses,
		"head": s.side(i.Repo, p.Head, p.HeadSHA), "base": s.side(i.Repo, p.Base, p.BaseSHA)}
	if len(i.Assignees) > 0 {
		j["assignee"] = s.User(i.Assignees[0])
	}
	link := func(href string) J { return J{"href": href} }
	j["_links"] = J{"self": link(at), "html": link(html), "issue": link(issue), "comments": link(issue + "/comments"),
		"review_comments": link(at + "/comments"), "review_comment": link(s.RepositoryURL(i.Repo) + "/pulls/comments{/number}"),
		"commits": link(at + "/commits"), "statuses": link(statuses)}
	return j
}

func (s *Shaper) side(r *store.Repository, branch, sha string) J {
	return J{"label": r.Owner.Login + ":" + branch, "ref": branch, "sha": sha, "user": s.User(r.Owner), "repo": s.Repository(r)}
}

// Stats are the figures of a pull request that git knows.
type Stats struct{ Commits, Files, Additions, Deletions int }

// Pull is a pull-request.
func (s *Shaper) Pull(p *store.Pull, st Stats) J {
	mergeable := s.Store.Mergeable(p)
	state := "clean"
	switch {
	case p.Draft:
		state = "draft"
	case !mergeable && p.Issue.State == "open":
		state = "dirty"
	case p.Issue.State == "closed":
		state = "unknown"
	}
	j := merge(s.SimplePull(p), J{"merged": p.Merged, "mergeable": mergeable, "rebaseable": mergeable, "mergeable_state": state,
		"merged_by": s.maybe(p.MergedBy), "comments": len(p.Issue.Comments), "review_comments": reviewComments(p), "maintainer_can_modify": false,
		"commits": st.Commits, "additions": st.Additions, "deletions": st.Deletions, "changed_files": st.Files})
	if p.Issue.State == "closed" {
		j["mergeable"], j["rebaseable"] = nil, nil
	}
	return j
}

func reviewComments(p *store.Pull) int {
	n := 0
	for _, rv := range p.Reviews {
		n += len(rv.Comments)
	}
	return n
}

// Review is a pull-request-review.
func (s *Shaper) Review(rv *store.Review) J {
	html := s.web("/%s#pullrequestreview-%d", rv.Pull.Issue.Path(), rv.ID)
	j := J{"id": rv.ID, "node_id": rv.NodeID, "user": s.maybe(rv.User), "body": rv.Body, "state": rv.State, "commit_id": rv.CommitID,
		"html_url": html, "pull_request_url": s.PullURL(rv.Pull), "author_association": s.Store.Association(rv.Pull.Issue.Repo, rv.User),
		"_links": J{"html": J{"href": html}, "pull_request": J{"href": s.PullURL(rv.Pull)}}}
	if rv.State != "PENDING" {
		j["submitted_at"] = Time(rv.CreatedAt)
	}
	return j
}

// ReviewComment is a pull-request-review-comment.
func (s *Shaper) ReviewComment(c *store.ReviewComment) J {
	p := c.Review.Pull
	at := s.api("/repos/%s/pulls/comments/%d", p.Issue.Repo.FullName(), c.ID)
	html := s.web("/%s#discussion_r%d", p.Issue.Path(), c.ID)
	j := J{"id": c.ID, "node_id": c.NodeID, "url": at, "html_url": html, "pull_request_url": s.PullURL(p), "pull_request_review_id": c.Review.ID,
		"diff_hunk": "", "path": c.Path, "line": c.Line, "side": c.Side, "position": 1, "original_position": 1, "commit_id": c.Review.CommitID,
		"original_commit_id": c.Review.CommitID, "user": s.maybe(c.Review.User), "body": c.Body, "created_at": Time(c.CreatedAt),
		"updated_at": Time(c.UpdatedAt), "author_association": s.Store.Association(p.Issue.Repo, c.Review.User), "subject_type": "line",
		"_links": J{"self": J{"href": at}, "html": J{"href": html}, "pull_request": J{"href": s.PullURL(p)}}, "reactions": reactions(nil, at)}
	if c.StartLine != 0 {
		j["start_line"], j["start_side"] = c.StartLine, c.Side
	}
	return j
}
