package hooks

import "github.com/sensible-im/sensible/internal/hub/store"

// Created is the node id of what an event says is new, "" where it says nothing is: for lists that lag behind.
func Created(e store.Event) string {
	switch e.Name + "." + e.Action {
	case "issues.opened", "pull_request.opened":
		return e.Issue.NodeID
	case "issue_comment.created":
		return e.Comment.NodeID
	case "label.created":
		return e.Label.NodeID
	case "projects_v2.created":
		return e.Project.NodeID
	case "projects_v2_item.created":
		return e.Item.NodeID
	case "check_run.created":
		return e.CheckRun.NodeID
	}
	return ""
}
