package hooks

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func checkRun(s *Sender, e store.Event, body shape.J) {
	c := e.CheckRun
	at := s.Shape.RepositoryURL(c.Repo)
	self, page := fmt.Sprintf("%s/check-runs/%d", at, c.ID), fmt.Sprintf("%s/%s/runs/%d", s.Shape.Web, c.Repo.FullName(), c.ID)
	pulls := s.pullsAt(c)
	body["check_run"] = shape.J{"id": c.ID, "node_id": c.NodeID, "head_sha": c.HeadSHA, "external_id": c.ExternalID, "url": self,
		"html_url": page, "details_url": orDefault(c.DetailsURL, page), "status": c.Status, "conclusion": orNil(c.Conclusion),
		"started_at": shape.Time(c.StartedAt), "completed_at": shape.Time(c.CompletedAt), "name": c.Name, "pull_requests": pulls,
		"output": shape.J{"title": orNil(c.Title), "summary": orNil(c.Summary), "text": orNil(c.Text),
			"annotations_count": len(c.Annotations), "annotations_url": self + "/annotations"},
		"check_suite": s.suite(c, pulls), "app": s.app(c.App)}
}

func (s *Sender) suite(c *store.CheckRun, pulls []shape.J) shape.J {
	suite := c.Suite
	branch := any(nil)
	if len(pulls) > 0 {
		branch = pulls[0]["head"].(shape.J)["ref"]
	}
	return shape.J{"id": suite.ID, "node_id": suite.NodeID, "head_branch": branch, "head_sha": suite.HeadSHA, "status": c.Status,
		"conclusion": orNil(c.Conclusion), "url": fmt.Sprintf("%s/check-suites/%d", s.Shape.RepositoryURL(c.Repo), suite.ID),
		"before": nil, "after": nil, "pull_requests": pulls, "app": s.app(suite.App),
		"created_at": shape.Time(suite.CreatedAt), "updated_at": shape.Time(suite.CreatedAt)}
}

// app is null where a workflow's own token made the check.
func (s *Sender) app(a *store.App) any {
	if a == nil {
		return nil
	}
	return s.Shape.Author(a)
}

// pullsAt are the open pull requests whose head is the checked commit.
func (s *Sender) pullsAt(c *store.CheckRun) []shape.J {
	out := []shape.J{}
	where := shape.J{"id": c.Repo.ID, "name": c.Repo.Name, "url": s.Shape.RepositoryURL(c.Repo)}
	for _, i := range c.Repo.Issues {
		if p := i.Pull; p != nil && i.State == "open" && p.HeadSHA == c.HeadSHA {
			out = append(out, shape.J{"id": p.ID, "number": i.Number, "url": s.Shape.PullURL(p),
				"head": shape.J{"ref": p.Head, "sha": p.HeadSHA, "repo": where},
				"base": shape.J{"ref": p.Base, "sha": p.BaseSHA, "repo": where}})
		}
	}
	return out
}

func orDefault(v, other string) string {
	if v == "" {
		return other
	}
	return v
}
