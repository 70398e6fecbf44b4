package rest

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func repoListRoutes() []route {
	return []route{
		{"GET", "/user/repos", "", listMyRepos},
		{"POST", "/user/repos", "", createMyRepo},
		{"GET", "/orgs/{org}/repos", "", listRepos("org")},
		{"POST", "/orgs/{org}/repos", "administration:write", createOrgRepo},
		{"GET", "/users/{username}/repos", "", listRepos("username")},
		{"DELETE", "/repos/{owner}/{repo}", "administration:write", deleteRepo},
		{"GET", "/user/orgs", "", listMyOrgs},
		{"GET", "/orgs/{org}/public_members", "", listPublicMembers},
	}
}

// visible are the repositories that fit and that the actor may see.
func (c *call) visible(fits func(*store.Repository) bool) []*store.Repository {
	var list []*store.Repository
	for _, r := range c.store.Repositories() {
		if fits(r) && c.store.CanSee(c.actor, r) {
			list = append(list, r)
		}
	}
	return list
}

func listRepos(param string) handler {
	return func(c *call) (int, any, error) {
		owner, err := c.named(param)
		if err != nil {
			return fail(err)
		}
		return paged(c, c.visible(func(r *store.Repository) bool { return r.Owner == owner }), c.shape.MinimalRepository)
	}
}

// me is the person who asks; an App is none.
func (c *call) me() (*store.User, error) {
	switch {
	case c.actor.IsIntegration():
		return nil, store.NotByIntegration()
	case c.actor.Kind != store.ByUser:
		return nil, store.Unauthorized("Requires authentication")
	}
	return c.actor.User, nil
}

func listMyRepos(c *call) (int, any, error) {
	me, err := c.me()
	if err != nil {
		return fail(err)
	}
	mine := func(r *store.Repository) bool {
		return r.Owner == me || r.Collaborators[me.ID] > store.None || (r.Private && c.store.RoleOf(r, me) > store.None)
	}
	return paged(c, c.visible(mine), c.shape.Repository)
}

func createMyRepo(c *call) (int, any, error) {
	me, err := c.me()
	if err != nil {
		return fail(err)
	}
	return createRepo(c, me)
}

func createOrgRepo(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	if !c.inside(o) {
		return fail(store.Forbidden("You need admin access to the organization before adding a repository to it."))
	}
	return createRepo(c, o.Account)
}

func createRepo(c *call, owner *store.User) (int, any, error) {
	var body struct {
		Name, Description string
		Private           bool
		AutoInit          bool `json:"auto_init"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	if body.Name == "" {
		return fail(missing("name"))
	}
	in := store.RepositoryInput{FullName: owner.Login + "/" + body.Name, Description: body.Description, Private: body.Private}
	if body.AutoInit {
		in.Files = map[string]string{"README.md": "# " + body.Name + "\n"}
	}
	r, err := c.store.AddRepository(in)
	if err != nil {
		return fail(err)
	}
	if c.actor.Kind == store.ByUser && owner != c.actor.User {
		c.store.SetCollaborator(r, c.actor.User, store.Admin)
	}
	return created(c.shape.FullRepository(r, store.Admin), nil)
}

func deleteRepo(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	return none(c.store.DeleteRepository(c.actor, r))
}

func listMyOrgs(c *call) (int, any, error) {
	me, err := c.me()
	if err != nil {
		return fail(err)
	}
	return paged(c, c.store.Organizations(me), c.shape.Organization)
}

func listPublicMembers(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	var list []*store.User
	for _, m := range o.Members {
		if m.Public {
			list = append(list, m.User)
		}
	}
	return paged(c, list, func(u *store.User) shape.J { return c.shape.User(u) })
}
