package rest

import (
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func collaboratorRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/collaborators", "metadata:read", listCollaborators},
		{"GET", "/repos/{owner}/{repo}/collaborators/{username}", "metadata:read", isCollaborator},
		{"PUT", "/repos/{owner}/{repo}/collaborators/{username}", "administration:write", putCollaborator},
		{"DELETE", "/repos/{owner}/{repo}/collaborators/{username}", "administration:write", deleteCollaborator},
		{"GET", "/repos/{owner}/{repo}/collaborators/{username}/permission", "metadata:read", getPermission},
	}
}

// pushOnly refuses people below write: GitHub shows collaborators to those who can push.
func (c *call) pushOnly() (*store.Repository, error) {
	r, err := c.repo()
	if err != nil {
		return nil, err
	}
	switch {
	case c.actor.IsIntegration():
		if c.actor.Reaches(r) {
			return r, nil
		}
		return nil, store.NotByIntegration()
	case c.actor.Kind != store.ByUser:
		return nil, store.Unauthorized("Requires authentication")
	case c.store.RoleOf(r, c.actor.User) < store.Write:
		return nil, store.Forbidden("Must have push access to view repository collaborators.")
	}
	return r, nil
}

// hasAccess tells whether u is listed as a collaborator: own role, or through the organisation.
func (c *call) hasAccess(r *store.Repository, u *store.User) bool {
	if u.Type != "User" {
		return false
	}
	o := c.store.Organization(r.Owner.Login)
	return r.Owner == u || r.Collaborators[u.ID] > store.None || (o != nil && o.Member(u) != nil && c.store.RoleOf(r, u) > store.None)
}

func listCollaborators(c *call) (int, any, error) {
	r, err := c.pushOnly()
	if err != nil {
		return fail(err)
	}
	var list []*store.User
	for _, u := range c.store.Users() {
		if c.hasAccess(r, u) {
			list = append(list, u)
		}
	}
	return paged(c, list, func(u *store.User) shape.J { return c.shape.Collaborator(u, c.store.RoleOf(r, u)) })
}

func isCollaborator(c *call) (int, any, error) {
	r, err := c.pushOnly()
	if err != nil {
		return fail(err)
	}
	u := c.store.User(c.params["username"])
	if u == nil || !c.hasAccess(r, u) {
		return fail(store.NotFound())
	}
	return none(nil)
}

// getPermission answers for every user there is: none on a private repository that they do not reach, read on a public;
// an App's bot has no role of its own.
func getPermission(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	if c.actor.Kind == store.Anonymous {
		return fail(store.Unauthorized("Requires authentication"))
	}
	u := c.store.User(c.params["username"])
	if u == nil || u.Type == "Organization" {
		return fail(&store.Error{Status: http.StatusNotFound, Message: c.params["username"] + " is not a user"})
	}
	role := c.store.RoleOf(r, u)
	return ok(shape.J{"permission": role.Legacy(), "role_name": role.String(), "user": c.shape.Collaborator(u, role)}, nil)
}

func putCollaborator(c *call) (int, any, error) {
	r, err := c.need("administration", store.Admin)
	if err != nil {
		return fail(err)
	}
	u, err := c.named("username")
	if err != nil {
		return fail(err)
	}
	body := struct {
		Permission string `json:"permission"`
	}{"push"}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	role, known := store.ParseRole(body.Permission)
	if !known || role == store.None {
		return fail(store.Unprocessable("Invalid permission: " + body.Permission))
	}
	c.store.SetCollaborator(r, u, role)
	return none(nil)
}

func deleteCollaborator(c *call) (int, any, error) {
	r, err := c.need("administration", store.Admin)
	if err != nil {
		return fail(err)
	}
	u, err := c.named("username")
	if err != nil {
		return fail(err)
	}
	c.store.SetCollaborator(r, u, store.None)
	return none(nil)
}
