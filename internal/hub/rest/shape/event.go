package shape

import "github.com/sensible-im/sensible/internal/hub/store"

// Event is an issue-event, as the list of events and the timeline show it; without its issue.
func (s *Shaper) Event(e *store.TimelineEvent) J {
	r := e.Issue.Repo
	j := J{"id": e.ID, "node_id": e.NodeID, "url": s.api("/repos/%s/issues/events/%d", r.FullName(), e.ID), "actor": s.maybe(e.Actor),
		"event": e.Event, "commit_id": text(e.CommitID), "commit_url": nil, "created_at": Time(e.CreatedAt), "performed_via_github_app": s.via(e.Via)}
	if e.CommitID != "" {
		j["commit_url"] = s.api("/repos/%s/commits/%s", r.FullName(), e.CommitID)
	}
	return s.eventDetails(e, j)
}

func (s *Shaper) eventDetails(e *store.TimelineEvent, j J) J {
	switch e.Event {
	case "labeled", "unlabeled":
		j["label"] = J{"name": e.Label.Name, "color": e.Label.Color}
	case "assigned", "unassigned":
		j["assignee"], j["assigner"] = s.maybe(e.Assignee), s.maybe(e.Actor)
	case "milestoned", "demilestoned":
		j["milestone"] = J{"title": e.Milestone}
	case "renamed":
		j["rename"] = J{"from": e.From, "to": e.To}
	case "closed", "reopened":
		j["state_reason"] = text(e.StateReason)
	case "locked":
		j["lock_reason"] = text(e.LockReason)
	case "review_requested", "review_request_removed":
		j["review_requester"], j["requested_reviewer"] = s.maybe(e.Actor), s.maybe(e.Subject)
	case "sub_issue_added", "sub_issue_removed":
		j["sub_issue"] = s.linked(e.SubIssue)
	case "parent_issue_added", "parent_issue_removed":
		j["parent_issue"] = s.linked(e.Parent)
	}
	return j
}

// linked names another issue in an event.
func (s *Shaper) linked(i *store.Issue) any {
	if i == nil {
		return nil
	}
	return J{"id": i.ID, "number": i.Number, "title": i.Title, "url": s.IssueURL(i), "html_url": s.web("/%s", i.Path()), "state": i.State,
		"repository": J{"id": i.Repo.ID, "full_name": i.Repo.FullName()}}
}

// Timeline is an entry of an issue's timeline.
func (s *Shaper) Timeline(e *store.TimelineEvent) J {
	switch e.Event {
	case "cross-referenced":
		issue := s.Issue(e.Source)
		issue["repository"] = s.Repository(e.Source.Repo)
		return J{"event": e.Event, "actor": s.maybe(e.Actor), "created_at": Time(e.CreatedAt), "updated_at": Time(e.CreatedAt),
			"source": J{"type": "issue", "issue": issue}}
	case "reviewed":
		return merge(s.Review(e.Review), J{"event": "reviewed"})
	}
	return s.Event(e)
}

// TimelineComment is a comment in the timeline.
func (s *Shaper) TimelineComment(c *store.Comment) J {
	return merge(s.Comment(c), J{"event": "commented", "actor": s.maybe(c.User)})
}
