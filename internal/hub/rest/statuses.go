package rest

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func statusRoutes() []route {
	return []route{
		{"POST", "/repos/{owner}/{repo}/statuses/{sha}", "statuses:write", createStatus},
		{"GET", "/repos/{owner}/{repo}/commits/{ref...}/statuses", "statuses:read", listStatuses},
		{"GET", "/repos/{owner}/{repo}/commits/{ref...}/status", "statuses:read", combinedStatus},
	}
}

func createStatus(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		State       string
		Context     string
		Description string
		TargetURL   string `json:"target_url"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	st, err := c.store.AddCommitStatus(c.actor, r, store.CommitStatus{SHA: c.params["sha"], State: body.State, Context: body.Context,
		Description: body.Description, TargetURL: body.TargetURL})
	if err != nil {
		return fail(err)
	}
	return created(c.shape.CommitStatus(r, st), nil)
}

// statuses are those of the commit that the path names, newest first.
func (c *call) statuses() (r *store.Repository, sha string, list []*store.CommitStatus, err error) {
	if r, err = c.repo(); err != nil {
		return nil, "", nil, err
	}
	if sha, err = c.store.Git().ResolveRef(r.FullName(), c.params["ref"]); err != nil {
		return nil, "", nil, store.NotFound()
	}
	for i := len(r.Statuses) - 1; i >= 0; i-- {
		if r.Statuses[i].SHA == sha {
			list = append(list, r.Statuses[i])
		}
	}
	return r, sha, list, nil
}

func listStatuses(c *call) (int, any, error) {
	r, _, list, err := c.statuses()
	if err != nil {
		return fail(err)
	}
	return paged(c, list, func(st *store.CommitStatus) shape.J { return c.shape.CommitStatus(r, st) })
}

// combinedStatus takes the newest status of each context: failure wins over pending, pending over success.
func combinedStatus(c *call) (int, any, error) {
	r, sha, list, err := c.statuses()
	if err != nil {
		return fail(err)
	}
	state, seen := "success", map[string]bool{}
	var newest []*store.CommitStatus
	for _, st := range list {
		if seen[st.Context] {
			continue
		}
		seen[st.Context], newest = true, append(newest, st)
		switch {
		case st.State == "failure" || st.State == "error":
			state = "failure"
		case st.State == "pending" && state == "success":
			state = "pending"
		}
	}
	if len(newest) == 0 {
		state = "pending"
	}
	at := c.shape.RepositoryURL(r) + "/commits/" + sha
	return ok(shape.J{"state": state, "sha": sha, "total_count": len(newest), "commit_url": at, "url": at + "/status",
		"repository": c.shape.MinimalRepository(r),
		"statuses":   shape.List(newest, func(st *store.CommitStatus) shape.J { return c.shape.CommitStatus(r, st) })}, nil)
}
