package shape

import (
	"html"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// ProjectURL is the API's address of p.
func (s *Shaper) ProjectURL(p *store.Project) string {
	kind := "users"
	if p.Owner.Type == "Organization" {
		kind = "orgs"
	}
	return s.api("/%s/%s/projectsV2/%d", kind, p.Owner.Login, p.Number)
}

// Project is a projects-v2.
func (s *Shaper) Project(p *store.Project) J {
	state := "open"
	if p.Closed {
		state = "closed"
	}
	j := J{"id": p.ID, "node_id": p.NodeID, "owner": s.User(p.Owner), "creator": s.User(p.Creator), "title": p.Title,
		"description": text(p.Readme), "public": p.Public, "closed_at": Time(p.ClosedAt), "created_at": Time(p.CreatedAt),
		"updated_at": Time(p.UpdatedAt), "number": p.Number, "short_description": text(p.Description), "deleted_at": nil, "deleted_by": nil,
		"state": state, "is_template": p.Template}
	if n := len(p.Updates); n > 0 {
		j["latest_status_update"] = s.StatusUpdate(p.Updates[n-1])
	}
	return j
}

// StatusUpdate is a projects-v2-status-update.
func (s *Shaper) StatusUpdate(u *store.StatusUpdate) J {
	j := J{"id": u.ID, "node_id": u.NodeID, "project_node_id": u.Project.NodeID, "creator": s.User(u.Creator), "created_at": Time(u.CreatedAt),
		"updated_at": Time(u.UpdatedAt), "status": text(u.Status), "body": text(u.Body)}
	for field, date := range map[string]string{"start_date": u.StartDate, "target_date": u.TargetDate} {
		if date != "" { // GitHub's schema knows no null here
			j[field] = date
		}
	}
	return j
}

// rich is a text in raw and in HTML.
func rich(v string) J { return J{"raw": v, "html": html.EscapeString(v)} }

// Field is a projects-v2-field.
func (s *Shaper) Field(f *store.Field) J {
	j := J{"id": f.ID, "node_id": f.NodeID, "name": f.Name, "data_type": strings.ToLower(f.DataType), "project_url": s.ProjectURL(f.Project),
		"created_at": Time(f.CreatedAt), "updated_at": Time(f.UpdatedAt)}
	if f.DataType == "SINGLE_SELECT" {
		j["options"] = List(f.Options, option)
	}
	return j
}

func option(o store.Option) J {
	return J{"id": o.ID, "name": rich(o.Name), "color": strings.ToLower(o.Color), "description": rich(o.Description)}
}

// contentType is Issue, PullRequest or DraftIssue.
func contentType(it *store.Item) string {
	switch {
	case it.Draft != nil:
		return "DraftIssue"
	case it.Issue.Pull != nil:
		return "PullRequest"
	}
	return "Issue"
}

// ItemSimple is a projects-v2-item-simple. It has no content, which is optional: the contract wants it to be an issue
// or a draft but not both, and every issue has all that a draft has.
func (s *Shaper) ItemSimple(it *store.Item) J {
	at := s.ProjectURL(it.Project)
	return J{"id": it.ID, "node_id": it.NodeID, "content_type": contentType(it), "project_url": at, "item_url": at + "/items/" + decimal(it.ID),
		"created_at": Time(it.CreatedAt), "updated_at": Time(it.UpdatedAt), "archived_at": Time(it.Archived), "creator": s.User(it.Creator)}
}

// content is what the item shows: a draft, a pull request or an issue.
func (s *Shaper) content(it *store.Item) J {
	switch {
	case it.Draft != nil:
		return J{"id": it.Draft.ID, "node_id": it.Draft.NodeID, "title": it.Draft.Title, "body": text(it.Draft.Body),
			"user": s.maybe(it.Draft.Creator), "created_at": Time(it.Draft.CreatedAt), "updated_at": Time(it.Draft.UpdatedAt)}
	case it.Issue.Pull != nil:
		return s.SimplePull(it.Issue.Pull)
	}
	return s.Issue(it.Issue)
}

// Item is a projects-v2-item-with-content, with the fields asked for; none asked means the title.
func (s *Shaper) Item(it *store.Item, fields []int64) J {
	j := s.ItemSimple(it)
	j["content"] = s.content(it)
	list := []J{}
	for _, f := range it.Project.Fields {
		asked := len(fields) == 0 && f.DataType == "TITLE"
		for _, id := range fields {
			asked = asked || id == f.ID
		}
		if asked {
			list = append(list, J{"id": f.ID, "name": f.Name, "data_type": strings.ToLower(f.DataType), "value": s.value(it, f)})
		}
	}
	j["fields"] = list
	return j
}

// value is what an item has in a field, nil where nothing.
func (s *Shaper) value(it *store.Item, f *store.Field) any {
	if !f.Custom {
		return s.ownValue(it, f)
	}
	v := it.Values[f.ID]
	if v == nil {
		return nil
	}
	switch f.DataType {
	case "NUMBER":
		return v.Number
	case "DATE":
		return v.Date
	case "SINGLE_SELECT":
		if o := f.Option(v.OptionID); o != nil {
			return option(*o)
		}
		return nil
	case "ITERATION":
		return v.Iteration
	}
	return rich(v.Text)
}

// ownValue is the value of a field that mirrors the issue.
func (s *Shaper) ownValue(it *store.Item, f *store.Field) any {
	if it.Draft != nil {
		if f.DataType == "TITLE" {
			return rich(it.Draft.Title)
		}
		return nil
	}
	switch f.DataType {
	case "TITLE":
		return J{"raw": it.Issue.Title, "html": html.EscapeString(it.Issue.Title), "number": it.Issue.Number}
	case "ASSIGNEES":
		return List(it.Issue.Assignees, s.User)
	case "LABELS":
		return List(it.Issue.Labels, s.Label)
	case "MILESTONE":
		return s.maybeMilestone(it.Issue.Milestone)
	case "REPOSITORY":
		return s.MinimalRepository(it.Issue.Repo)
	}
	return nil
}

// View is a projects-v2-view.
func (s *Shaper) View(v *store.View) J {
	sort := [][2]any{}
	sort = append(sort, v.Sort...)
	ids := func(list []int64) []int64 { return append([]int64{}, list...) }
	return J{"id": v.ID, "number": v.Number, "name": v.Name, "layout": v.Layout, "node_id": v.NodeID, "project_url": s.ProjectURL(v.Project),
		"html_url": s.web("/orgs/%s/projects/%d/views/%d", v.Project.Owner.Login, v.Project.Number, v.Number), "creator": s.User(v.Creator),
		"created_at": Time(v.CreatedAt), "updated_at": Time(v.UpdatedAt), "filter": text(v.Filter), "visible_fields": ids(v.Visible),
		"sort_by": sort, "group_by": ids(v.Group), "vertical_group_by": ids(v.Vertical)}
}
