package rest

import (
	"time"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func checkRoutes() []route {
	return []route{
		{"POST", "/repos/{owner}/{repo}/check-runs", "checks:write", createCheck},
		{"GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}", "checks:read", getCheck},
		{"PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", "checks:write", editCheck},
		{"GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", "checks:read", listAnnotations},
		{"GET", "/repos/{owner}/{repo}/commits/{ref...}/check-runs", "checks:read", listChecks},
		{"GET", "/repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs", "checks:read", listSuite},
	}
}

type checkBody struct {
	HeadSHA     string             `json:"head_sha"`
	Name        *string            `json:"name"`
	DetailsURL  *string            `json:"details_url"`
	ExternalID  *string            `json:"external_id"`
	Status      *string            `json:"status"`
	Conclusion  *string            `json:"conclusion"`
	StartedAt   *time.Time         `json:"started_at"`
	CompletedAt *time.Time         `json:"completed_at"`
	Output      *store.CheckOutput `json:"output"`
}

func (b checkBody) patch() store.CheckPatch {
	return store.CheckPatch{Name: b.Name, DetailsURL: b.DetailsURL, ExternalID: b.ExternalID, Status: b.Status, Conclusion: b.Conclusion,
		StartedAt: b.StartedAt, CompletedAt: b.CompletedAt, Output: b.Output}
}

func createCheck(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body checkBody
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Name == nil {
		return fail(missing("name"))
	}
	if body.HeadSHA == "" {
		return fail(missing("head_sha"))
	}
	run, err := c.store.AddCheckRun(c.actor, r, body.HeadSHA, body.patch())
	if err != nil {
		return fail(err)
	}
	return created(c.shape.CheckRun(run), nil)
}

func (c *call) check() (*store.CheckRun, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	for _, run := range r.CheckRuns {
		if run.ID == c.id("check_run_id") {
			return run, nil
		}
	}
	return nil, store.NotFound()
}

func getCheck(c *call) (int, any, error) {
	run, err := c.check()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.CheckRun(run), nil)
}

func editCheck(c *call) (int, any, error) {
	run, err := c.check()
	if err != nil {
		return fail(err)
	}
	var body checkBody
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if err := c.store.EditCheckRun(c.actor, run, body.patch()); err != nil {
		return fail(err)
	}
	return ok(c.shape.CheckRun(run), nil)
}

func listAnnotations(c *call) (int, any, error) {
	run, err := c.check()
	if err != nil {
		return fail(err)
	}
	return paged(c, run.Annotations, func(a store.Annotation) shape.J { return c.shape.Annotation(run, a) })
}

func listChecks(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	sha, err := c.store.Git().ResolveRef(r.FullName(), c.params["ref"])
	if err != nil {
		return fail(store.Unprocessable("No commit found for SHA: " + c.params["ref"]))
	}
	return c.checkRuns(r, func(run *store.CheckRun) bool { return run.HeadSHA == sha })
}

func listSuite(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return c.checkRuns(r, func(run *store.CheckRun) bool { return run.Suite.ID == c.id("check_suite_id") })
}

func (c *call) checkRuns(r *store.Repository, wanted func(*store.CheckRun) bool) (int, any, error) {
	var list []*store.CheckRun
	for _, run := range r.CheckRuns {
		named := c.query("check_name") == "" || c.query("check_name") == run.Name
		if wanted(run) && named && (c.query("status") == "" || c.query("status") == run.Status) {
			list = append(list, run)
		}
	}
	return ok(shape.J{"total_count": len(list), "check_runs": shape.List(page(c, list), c.shape.CheckRun)}, nil)
}
