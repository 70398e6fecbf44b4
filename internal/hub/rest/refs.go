package rest

import (
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func refRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/git/ref/{ref...}", "contents:read", getRef},
		{"GET", "/repos/{owner}/{repo}/git/refs/{ref...}", "contents:read", getRef},
		{"GET", "/repos/{owner}/{repo}/git/matching-refs/{ref...}", "contents:read", matchingRefs},
		{"POST", "/repos/{owner}/{repo}/git/refs", "contents:write", createRef},
		{"PATCH", "/repos/{owner}/{repo}/git/refs/{ref...}", "contents:write", updateRef},
		{"DELETE", "/repos/{owner}/{repo}/git/refs/{ref...}", "contents:write", deleteRef},
		{"GET", "/repos/{owner}/{repo}/branches", "contents:read", listBranches},
		{"GET", "/repos/{owner}/{repo}/branches/{branch...}", "contents:read", getBranch},
		{"GET", "/repos/{owner}/{repo}/tags", "contents:read", listTags},
	}
}

// refs are those below the prefix that the path or argument names.
func (c *call) refs(prefix string) (*store.Repository, []store.Ref, error) {
	r, err := c.repo()
	if err != nil {
		return nil, nil, err
	}
	list, err := c.store.Git().Refs(r.FullName(), prefix)
	return r, list, err
}

func (c *call) ref() (*store.Repository, *store.Ref, error) {
	name := "refs/" + c.params["ref"]
	r, list, err := c.refs(name)
	if err != nil {
		return nil, nil, err
	}
	for _, ref := range list {
		if ref.Name == name {
			return r, &ref, nil
		}
	}
	return nil, nil, store.NotFound()
}

func getRef(c *call) (int, any, error) {
	r, ref, err := c.ref()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Ref(r, *ref), nil)
}

func matchingRefs(c *call) (int, any, error) {
	r, list, err := c.refs("refs/" + c.params["ref"])
	if err != nil {
		return fail(err)
	}
	return paged(c, list, func(ref store.Ref) shape.J { return c.shape.Ref(r, ref) })
}

func createRef(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct{ Ref, SHA string }
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if !strings.HasPrefix(body.Ref, "refs/") || strings.Count(body.Ref, "/") < 2 {
		return fail(store.Unprocessable("Reference name must start with 'refs/' and have at least two slashes."))
	}
	if err := c.store.CreateRef(c.actor, r, body.Ref, body.SHA); err != nil {
		return fail(err)
	}
	return created(c.shape.Ref(r, store.Ref{Name: body.Ref, SHA: body.SHA}), nil)
}

func updateRef(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		SHA   string
		Force bool
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	name := "refs/" + c.params["ref"]
	if err := c.store.UpdateRef(c.actor, r, name, body.SHA, body.Force); err != nil {
		return fail(err)
	}
	return ok(c.shape.Ref(r, store.Ref{Name: name, SHA: body.SHA}), nil)
}

func deleteRef(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteRef(c.actor, r, "refs/"+c.params["ref"]))
}

func listBranches(c *call) (int, any, error) {
	r, list, err := c.refs("refs/heads/")
	if err != nil {
		return fail(err)
	}
	return paged(c, list, func(ref store.Ref) shape.J {
		return shape.J{"name": strings.TrimPrefix(ref.Name, "refs/heads/"), "protected": false,
			"commit": shape.J{"sha": ref.SHA, "url": c.shape.RepositoryURL(r) + "/commits/" + ref.SHA}}
	})
}

func getBranch(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	name := c.params["branch"]
	commit, err := c.store.Git().CommitInfo(r.FullName(), "refs/heads/"+name)
	if err != nil {
		return fail(&store.Error{Status: http.StatusNotFound, Message: "Branch not found"})
	}
	self := c.shape.RepositoryURL(r) + "/branches/" + name
	return ok(shape.J{"name": name, "commit": c.shape.Commit(r, commit), "protected": false, "protection": shape.J{"enabled": false},
		"protection_url": self + "/protection", "_links": shape.J{"self": self, "html": c.shape.Web + "/" + r.FullName() + "/tree/" + name}}, nil)
}

func listTags(c *call) (int, any, error) {
	r, list, err := c.refs("refs/tags/")
	if err != nil {
		return fail(err)
	}
	return paged(c, list, func(ref store.Ref) shape.J {
		name := strings.TrimPrefix(ref.Name, "refs/tags/")
		at := c.shape.RepositoryURL(r)
		return shape.J{"name": name, "node_id": "REF_" + name, "commit": shape.J{"sha": ref.SHA, "url": at + "/commits/" + ref.SHA},
			"zipball_url": at + "/zipball/" + ref.Name, "tarball_url": at + "/tarball/" + ref.Name}
	})
}
