package hooks

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// builders add to a payload what is particular to an event: the table of all events that the hub sends.
var builders = map[string]func(s *Sender, e store.Event, body shape.J){
	"issues":                    issues,
	"issue_comment":             issueComment,
	"label":                     label,
	"milestone":                 milestone,
	"sub_issues":                subIssues,
	"pull_request":              pullRequest,
	"pull_request_review":       pullRequestReview,
	"push":                      push,
	"repository_dispatch":       dispatch,
	"create":                    createRef,
	"delete":                    deleteRef,
	"check_run":                 checkRun,
	"deployment":                deployment,
	"deployment_status":         deploymentStatus,
	"release":                   release,
	"repository":                repository,
	"projects_v2":               project,
	"projects_v2_item":          projectItem,
	"projects_v2_status_update": projectStatusUpdate,
	"installation":              installation,
	"installation_repositories": installationRepositories,
}

// common is what every payload has.
func (s *Sender) common(e store.Event) shape.J {
	body := shape.J{}
	if action := actionOf(e); action != "" {
		body["action"] = action
	}
	if e.Sender != nil {
		body["sender"] = s.Shape.User(e.Sender)
	}
	if e.Org != nil {
		body["organization"] = s.Shape.Organization(e.Org)
	}
	if e.Repo != nil && e.Project == nil {
		body["repository"] = s.Shape.Repository(e.Repo)
	}
	return body
}

// address names the installation because of which the App hears of it.
func (s *Sender) address(body shape.J, e store.Event, in *store.Installation) {
	if e.Installation == nil {
		body["installation"] = shape.J{"id": in.ID, "node_id": in.NodeID}
	}
}

func actionOf(e store.Event) string {
	switch e.Name {
	case "push", "create", "delete":
		return ""
	}
	return e.Action
}

// user is somebody or null.
func (s *Sender) user(u *store.User) any {
	if u == nil {
		return nil
	}
	return s.Shape.User(u)
}

// changed adds the event's changes; for edited ones also where there are none.
func changed(e store.Event, body shape.J) {
	if e.Changes != nil {
		body["changes"] = e.Changes
	} else if e.Action == "edited" {
		body["changes"] = shape.J{}
	}
}
