package rest

import (
	"net/http"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func orgRoutes() []route {
	return []route{
		{"GET", "/orgs/{org}", "", getOrg},
		{"GET", "/orgs/{org}/members", "", listMembers},
		{"GET", "/orgs/{org}/members/{username}", "", isMember},
		{"GET", "/orgs/{org}/memberships/{username}", "members:read", getMembership},
	}
}

func (c *call) org() (*store.Organization, error) {
	o := c.store.Organization(c.params["org"])
	if o == nil {
		return nil, store.NotFound()
	}
	return o, nil
}

// inside tells whether the actor sees private members: a member, or an App on the organisation with members read.
func (c *call) inside(o *store.Organization) bool {
	if c.actor.Kind == store.ByInstallation {
		return c.actor.Installation.Account == o.Account && c.actor.Has("members", "read")
	}
	return c.actor.Kind == store.ByUser && o.Member(c.actor.User) != nil
}

func getOrg(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.FullOrganization(o), nil)
}

func listMembers(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	all, role := c.inside(o), c.query("role")
	var list []*store.User
	for _, m := range o.Members {
		if (all || m.Public) && (role == "" || role == "all" || role == m.Role) {
			list = append(list, m.User)
		}
	}
	return users(c, list)
}

func isMember(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	m := o.Member(c.store.User(c.params["username"]))
	if m == nil || (!m.Public && !c.inside(o)) {
		return fail(&store.Error{Status: http.StatusNotFound, Message: "User does not exist or is not a member of the organization"})
	}
	return none(nil)
}

func getMembership(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	m := o.Member(c.store.User(c.params["username"]))
	if m == nil {
		return fail(store.NotFound())
	}
	if !c.inside(o) {
		return fail(store.Forbidden("You must be a member of " + o.Login + " to see membership information for " + m.User.Login + "."))
	}
	return ok(shape.J{"url": c.shape.API + "/orgs/" + o.Login + "/memberships/" + m.User.Login, "state": "active", "role": m.Role,
		"organization_url": c.shape.API + "/orgs/" + o.Login, "organization": c.shape.Organization(o), "user": c.shape.User(m.User)}, nil)
}
