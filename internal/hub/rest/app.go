package rest

import (
	"net/http"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func appRoutes() []route {
	return []route{
		{"GET", "/app", "", asApp(getApp)},
		{"GET", "/apps/{app_slug}", "", getAppBySlug},
		{"GET", "/app/installations", "", asApp(listInstallations)},
		{"GET", "/app/installations/{installation_id}", "", asApp(getInstallation)},
		{"DELETE", "/app/installations/{installation_id}", "", asApp(deleteInstallation)},
		{"PUT", "/app/installations/{installation_id}/suspended", "", asApp(suspend(true))},
		{"DELETE", "/app/installations/{installation_id}/suspended", "", asApp(suspend(false))},
		{"POST", "/app/installations/{installation_id}/access_tokens", "", asApp(createToken)},
		{"GET", "/repos/{owner}/{repo}/installation", "", asApp(repoInstallation)},
		{"GET", "/orgs/{org}/installation", "", asApp(accountInstallation("org"))},
		{"GET", "/users/{username}/installation", "", asApp(accountInstallation("username"))},
		{"GET", "/installation/repositories", "", installationRepositories},
		{"DELETE", "/installation/token", "", revokeToken},
		{"GET", "/app/hook/config", "", asApp(getHookConfig)},
		{"PATCH", "/app/hook/config", "", asApp(editHookConfig)},
		{"GET", "/app/hook/deliveries", "", asApp(listDeliveries)},
		{"GET", "/app/hook/deliveries/{delivery_id}", "", asApp(getDelivery)},
		{"POST", "/app/hook/deliveries/{delivery_id}/attempts", "", asApp(redeliver)},
		{"POST", "/app-manifests/{code}/conversions", "", convertManifest},
	}
}

// asApp lets only an App's JWT through.
func asApp(h handler) handler {
	return func(c *call) (int, any, error) {
		if c.actor.Kind != store.ByApp {
			return fail(store.Unauthorized("A JSON web token could not be decoded"))
		}
		return h(c)
	}
}

func getApp(c *call) (int, any, error) { return ok(c.shape.App(c.actor.App), nil) }

func getAppBySlug(c *call) (int, any, error) {
	a := c.store.AppBySlug(c.params["app_slug"])
	if a == nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.App(a), nil)
}

func listInstallations(c *call) (int, any, error) {
	return paged(c, c.store.Installations(c.actor.App), c.shape.Installation)
}

// installation is the one that the path names, of the App that asks.
func (c *call) installation() (*store.Installation, error) {
	in := c.store.Installation(c.id("installation_id"))
	if in == nil || in.App != c.actor.App {
		return nil, store.NotFound()
	}
	return in, nil
}

func getInstallation(c *call) (int, any, error) {
	in, err := c.installation()
	if err != nil {
		return fail(err)
	}
	return ok(c.shape.Installation(in), nil)
}

func deleteInstallation(c *call) (int, any, error) {
	in, err := c.installation()
	if err != nil {
		return fail(err)
	}
	c.store.Uninstall(in, in.Account)
	return none(nil)
}

func suspend(on bool) handler {
	return func(c *call) (int, any, error) {
		in, err := c.installation()
		if err != nil {
			return fail(err)
		}
		c.store.Suspend(in, in.Account, on)
		return none(nil)
	}
}

func createToken(c *call) (int, any, error) {
	in, err := c.installation()
	if err != nil {
		return fail(err)
	}
	var body struct {
		Repositories  []string          `json:"repositories"`
		RepositoryIDs []int64           `json:"repository_ids"`
		Permissions   map[string]string `json:"permissions"`
	}
	if err := c.decode(&body); err != nil {
		return fail(err)
	}
	var repos []*store.Repository
	for _, name := range body.Repositories {
		repos = append(repos, c.store.Repository(in.Account.Login+"/"+strings.TrimPrefix(name, in.Account.Login+"/")))
	}
	for _, id := range body.RepositoryIDs {
		repos = append(repos, c.store.RepositoryByID(id))
	}
	t, err := c.store.NewInstallationToken(in, body.Permissions, repos)
	if err != nil {
		return fail(err)
	}
	return created(c.shape.Token(t), nil)
}

func repoInstallation(c *call) (int, any, error) {
	r := c.store.Repository(c.params["owner"] + "/" + c.params["repo"])
	if r == nil {
		return fail(store.NotFound())
	}
	return answerInstallation(c, c.store.InstallationFor(c.actor.App, r))
}

func accountInstallation(param string) handler {
	return func(c *call) (int, any, error) {
		u := c.store.User(c.params[param])
		if u == nil || (param == "org") != (u.Type == "Organization") {
			return fail(store.NotFound())
		}
		return answerInstallation(c, c.store.InstallationOn(c.actor.App, u))
	}
}

func answerInstallation(c *call, in *store.Installation) (int, any, error) {
	if in == nil {
		return fail(store.NotFound())
	}
	return ok(c.shape.Installation(in), nil)
}

func installationRepositories(c *call) (int, any, error) {
	if c.actor.Kind == store.ByActions { // GITHUB_TOKEN is of GitHub's own App, and of one repository
		list := []*store.Repository{c.actor.Token.Repo}
		return ok(shape.J{"total_count": 1, "repository_selection": "selected", "repositories": shape.List(list, c.shape.Repository)}, nil)
	}
	if c.actor.Kind != store.ByInstallation {
		return fail(&store.Error{Status: http.StatusForbidden, Message: "You must authenticate with an installation access token in order to list repositories for an installation."})
	}
	list := c.store.InstalledRepositories(c.actor)
	return ok(shape.J{"total_count": len(list), "repository_selection": c.actor.Installation.Selection,
		"repositories": shape.List(page(c, list), c.shape.Repository)}, nil)
}

func revokeToken(c *call) (int, any, error) {
	if c.actor.Kind != store.ByInstallation {
		return fail(store.Forbidden("You must authenticate with an installation access token."))
	}
	c.store.Revoke(c.actor.Token)
	return none(nil)
}
