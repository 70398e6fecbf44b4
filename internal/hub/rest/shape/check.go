package shape

import "github.com/sensible-im/sensible/internal/hub/store"

// CheckRun is a check-run.
func (s *Shaper) CheckRun(c *store.CheckRun) J {
	at := s.api("/repos/%s/check-runs/%d", c.Repo.FullName(), c.ID)
	html := s.web("/%s/runs/%d", c.Repo.FullName(), c.ID)
	details := c.DetailsURL
	if details == "" {
		details = html
	}
	return J{"id": c.ID, "node_id": c.NodeID, "head_sha": c.HeadSHA, "name": c.Name, "url": at, "html_url": html, "details_url": details,
		"external_id": c.ExternalID, "status": c.Status, "conclusion": text(c.Conclusion), "started_at": Time(c.StartedAt),
		"completed_at": Time(c.CompletedAt), "check_suite": J{"id": c.Suite.ID}, "app": s.via(c.App), "pull_requests": s.pullsAt(c.Repo, c.HeadSHA),
		"output": J{"title": text(c.Title), "summary": text(c.Summary), "text": text(c.Text), "annotations_count": len(c.Annotations),
			"annotations_url": at + "/annotations"}}
}

// pullsAt are the open pull requests whose head is sha, as pull-request-minimal.
func (s *Shaper) pullsAt(r *store.Repository, sha string) []J {
	out := []J{}
	for _, i := range r.Issues {
		p := i.Pull
		if p == nil || i.State != "open" || p.HeadSHA != sha {
			continue
		}
		repo := J{"id": r.ID, "url": s.RepositoryURL(r), "name": r.Name}
		out = append(out, J{"id": p.ID, "number": i.Number, "url": s.PullURL(p), "head": J{"ref": p.Head, "sha": p.HeadSHA, "repo": repo},
			"base": J{"ref": p.Base, "sha": p.BaseSHA, "repo": repo}})
	}
	return out
}

// Annotation is a check-annotation.
func (s *Shaper) Annotation(c *store.CheckRun, a store.Annotation) J {
	return J{"path": a.Path, "start_line": a.StartLine, "end_line": a.EndLine, "start_column": nil, "end_column": nil,
		"annotation_level": text(a.Level), "title": text(a.Title), "message": text(a.Message), "raw_details": text(a.Details),
		"blob_href": s.web("/%s/blob/%s/%s", c.Repo.FullName(), c.HeadSHA, a.Path)}
}

// CommitStatus is a status.
func (s *Shaper) CommitStatus(r *store.Repository, st *store.CommitStatus) J {
	return J{"id": st.ID, "node_id": st.NodeID, "url": s.RepositoryURL(r) + "/statuses/" + st.SHA, "avatar_url": s.web("/avatars/u/%d", st.Creator.ID),
		"state": st.State, "description": text(st.Description), "target_url": text(st.TargetURL), "context": st.Context,
		"created_at": Time(st.CreatedAt), "updated_at": Time(st.CreatedAt), "creator": s.User(st.Creator)}
}

// Deployment is a deployment.
func (s *Shaper) Deployment(d *store.Deployment) J {
	at := s.api("/repos/%s/deployments/%d", d.Repo.FullName(), d.ID)
	return J{"id": d.ID, "node_id": d.NodeID, "url": at, "sha": d.SHA, "ref": d.Ref, "task": d.Task, "payload": d.Payload,
		"original_environment": d.Environment, "environment": d.Environment, "description": text(d.Description), "creator": s.maybe(d.Creator),
		"created_at": Time(d.CreatedAt), "updated_at": Time(d.UpdatedAt), "statuses_url": at + "/statuses", "repository_url": s.RepositoryURL(d.Repo),
		"transient_environment": d.Transient, "production_environment": d.Production}
}

// DeploymentStatus is a deployment-status.
func (s *Shaper) DeploymentStatus(st *store.DeploymentStatus) J {
	d := st.Deployment
	at := s.api("/repos/%s/deployments/%d", d.Repo.FullName(), d.ID)
	return J{"id": st.ID, "node_id": st.NodeID, "url": at + "/statuses/" + decimal(st.ID), "state": st.State, "creator": s.maybe(st.Creator),
		"description": st.Description, "environment": d.Environment, "target_url": st.LogURL, "log_url": st.LogURL, "environment_url": st.EnvironmentURL,
		"deployment_url": at, "repository_url": s.RepositoryURL(d.Repo), "created_at": Time(st.CreatedAt), "updated_at": Time(st.CreatedAt)}
}

// Release is a release, without assets.
func (s *Shaper) Release(r *store.Release) J {
	at := s.api("/repos/%s/releases/%d", r.Repo.FullName(), r.ID)
	repo := s.RepositoryURL(r.Repo)
	return J{"id": r.ID, "node_id": r.NodeID, "url": at, "assets_url": at + "/assets", "upload_url": at + "/assets{?name,label}",
		"html_url": s.web("/%s/releases/tag/%s", r.Repo.FullName(), r.Tag), "tarball_url": repo + "/tarball/" + r.Tag,
		"zipball_url": repo + "/zipball/" + r.Tag, "tag_name": r.Tag, "target_commitish": r.Target, "name": text(r.Name), "body": r.Body,
		"draft": r.Draft, "prerelease": r.Prerelease, "author": s.User(r.Author), "created_at": Time(r.CreatedAt), "published_at": Time(r.PublishedAt),
		"assets": []J{}}
}
