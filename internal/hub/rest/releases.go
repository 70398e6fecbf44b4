package rest

import "github.com/sensible-im/sensible/internal/hub/store"

func releaseRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/releases", "contents:read", listReleases},
		{"POST", "/repos/{owner}/{repo}/releases", "contents:write", createRelease},
		{"GET", "/repos/{owner}/{repo}/releases/latest", "contents:read", latestRelease},
		{"GET", "/repos/{owner}/{repo}/releases/tags/{tag}", "contents:read", releaseByTag},
		{"GET", "/repos/{owner}/{repo}/releases/{release_id}", "contents:read", getRelease},
		{"PATCH", "/repos/{owner}/{repo}/releases/{release_id}", "contents:write", editRelease},
		{"DELETE", "/repos/{owner}/{repo}/releases/{release_id}", "contents:write", deleteRelease},
	}
}

// releases are those that the actor may see, newest first: drafts are for who can push.
func (c *call) releases() ([]*store.Release, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	drafts := c.store.Can(c.actor, r, "contents", store.Write)
	var list []*store.Release
	for i := len(r.Releases) - 1; i >= 0; i-- {
		if rel := r.Releases[i]; drafts || !rel.Draft {
			list = append(list, rel)
		}
	}
	return list, nil
}

func listReleases(c *call) (int, any, error) {
	list, err := c.releases()
	if err != nil {
		return fail(err)
	}
	return paged(c, list, c.shape.Release)
}

// oneRelease answers with the newest release that fits.
func (c *call) oneRelease(fits func(*store.Release) bool) (int, any, error) {
	list, err := c.releases()
	if err != nil {
		return fail(err)
	}
	for _, rel := range list {
		if fits(rel) {
			return ok(c.shape.Release(rel), nil)
		}
	}
	return fail(store.NotFound())
}

func latestRelease(c *call) (int, any, error) {
	return c.oneRelease(func(r *store.Release) bool { return !r.Draft && !r.Prerelease })
}

func releaseByTag(c *call) (int, any, error) {
	return c.oneRelease(func(r *store.Release) bool { return !r.Draft && r.Tag == c.params["tag"] })
}

func getRelease(c *call) (int, any, error) {
	return c.oneRelease(func(r *store.Release) bool { return r.ID == c.id("release_id") })
}

func createRelease(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Tag               string `json:"tag_name"`
		Target            string `json:"target_commitish"`
		Name, Body        string
		Draft, Prerelease bool
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	rel, err := c.store.AddRelease(c.actor, r, store.Release{Tag: body.Tag, Target: body.Target, Name: body.Name, Body: body.Body,
		Draft: body.Draft, Prerelease: body.Prerelease})
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Release(rel), nil)
}

// release is the one that the path names.
func (c *call) release() (*store.Release, error) {
	list, err := c.releases()
	if err != nil {
		return nil, err
	}
	for _, rel := range list {
		if rel.ID == c.id("release_id") {
			return rel, nil
		}
	}
	return nil, store.NotFound()
}

func editRelease(c *call) (int, any, error) {
	rel, err := c.release()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Tag               *string `json:"tag_name"`
		Target            *string `json:"target_commitish"`
		Name, Body        *string
		Draft, Prerelease *bool
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	patch := store.ReleasePatch{Tag: body.Tag, Target: body.Target, Name: body.Name, Body: body.Body, Draft: body.Draft, Prerelease: body.Prerelease}
	if err := c.store.EditRelease(c.actor, rel, patch); err != nil {
		return fail(err)
	}
	return ok(c.shape.Release(rel), nil)
}

func deleteRelease(c *call) (int, any, error) {
	rel, err := c.release()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteRelease(c.actor, rel))
}
