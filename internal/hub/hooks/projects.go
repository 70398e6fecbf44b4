package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// projectItem names its content by node id and type only: whoever needs the issue has to ask for it.
func projectItem(s *Sender, e store.Event, body shape.J) {
	it := e.Item
	content, kind := "", "Issue"
	switch {
	case it.Draft != nil:
		content, kind = it.Draft.NodeID, "DraftIssue"
	case it.Issue != nil && it.Issue.Pull != nil:
		content, kind = it.Issue.Pull.NodeID, "PullRequest"
	case it.Issue != nil:
		content = it.Issue.NodeID
	}
	body["projects_v2_item"] = shape.J{"id": it.ID, "node_id": it.NodeID, "project_node_id": it.Project.NodeID,
		"content_node_id": content, "content_type": kind, "creator": s.user(it.Creator), "created_at": shape.Time(it.CreatedAt),
		"updated_at": shape.Time(it.UpdatedAt), "archived_at": shape.Time(it.Archived)}
	changed(e, body)
	if _, told := body["changes"]; !told && (e.Action == "archived" || e.Action == "restored") {
		body["changes"] = shape.J{"archived_at": shape.J{"from": nil, "to": shape.Time(it.Archived)}}
	}
}

func project(s *Sender, e store.Event, body shape.J) {
	p := e.Project
	body["projects_v2"] = shape.J{"id": p.ID, "node_id": p.NodeID, "owner": s.user(p.Owner), "creator": s.user(p.Creator),
		"title": p.Title, "description": orNil(p.Readme), "short_description": orNil(p.Description), "public": p.Public,
		"number": p.Number, "created_at": shape.Time(p.CreatedAt), "updated_at": shape.Time(p.UpdatedAt),
		"closed_at": shape.Time(p.ClosedAt), "deleted_at": nil, "deleted_by": nil}
	changed(e, body)
}

func projectStatusUpdate(s *Sender, e store.Event, body shape.J) {
	u := e.StatusUpdate
	update := shape.J{"id": u.ID, "node_id": u.NodeID, "project_node_id": u.Project.NodeID,
		"creator": s.user(u.Creator), "created_at": shape.Time(u.CreatedAt), "updated_at": shape.Time(u.UpdatedAt),
		"status": orNil(u.Status), "body": orNil(u.Body)}
	for field, date := range map[string]string{"start_date": u.StartDate, "target_date": u.TargetDate} {
		if date != "" { // GitHub's schema knows no null here
			update[field] = date
		}
	}
	body["projects_v2_status_update"] = update
	changed(e, body)
}

func orNil(v string) any {
	if v == "" {
		return nil
	}
	return v
}
