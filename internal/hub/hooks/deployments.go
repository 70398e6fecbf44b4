package hooks

import (
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func deployment(s *Sender, e store.Event, body shape.J) {
	body["deployment"] = s.deployment(e.Deployment)
	body["workflow"], body["workflow_run"] = nil, nil
}

func (s *Sender) deployment(d *store.Deployment) shape.J {
	at := s.Shape.RepositoryURL(d.Repo)
	self := fmt.Sprintf("%s/deployments/%d", at, d.ID)
	return shape.J{"url": self, "id": d.ID, "node_id": d.NodeID, "sha": d.SHA, "ref": d.Ref, "task": d.Task, "payload": d.Payload,
		"original_environment": d.Environment, "environment": d.Environment, "description": orNil(d.Description),
		"creator": s.user(d.Creator), "created_at": shape.Time(d.CreatedAt), "updated_at": shape.Time(d.UpdatedAt),
		"statuses_url": self + "/statuses", "repository_url": at, "transient_environment": d.Transient,
		"production_environment": d.Production, "performed_via_github_app": nil}
}

func deploymentStatus(s *Sender, e store.Event, body shape.J) {
	d, st := e.Deployment, e.DeployStatus
	full := s.deployment(d)
	self := full["url"].(string)
	body["deployment"] = full
	body["deployment_status"] = shape.J{"url": fmt.Sprintf("%s/statuses/%d", self, st.ID), "id": st.ID, "node_id": st.NodeID,
		"state": st.State, "creator": s.user(st.Creator), "description": st.Description, "environment": d.Environment,
		"target_url": st.LogURL, "log_url": st.LogURL, "environment_url": st.EnvironmentURL, "created_at": shape.Time(st.CreatedAt),
		"updated_at": shape.Time(st.CreatedAt), "deployment_url": self, "repository_url": full["repository_url"],
		"performed_via_github_app": nil}
	body["check_run"], body["workflow"], body["workflow_run"] = nil, nil, nil
}

func release(s *Sender, e store.Event, body shape.J) {
	r := e.Release
	at, web := s.Shape.RepositoryURL(r.Repo), s.Shape.Web+"/"+r.Repo.FullName()
	self := fmt.Sprintf("%s/releases/%d", at, r.ID)
	body["release"] = shape.J{"url": self, "assets_url": self + "/assets", "html_url": web + "/releases/tag/" + r.Tag,
		"upload_url": strings.Replace(self, "api.", "uploads.", 1) + "/assets{?name,label}", "id": r.ID, "node_id": r.NodeID,
		"tag_name": r.Tag, "target_commitish": r.Target, "name": orNil(r.Name), "body": orNil(r.Body), "draft": r.Draft,
		"prerelease": r.Prerelease, "immutable": false, "author": s.user(r.Author), "created_at": shape.Time(r.CreatedAt),
		"updated_at": shape.Time(r.CreatedAt), "published_at": shape.Time(r.PublishedAt), "assets": []any{},
		"tarball_url": at + "/tarball/" + r.Tag, "zipball_url": at + "/zipball/" + r.Tag}
	if e.Action == "edited" {
		changed(e, body)
	}
}
