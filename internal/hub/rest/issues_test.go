package rest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnIssueLivesFromFormToEnd(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const issues = "/repos/acme/shop/issues"
	one := w.as("t-cho", "POST", issues, `{"title":"Checkout 502","body":"### What do you see?\n\n502","labels":["incident"]}`).want(201).
		has("number", 2).has("labels.0.name", "incident").has("author_association", "COLLABORATOR").has("state", "open")
	path := issues + "/2"
	w.as(app, "GET", path, "").want(200).has("title", "Checkout 502")
	w.as(app, "POST", path+"/labels", `{"labels":["phase/detection","Severity/SEV2"]}`).want(200)
	w.as(app, "PUT", path+"/labels", `{"labels":["incident","bug"]}`).want(200).has("1.name", "bug")
	w.as(app, "DELETE", path+"/labels/bug", "").want(200)
	w.as(app, "DELETE", path+"/labels/bug", "").want(404).has("message", "Label does not exist")
	w.as(app, "POST", path+"/assignees", `{"assignees":["ben","out"]}`).want(201).has("assignees.0.login", "ben").has("assignees.1", nil)
	w.as(app, "DELETE", path+"/assignees", `{"assignees":["ben"]}`).want(200).has("assignee", nil)
	w.as("t-ben", "PATCH", path, `{"title":"Checkout is down","state":"closed","state_reason":"not_planned"}`).want(200).
		has("state_reason", "not_planned").has("closed_by.login", "ben")
	w.as("t-ben", "PATCH", path, `{"state":"open"}`).want(200).has("state_reason", "reopened")
	w.as("t-ben", "PUT", path+"/lock", `{"lock_reason":"resolved"}`).want(204)
	w.as("t-eve", "POST", path+"/comments", `{"body":"hi"}`).want(403)
	w.as("t-ben", "DELETE", path+"/lock", "").want(204)
	w.as(app, "GET", path+"/events", "").want(200)
	w.as(app, "GET", path+"/timeline?per_page=100", "").want(200)
	w.as(app, "GET", issues+"/events", "").want(200)
	w.as(app, "GET", issues+"?state=all&labels=incident&sort=updated", "").want(200).has("1.number", 1)
	w.as(app, "GET", "/search/issues?q=repo:acme/shop+is:issue+label:incident+is:closed", "").want(200).has("items.0.number", 1)
	if one.at("node_id") == "" {
		t.Error("the issue has no node id")
	}
}

func TestWhoMayNotSortLosesLabelsSilently(t *testing.T) {
	w := newWorld(t)
	w.as("t-eve", "POST", "/repos/acme/shop/issues", `{"title":"x","labels":["incident"],"assignees":["ben"]}`).want(201).
		has("labels.0", nil).has("assignee", nil).has("author_association", "COLLABORATOR")
	w.as("t-eve", "POST", "/repos/acme/shop/issues/1/labels", `{"labels":["bug"]}`).want(403)
	w.as("t-eve", "PATCH", "/repos/acme/shop/issues/1", `{"title":"mine"}`).want(403)
	w.as("t-eve", "PATCH", "/repos/acme/shop/issues/2", `{"title":"mine"}`).want(200).has("title", "mine")
}

func TestAPrivateMemberShowsAsNobody(t *testing.T) {
	w := newWorld(t)
	w.as("t-aiko", "POST", "/repos/acme/shop/issues", `{"title":"x"}`).want(201).has("author_association", "NONE")
	w.as("t-ben", "POST", "/repos/acme/shop/issues", `{"title":"x"}`).want(201).has("author_association", "MEMBER")
}

func TestTextsHaveGitHubsLimits(t *testing.T) {
	w := newWorld(t)
	const issues = "/repos/acme/shop/issues"
	long := strings.Repeat("あ", 65537)
	w.as("t-ben", "POST", issues, fmt.Sprintf(`{"title":%q}`, strings.Repeat("x", 257))).want(422).has("errors.0.field", "title")
	w.as("t-ben", "POST", issues, fmt.Sprintf(`{"title":"x","body":%q}`, long)).want(422).has("errors.0.field", "body")
	w.as("t-ben", "POST", issues+"/1/comments", fmt.Sprintf(`{"body":%q}`, long)).want(422)
	w.as("t-ben", "POST", issues+"/1/comments", `{"body":"  "}`).want(422)
	w.as("t-ben", "PATCH", issues+"/1", fmt.Sprintf(`{"body":%q}`, long)).want(200).has("body", "…")
	w.as("t-ben", "POST", "/repos/acme/shop/labels", fmt.Sprintf(`{"name":%q}`, strings.Repeat("x", 51))).want(422)
	w.as("t-ben", "POST", "/repos/acme/shop/labels", `{"name":"BUG"}`).want(422).has("errors.0.code", "already_exists")
}

func TestCommentsAreEditedPinnedAndDeleted(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const issues = "/repos/acme/shop/issues"
	card := w.as(app, "POST", issues+"/1/comments", `{"body":"## card"}`).want(201).has("user.login", "sensible[bot]").
		has("performed_via_github_app.slug", "sensible")
	path := issues + "/comments/" + card.id("id")
	w.as(app, "PUT", path+"/pin", "").want(200).has("pin.pinned_by.login", "sensible[bot]")
	w.as(app, "GET", issues+"/1", "").want(200).has("pinned_comment.body", "## card")
	w.as(app, "DELETE", path+"/pin", "").want(204)
	w.as("t-cho", "PATCH", path, `{"body":"mine"}`).want(403)
	w.as("t-ben", "PATCH", path, `{"body":"mine"}`).want(200).has("body", "mine")
	w.as(app, "POST", path+"/reactions", `{"content":"rocket"}`).want(201)
	again := w.as(app, "POST", path+"/reactions", `{"content":"rocket"}`).want(200)
	w.as(app, "GET", path+"/reactions", "").want(200).has("0.content", "rocket")
	w.as("t-ben", "DELETE", path+"/reactions/"+again.id("id"), "").want(403)
	w.as(app, "DELETE", path+"/reactions/"+again.id("id"), "").want(204)
	w.as(app, "GET", issues+"/comments?since=2026-11-20T00:00:00Z", "").want(200).has("0.body", "mine").has("1", nil)
	w.as(app, "DELETE", path, "").want(204)
	w.as(app, "GET", path, "").want(404)
	w.as(app, "POST", issues+"/1/reactions", `{"content":"eyes"}`).want(201)
}

func TestSubIssuesFormATree(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const issues = "/repos/acme/shop/issues"
	a := w.as(app, "POST", issues, `{"title":"a"}`).want(201).id("id")
	b := w.as(app, "POST", issues, `{"title":"b"}`).want(201).id("id")
	w.as(app, "POST", issues+"/1/sub_issues", `{"sub_issue_id":`+a+`}`).want(201).has("sub_issues_summary.total", 1)
	w.as(app, "POST", issues+"/1/sub_issues", `{"sub_issue_id":`+b+`}`).want(201)
	w.as(app, "POST", issues+"/1/sub_issues", `{"sub_issue_id":`+b+`}`).want(422)
	w.as(app, "PATCH", issues+"/1/sub_issues/priority", `{"sub_issue_id":`+b+`,"before_id":`+a+`}`).want(200)
	w.as(app, "GET", issues+"/1/sub_issues", "").want(200).has("0.title", "b")
	w.as(app, "GET", issues+"/2/parent", "").want(200).has("number", 1)
	w.as(app, "GET", issues+"/1/timeline", "").want(200)
	w.as(app, "DELETE", issues+"/1/sub_issue", `{"sub_issue_id":`+a+`}`).want(200)
	w.as(app, "GET", issues+"/2/parent", "").want(404)
}

func TestLabelsAndMilestones(t *testing.T) {
	w := newWorld(t)
	const repo = "/repos/acme/shop"
	w.as("t-ben", "POST", repo+"/labels", `{"name":"a/b c","color":"00ff00","description":"d"}`).want(201)
	w.as("t-ben", "GET", repo+"/labels/a%2Fb%20c", "").want(200).has("name", "a/b c")
	w.as("t-ben", "PATCH", repo+"/labels/a%2Fb%20c", `{"new_name":"z"}`).want(200).has("name", "z")
	w.as("t-ben", "GET", repo+"/labels", "").want(200)
	w.as("t-cho", "DELETE", repo+"/labels/z", "").want(403)
	w.as("t-ben", "DELETE", repo+"/labels/z", "").want(204)
	w.as("t-ben", "POST", repo+"/milestones", `{"title":"m"}`).want(201)
	w.as("t-ben", "PATCH", repo+"/issues/1", `{"milestone":1}`).want(200).has("milestone.title", "m")
	w.as("t-ben", "PATCH", repo+"/milestones/1", `{"state":"closed"}`).want(200).has("closed_issues", 1)
	w.as("t-ben", "GET", repo+"/milestones?state=all", "").want(200).has("0.number", 1)
	w.as("t-ben", "DELETE", repo+"/milestones/1", "").want(204)
}
