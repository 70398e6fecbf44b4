package shape

import "github.com/sensible-im/sensible/internal/hub/store"

// IssueURL is the API's address of i as an issue.
func (s *Shaper) IssueURL(i *store.Issue) string {
	return s.api("/repos/%s/issues/%d", i.Repo.FullName(), i.Number)
}

// Issue is an issue.
func (s *Shaper) Issue(i *store.Issue) J {
	at := s.IssueURL(i)
	j := J{"id": i.ID, "node_id": i.NodeID, "number": i.Number, "title": i.Title, "body": text(i.Body), "user": s.maybe(i.User),
		"state": i.State, "state_reason": text(i.StateReason), "locked": i.Locked, "active_lock_reason": text(i.LockReason),
		"labels": List(i.Labels, s.Label), "assignee": nil, "assignees": List(i.Assignees, s.User), "milestone": s.maybeMilestone(i.Milestone),
		"comments": len(i.Comments), "created_at": Time(i.CreatedAt), "updated_at": Time(i.UpdatedAt), "closed_at": Time(i.ClosedAt),
		"closed_by": s.maybe(i.ClosedBy), "author_association": s.Store.Association(i.Repo, i.User), "url": at,
		"repository_url": s.RepositoryURL(i.Repo), "labels_url": at + "/labels{/name}", "comments_url": at + "/comments",
		"events_url": at + "/events", "timeline_url": at + "/timeline", "html_url": s.web("/%s", i.Path()),
		"reactions": reactions(i.Reactions, at), "performed_via_github_app": s.via(i.Via), "sub_issues_summary": subIssues(i), "type": nil}
	if len(i.Assignees) > 0 {
		j["assignee"] = s.User(i.Assignees[0])
	}
	if i.Parent != nil {
		j["parent_issue_url"] = s.IssueURL(i.Parent)
	}
	if c := i.PinnedComment(); c != nil {
		j["pinned_comment"] = s.Comment(c)
	}
	if p := i.Pull; p != nil {
		j["draft"] = p.Draft
		j["pull_request"] = J{"url": s.PullURL(p), "html_url": s.web("/%s", i.Path()), "diff_url": s.web("/%s.diff", i.Path()),
			"patch_url": s.web("/%s.patch", i.Path()), "merged_at": Time(p.MergedAt)}
	}
	return j
}

func subIssues(i *store.Issue) J {
	total, done, percent := len(i.SubIssues), i.SubIssuesDone(), 0
	if total > 0 {
		percent = 100 * done / total
	}
	return J{"total": total, "completed": done, "percent_completed": percent}
}

// Label is a label.
func (s *Shaper) Label(l *store.Label) J {
	return J{"id": l.ID, "node_id": l.NodeID, "url": s.api("/repos/%s/labels/%s", l.Repo.FullName(), escape(l.Name)), "name": l.Name,
		"color": l.Color, "default": l.Default, "description": text(l.Description)}
}

func (s *Shaper) maybeMilestone(m *store.Milestone) any {
	if m == nil {
		return nil
	}
	return s.Milestone(m)
}

// Milestone is a milestone.
func (s *Shaper) Milestone(m *store.Milestone) J {
	at := s.api("/repos/%s/milestones/%d", m.Repo.FullName(), m.Number)
	return J{"id": m.ID, "node_id": m.NodeID, "number": m.Number, "title": m.Title, "description": text(m.Description), "state": m.State,
		"creator": s.maybe(m.Creator), "open_issues": m.Open, "closed_issues": m.Closed, "due_on": Time(m.DueOn), "closed_at": Time(m.ClosedAt),
		"created_at": Time(m.CreatedAt), "updated_at": Time(m.UpdatedAt), "url": at, "labels_url": at + "/labels",
		"html_url": s.web("/%s/milestone/%d", m.Repo.FullName(), m.Number)}
}

// Comment is an issue-comment.
func (s *Shaper) Comment(c *store.Comment) J {
	at := s.api("/repos/%s/issues/comments/%d", c.Issue.Repo.FullName(), c.ID)
	j := J{"id": c.ID, "node_id": c.NodeID, "url": at, "html_url": s.web("/%s#issuecomment-%d", c.Issue.Path(), c.ID),
		"issue_url": s.IssueURL(c.Issue), "user": s.maybe(c.User), "body": c.Body, "created_at": Time(c.CreatedAt),
		"updated_at": Time(c.UpdatedAt), "author_association": s.Store.Association(c.Issue.Repo, c.User),
		"reactions": reactions(c.Reactions, at), "performed_via_github_app": s.via(c.Via)}
	if c.Pinned {
		j["pin"] = J{"pinned_at": Time(c.PinnedAt), "pinned_by": s.maybe(c.PinnedBy)}
	}
	if c.Minimized {
		j["minimized"] = J{"reason": c.MinimizedReason}
	}
	return j
}

// Reaction is a reaction.
func (s *Shaper) Reaction(r *store.Reaction) J {
	return J{"id": r.ID, "node_id": r.NodeID, "user": s.maybe(r.User), "content": r.Content, "created_at": Time(r.CreatedAt)}
}

func reactions(list []*store.Reaction, at string) J {
	j := J{"url": at + "/reactions", "total_count": len(list)}
	for _, c := range store.Reactions {
		j[c.REST] = 0
	}
	for _, r := range list {
		j[r.Content] = j[r.Content].(int) + 1
	}
	return j
}
