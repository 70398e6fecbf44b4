package rest_test

import (
	"fmt"
	"testing"
)

func TestABoardHoldsFieldsItemsAndViews(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const board = "/orgs/acme/projectsV2/1"
	w.as(app, "GET", "/orgs/acme/projectsV2", "").want(200).has("0.title", "Incident follow-ups")
	w.as(app, "GET", board, "").want(200).has("owner.login", "acme")
	field := w.as(app, "POST", board+"/fields", `{"name":"Importance","data_type":"single_select","single_select_options":[{"name":"high","color":"RED","description":""},{"name":"low","color":"GRAY","description":""}]}`).
		want(201).has("options.0.name.raw", "high")
	number := w.as(app, "POST", board+"/fields", `{"name":"ISU","data_type":"number"}`).want(201)
	w.as(app, "GET", board+"/fields?per_page=100", "").want(200)
	w.as(app, "GET", board+"/fields/"+field.id("id"), "").want(200)
	issue := w.as(app, "POST", "/repos/acme/shop/issues", `{"title":"Alert on 5xx"}`).want(201)
	item := w.as(app, "POST", board+"/items", `{"type":"Issue","id":`+issue.id("id")+`}`).want(201)
	w.as(app, "POST", board+"/items", `{"type":"Issue","owner":"acme","repo":"shop","number":2}`).want(201).has("id", item.at("id"))
	path := board + "/items/" + item.id("id")
	w.as(app, "PATCH", path, fmt.Sprintf(`{"fields":[{"id":%s,"value":%q},{"id":%s,"value":2.5}]}`, field.id("id"), field.at("options.0.id"), number.id("id"))).
		want(200).has("fields.0.value.name.raw", "high").has("fields.1.value", 2.5)
	w.as(app, "PATCH", path, fmt.Sprintf(`{"fields":[{"id":%s,"value":"nope"}]}`, field.id("id"))).want(422)
	w.as(app, "PATCH", path, fmt.Sprintf(`{"fields":[{"id":%s,"value":null}]}`, number.id("id"))).want(200).has("fields.0.value", nil)
	w.as(app, "GET", board+"/items", "").want(200).has("0.content.number", 2)
	w.as(app, "GET", path, "").want(200)
	w.as(app, "POST", board+"/views", `{"name":"Board","layout":"board","vertical_group_by":[`+field.id("id")+`],"sort_by":[[`+number.id("id")+`,"desc"]]}`).
		want(201).has("layout", "board")
	w.as(app, "DELETE", path, "").want(204)
	w.as(app, "GET", path, "").want(404)
}

func TestWhoReachesABoard(t *testing.T) {
	w := newWorld(t)
	if n := w.as("ghs_actions", "GET", "/orgs/acme/projectsV2", "").want(200).len(); n != 0 {
		t.Errorf("a workflow's token sees %d boards", n)
	}
	if n := w.as(w.installation(`{"permissions":{"issues":"write"}}`), "GET", "/orgs/acme/projectsV2", "").want(200).len(); n != 0 {
		t.Errorf("a token without organization_projects sees %d boards", n)
	}
	w.as("t-out", "GET", "/orgs/acme/projectsV2/1", "").want(404)
	w.as("t-ben", "GET", "/orgs/acme/projectsV2/1", "").want(200)
}
