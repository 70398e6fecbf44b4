package rest_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestPermissionsAreToldByRole(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	for _, c := range []struct{ name, repo, login, role, permission string }{
		{"an owner of the organisation is admin", "shop", "aiko", "admin", "admin"},
		{"a writer", "shop", "ben", "write", "write"},
		{"triage shows as read in the older word", "shop", "cho", "triage", "read"},
		{"a reader", "shop", "eve", "read", "read"},
		{"an outsider has none on a private repository", "shop", "out", "none", "none"},
		{"an outsider reads a public one", "open", "out", "read", "read"},
		{"maintain shows as write in the older word", "open", "ben", "maintain", "write"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.as(app, "GET", "/repos/acme/"+c.repo+"/collaborators/"+c.login+"/permission", "").want(200).
				has("role_name", c.role).has("permission", c.permission).has("user.login", c.login)
		})
	}
	w.t = t
	w.as(app, "GET", "/repos/acme/shop/collaborators/nobody/permission", "").want(404)
	w.as("t-out", "GET", "/repos/acme/shop/collaborators/ben/permission", "").want(404)
	w.as("t-ben", "GET", "/repos/acme/shop/collaborators", "").want(200)
	w.as("t-eve", "GET", "/repos/acme/shop/collaborators", "").want(403)
	w.as("t-aiko", "PUT", "/repos/acme/shop/collaborators/out", `{"permission":"triage"}`).want(204)
	w.as(app, "GET", "/repos/acme/shop/collaborators/out", "").want(204)
	w.as("t-aiko", "DELETE", "/repos/acme/shop/collaborators/out", "").want(204)
	w.as(app, "GET", "/repos/acme/shop/assignees", "").want(200)
	w.as(app, "GET", "/repos/acme/shop/assignees/out", "").want(404)
}

func TestOrganisationsHidePrivateMembers(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	w.as("", "GET", "/orgs/acme", "").want(200)
	if n := w.as("t-out", "GET", "/orgs/acme/members", "").want(200).len(); n != 1 {
		t.Errorf("an outsider sees %d members, want the public one", n)
	}
	if n := w.as(app, "GET", "/orgs/acme/members", "").want(200).len(); n != 2 {
		t.Errorf("the App sees %d members, want 2", n)
	}
	w.as("t-out", "GET", "/orgs/acme/members/aiko", "").want(404)
	w.as(app, "GET", "/orgs/acme/members/aiko", "").want(204)
	w.as(app, "GET", "/orgs/acme/memberships/aiko", "").want(200).has("role", "admin")
	w.as(app, "GET", "/orgs/acme/teams", "").want(200).has("0.slug", "sre")
	w.as(app, "GET", "/orgs/acme/teams/sre", "").want(200).has("members_count", 1)
	w.as(app, "GET", "/orgs/acme/teams/sre/members", "").want(200).has("0.login", "aiko")
	w.as(app, "GET", "/orgs/acme/teams/sre/memberships/aiko", "").want(200)
	w.as("t-out", "GET", "/orgs/acme/teams/sre", "").want(404)
	w.as("t-ben", "GET", "/user", "").want(200).has("login", "ben")
	w.as("", "GET", "/user", "").want(401)
	w.as("", "GET", "/users/ben", "").want(200)
}

func TestErrorsAreInGitHubsWords(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name, token, method, path, body string
		status                          int
		message                         string
	}{
		{"a private repository is not there for strangers", "t-out", "GET", "/repos/acme/shop", "", 404, "Not Found"},
		{"nor for nobody", "", "GET", "/repos/acme/shop/issues/1", "", 404, "Not Found"},
		{"a token that is not", "wrong", "GET", "/repos/acme/open", "", 401, "Bad credentials"},
		{"an unknown route", "t-ben", "GET", "/nothing/here", "", 404, "Not Found"},
		{"a method that a route does not know", "t-ben", "DELETE", "/repos/acme/shop/labels", "", 404, "Not Found"},
		{"malformed JSON", "t-ben", "POST", "/repos/acme/shop/issues", "{", 400, "Problems parsing JSON"},
		{"an issue that is not", "t-ben", "GET", "/repos/acme/shop/issues/99", "", 404, "Not Found"},
		{"writing needs credentials", "", "POST", "/repos/acme/open/issues", `{"title":"x"}`, 401, "Requires authentication"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.as(c.token, c.method, c.path, c.body).want(c.status).has("message", c.message)
		})
	}
}

func TestAnswersArePagedTaggedAndCounted(t *testing.T) {
	w := newWorld(t)
	for range 4 {
		w.as("t-ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"x"}`).want(201)
	}
	a := w.as("t-ben", "GET", "/api/v3/repos/acme/shop/issues/1/comments?per_page=2&page=2", "").want(200)
	for _, rel := range []string{`page=1&per_page=2>; rel="prev"`, `page=3&per_page=2>; rel="next"`, `rel="last"`, `rel="first"`} {
		if !strings.Contains(a.header.Get("Link"), rel) {
			t.Errorf("Link lacks %s: %s", rel, a.header.Get("Link"))
		}
	}
	if !strings.HasPrefix(a.at("0.url").(string), w.url+"/api/v3/") {
		t.Errorf("the address does not lead back to where the client asked: %v", a.at("0.url"))
	}
	for _, name := range []string{"X-Ratelimit-Remaining", "X-Github-Request-Id", "X-Github-Media-Type", "Date", "Etag"} {
		if a.header.Get(name) == "" {
			t.Errorf("no header %s", name)
		}
	}
	req, _ := http.NewRequest("GET", w.url+"/repos/acme/shop/issues/1", nil)
	req.Header.Set("Authorization", "token t-ben")
	req.Header.Set("If-None-Match", w.do(req).want(200).header.Get("ETag"))
	w.do(req).want(304)
	w.as("t-ben", "GET", "/rate_limit", "").want(200).has("rate.limit", 5000)
	w.as("ghs_actions", "GET", "/rate_limit", "").want(200).has("rate.limit", 1000)
	w.as("", "GET", "/meta", "").want(200)
}

func TestARenamedRepositoryRedirects(t *testing.T) {
	w := newWorld(t)
	w.as("t-aiko", "PATCH", "/repos/acme/shop", `{"name":"store"}`).want(200).has("full_name", "acme/store")
	a := w.as("t-ben", "GET", "/repos/acme/shop", "").want(301)
	if !strings.HasPrefix(a.header.Get("Location"), w.url+"/repositories/") {
		t.Errorf("Location is %q", a.header.Get("Location"))
	}
	w.as("t-out", "GET", "/repos/acme/shop", "").want(404)
	w.as("t-ben", "GET", strings.TrimPrefix(a.header.Get("Location"), w.url), "").want(200)
	w.as("t-ben", "GET", "/repos/acme/store/contents/README.md", "").want(200)
}
