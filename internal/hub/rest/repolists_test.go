package rest_test

import "testing"

func TestRepositoriesAreMadeListedAndDeleted(t *testing.T) {
	w := newWorld(t)
	w.as("t-aiko", "POST", "/orgs/acme/repos", `{"name":"new","private":true,"auto_init":true}`).want(201).has("permissions.admin", true)
	w.as("t-aiko", "POST", "/orgs/acme/repos", `{"name":"new"}`).want(422)
	w.as("t-out", "POST", "/orgs/acme/repos", `{"name":"mine"}`).want(403)
	w.as("t-out", "POST", "/user/repos", `{"name":"mine"}`).want(201).has("owner.login", "out")
	w.as("t-aiko", "GET", "/orgs/acme/repos", "").want(200).has("2.name", "new")
	if n := w.as("t-out", "GET", "/orgs/acme/repos", "").want(200).len(); n != 1 {
		t.Errorf("an outsider sees %d repositories, want the public one", n)
	}
	w.as("t-out", "GET", "/user/repos", "").want(200).has("0.name", "mine")
	w.as("t-out", "GET", "/users/out/repos", "").want(200)
	w.as("t-ben", "GET", "/user/orgs", "").want(200).has("0.login", "acme")
	w.as("t-out", "GET", "/orgs/acme/public_members", "").want(200).has("0.login", "ben")
	w.as("t-ben", "DELETE", "/repos/acme/shop", "").want(403)
	w.as("t-aiko", "DELETE", "/repos/acme/new", "").want(204)
	w.as("t-aiko", "GET", "/repos/acme/new", "").want(404)
	w.as("t-aiko", "POST", "/orgs/acme/repos", `{"name":"new"}`).want(201)
}

func TestReleasesAreEdited(t *testing.T) {
	w := newWorld(t)
	const releases = "/repos/acme/shop/releases"
	id := w.as("t-ben", "POST", releases, `{"tag_name":"v2","draft":true}`).want(201).id("id")
	w.as("t-eve", "GET", releases+"/"+id, "").want(404)
	w.as("t-ben", "PATCH", releases+"/"+id, `{"draft":false,"name":"Two"}`).want(200).has("name", "Two")
	w.as("t-eve", "GET", releases+"/tags/v2", "").want(200)
	w.as("t-ben", "DELETE", releases+"/"+id, "").want(204)
}
