package rest

import (
	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func teamRoutes() []route {
	return []route{
		{"GET", "/orgs/{org}/teams", "members:read", listTeams},
		{"GET", "/orgs/{org}/teams/{team_slug}", "members:read", getTeam},
		{"GET", "/orgs/{org}/teams/{team_slug}/members", "members:read", listTeamMembers},
		{"GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", "members:read", getTeamMembership},
		{"GET", "/orgs/{org}/teams/{team_slug}/repos", "members:read", listTeamRepos},
	}
}

// team is the team that the path names; outsiders get a 404.
func (c *call) team() (*store.Team, error) {
	o, err := c.org()
	if err != nil {
		return nil, err
	}
	t := o.Team(c.params["team_slug"])
	if t == nil || !c.inside(o) {
		return nil, store.NotFound()
	}
	return t, nil
}

func listTeams(c *call) (int, any, error) {
	o, err := c.org()
	if err != nil {
		return fail(err)
	}
	if !c.inside(o) {
		return fail(store.NotFound())
	}
	return paged(c, o.Teams, c.shape.Team)
}

func getTeam(c *call) (int, any, error) {
	t, err := c.team()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.FullTeam(t), nil)
}

func listTeamMembers(c *call) (int, any, error) {
	t, err := c.team()
	if err != nil {
		return fail(err)
	}
	return users(c, t.Members)
}

func getTeamMembership(c *call) (int, any, error) {
	t, err := c.team()
	if err != nil {
		return fail(err)
	}
	u := c.store.User(c.params["username"])
	if u == nil || !t.Has(u) {
		return fail(store.NotFound())
	}
	return ok(shape.J{"url": c.shape.API + "/organizations/" + t.Org.Login + "/team/" + t.Slug + "/memberships/" + u.Login,
		"role": "member", "state": "active"}, nil)
}

func listTeamRepos(c *call) (int, any, error) {
	t, err := c.team()
	if err != nil {
		return fail(err)
	}
	var list []*store.Repository
	for _, r := range c.store.Repositories() {
		if t.Repos[r.ID] > store.None && c.store.CanSee(c.actor, r) {
			list = append(list, r)
		}
	}
	return paged(c, list, c.shape.MinimalRepository)
}
