package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func issues(s *Sender, e store.Event, body shape.J) {
	body["issue"] = s.Shape.Issue(e.Issue)
	if e.Action == "transferred" {
		body["changes"] = s.transferred(e)
	} else {
		changed(e, body)
	}
	s.about(e, body)
}

// about adds whom or what an event on an issue or pull request put on or took off.
func (s *Sender) about(e store.Event, body shape.J) {
	switch e.Action {
	case "labeled", "unlabeled":
		if e.Label != nil {
			body["label"] = s.Shape.Label(e.Label)
		}
	case "assigned", "unassigned":
		body["assignee"] = s.user(e.Assignee)
	case "milestoned", "demilestoned":
		if e.Milestone != nil {
			body["milestone"] = s.Shape.Milestone(e.Milestone)
		}
	}
}

// transferred tells where an issue went; the store hands over the entities themselves.
func (s *Sender) transferred(e store.Event) shape.J {
	out := shape.J{}
	if issue, ok := e.Changes["new_issue"].(*store.Issue); ok {
		out["new_issue"] = s.Shape.Issue(issue)
	}
	if repo, ok := e.Changes["new_repository"].(*store.Repository); ok {
		out["new_repository"] = s.Shape.Repository(repo)
	}
	return out
}

func issueComment(s *Sender, e store.Event, body shape.J) {
	body["issue"] = s.Shape.Issue(e.Issue)
	body["comment"] = s.Shape.Comment(e.Comment)
	changed(e, body)
}

// subIssues tells parent and child; repository is the one whose issue changed, the other side's goes along.
func subIssues(s *Sender, e store.Event, body shape.J) {
	parent, child := e.Issue, e.SubIssue
	body["parent_issue_id"], body["parent_issue"] = parent.ID, s.Shape.Issue(parent)
	body["sub_issue_id"], body["sub_issue"] = child.ID, s.Shape.Issue(child)
	switch e.Action {
	case "sub_issue_added", "sub_issue_removed":
		body["sub_issue_repo"] = s.Shape.Repository(child.Repo)
	default:
		body["parent_issue_repo"] = s.Shape.Repository(parent.Repo)
	}
}
