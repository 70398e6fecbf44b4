package rest_test

import (
	"encoding/base64"
	"fmt"
	"testing"
)

// put writes a file on a branch through the contents API and answers with the commit's sha.
func (w *world) put(token, path, text, branch, old string) answer {
	w.t.Helper()
	body := fmt.Sprintf(`{"message":"write %s","content":%q,"branch":%q`, path, base64.StdEncoding.EncodeToString([]byte(text)), branch)
	if old != "" {
		body += fmt.Sprintf(`,"sha":%q`, old)
	}
	return w.as(token, "PUT", "/repos/acme/shop/contents/"+path, body+"}")
}

func TestFilesAreReadAndWritten(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const repo = "/repos/acme/shop"
	readme := w.as(app, "GET", repo+"/contents/README.md", "").want(200).has("encoding", "base64").has("type", "file")
	w.as(app, "GET", repo+"/contents/src?ref=main", "").want(200).has("0.path", "src/main.txt")
	w.as(app, "GET", repo+"/contents/absent", "").want(404)
	w.as(app, "GET", repo+"/readme", "").want(200)
	w.put(app, "docs/new.md", "hi", "main", "").want(201).has("commit.verification.verified", true)
	w.put(app, "README.md", "x", "main", "").want(422)
	w.put(app, "README.md", "x", "main", "0000000000000000000000000000000000000000").want(409)
	w.put(app, "README.md", "# new", "main", readme.at("sha").(string)).want(200)
	w.put(app, "README.md", "x", "absent", "").want(404)
	w.put("t-eve", "z", "x", "main", "").want(403)
	sha := w.as(app, "GET", repo+"/contents/docs/new.md", "").want(200).at("sha").(string)
	w.as(app, "DELETE", repo+"/contents/docs/new.md", fmt.Sprintf(`{"message":"away","sha":%q}`, sha)).want(200)
}

func TestRefsCommitsAndTrees(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const repo = "/repos/acme/shop"
	head := w.as(app, "GET", repo+"/git/ref/heads/main", "").want(200).has("object.type", "commit").at("object.sha").(string)
	w.as(app, "POST", repo+"/git/refs", fmt.Sprintf(`{"ref":"refs/heads/a/b","sha":%q}`, head)).want(201)
	w.as(app, "POST", repo+"/git/refs", fmt.Sprintf(`{"ref":"refs/heads/a/b","sha":%q}`, head)).want(422)
	w.as(app, "GET", repo+"/branches", "").want(200).has("0.name", "a/b")
	w.as(app, "GET", repo+"/branches/main", "").want(200).has("commit.sha", head)
	w.as(app, "GET", repo+"/branches/absent", "").want(404)
	blob := w.as(app, "POST", repo+"/git/blobs", `{"content":"hello","encoding":"utf-8"}`).want(201).at("sha").(string)
	w.as(app, "GET", repo+"/git/blobs/"+blob, "").want(200).has("size", 5)
	base := w.as(app, "GET", repo+"/git/commits/"+head, "").want(200).at("tree.sha").(string)
	tree := w.as(app, "POST", repo+"/git/trees", fmt.Sprintf(`{"base_tree":%q,"tree":[{"path":"x/y","mode":"100644","type":"blob","sha":%q}]}`, base, blob)).
		want(201).at("sha").(string)
	w.as(app, "GET", repo+"/git/trees/"+tree+"?recursive=1", "").want(200)
	next := w.as(app, "POST", repo+"/git/commits", fmt.Sprintf(`{"message":"m","tree":%q,"parents":[%q]}`, tree, head)).want(201).at("sha").(string)
	w.as(app, "PATCH", repo+"/git/refs/heads/a/b", fmt.Sprintf(`{"sha":%q}`, next)).want(200)
	w.as(app, "PATCH", repo+"/git/refs/heads/a/b", fmt.Sprintf(`{"sha":%q}`, head)).want(422).has("message", "Update is not a fast forward")
	w.as(app, "GET", repo+"/compare/main...a%2Fb", "").want(200).has("ahead_by", 1).has("files.0.filename", "x/y")
	w.as(app, "GET", repo+"/commits?sha=a/b&per_page=1", "").want(200).has("0.sha", next)
	w.as(app, "GET", repo+"/commits/"+next, "").want(200).has("files.0.status", "added")
	w.as(app, "DELETE", repo+"/git/refs/heads/a/b", "").want(204)
	w.as(app, "GET", repo+"/git/ref/heads/a/b", "").want(404)
	w.as(app, "GET", repo+"/git/matching-refs/heads/", "").want(200)
	w.as(app, "GET", repo+"/tags", "").want(200)
}

func TestAPullRequestIsReviewedAndMerged(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const repo = "/repos/acme/shop"
	head := w.as(app, "GET", repo+"/git/ref/heads/main", "").want(200).at("object.sha").(string)
	w.as(app, "POST", repo+"/git/refs", fmt.Sprintf(`{"ref":"refs/heads/postmortem/1","sha":%q}`, head)).want(201)
	w.as(app, "POST", repo+"/pulls", `{"title":"p","head":"postmortem/1","base":"main"}`).want(422)
	sha := w.put(app, "postmortems/1.md", "# one\n", "postmortem/1", "").want(201).at("commit.sha").(string)
	w.as("t-ben", "POST", repo+"/issues", `{"title":"to fix"}`).want(201).has("number", 2)
	w.as(app, "POST", repo+"/pulls", `{"title":"Postmortem","head":"postmortem/1","base":"main","body":"Fixes #2"}`).want(201).
		has("number", 3).has("mergeable", true).has("changed_files", 1).has("head.sha", sha)
	pull := repo + "/pulls/3"
	w.as(app, "POST", repo+"/pulls", `{"title":"again","head":"postmortem/1","base":"main"}`).want(422)
	w.as(app, "GET", repo+"/pulls?head=acme:postmortem/1", "").want(200).has("0.number", 3)
	w.as(app, "GET", repo+"/issues/3", "").want(200).has("pull_request.merged_at", nil)
	w.as(app, "GET", pull+"/files", "").want(200).has("0.filename", "postmortems/1.md")
	w.as(app, "GET", pull+"/commits", "").want(200).has("0.sha", sha)
	w.as(app, "POST", pull+"/requested_reviewers", `{"reviewers":["ben"]}`).want(201).has("requested_reviewers.0.login", "ben")
	w.as(app, "GET", pull+"/requested_reviewers", "").want(200).has("users.0.login", "ben")
	w.as("t-ben", "POST", pull+"/reviews", `{"event":"APPROVE","body":"good"}`).want(200).has("state", "APPROVED")
	w.as(app, "GET", pull+"/reviews", "").want(200).has("0.user.login", "ben")
	w.as(app, "PATCH", pull, `{"title":"Postmortem: checkout"}`).want(200).has("title", "Postmortem: checkout")
	w.as(app, "GET", pull+"/merge", "").want(404)
	w.as("t-cho", "PUT", pull+"/merge", `{}`).want(403)
	w.as("t-ben", "PUT", pull+"/merge", fmt.Sprintf(`{"sha":%q}`, head)).want(409)
	w.as("t-ben", "PUT", pull+"/merge", `{"merge_method":"squash"}`).want(200).has("merged", true)
	w.as("t-ben", "PUT", pull+"/merge", `{}`).want(405)
	w.as(app, "GET", pull, "").want(200).has("merged", true).has("merged_by.login", "ben").has("state", "closed")
	w.as(app, "GET", pull+"/merge", "").want(204)
	w.as(app, "GET", repo+"/issues/2", "").want(200).has("state", "closed")
	w.as(app, "GET", repo+"/issues/3/timeline", "").want(200)
	w.as(app, "GET", repo+"/contents/postmortems/1.md", "").want(200)
}

func TestChecksDeploymentsStatusesAndReleases(t *testing.T) {
	w := newWorld(t)
	app := w.installation("")
	const repo = "/repos/acme/shop"
	head := w.as(app, "GET", repo+"/git/ref/heads/main", "").want(200).at("object.sha").(string)
	run := w.as(app, "POST", repo+"/check-runs", fmt.Sprintf(`{"name":"review","head_sha":%q,"status":"completed","conclusion":"neutral","output":{"title":"t","summary":"s","annotations":[{"path":"README.md","start_line":1,"end_line":1,"annotation_level":"warning","message":"m"}]}}`, head)).
		want(201).id("id")
	w.as("t-ben", "POST", repo+"/check-runs", fmt.Sprintf(`{"name":"x","head_sha":%q}`, head)).want(403)
	w.as(app, "GET", repo+"/check-runs/"+run+"/annotations", "").want(200).has("0.message", "m")
	w.as(app, "PATCH", repo+"/check-runs/"+run, `{"status":"completed","conclusion":"success"}`).want(200).has("conclusion", "success")
	w.as(app, "GET", repo+"/commits/main/check-runs", "").want(200).has("total_count", 1)
	w.as("t-ben", "POST", repo+"/statuses/"+head, `{"state":"success","context":"ci"}`).want(201)
	w.as("t-ben", "GET", repo+"/commits/main/status", "").want(200).has("state", "success")
	d := w.as("t-ben", "POST", repo+"/deployments", `{"ref":"main","environment":"production","description":"v1"}`).want(201).id("id")
	w.as("t-ben", "POST", repo+"/deployments/"+d+"/statuses", `{"state":"success"}`).want(201)
	w.as(app, "POST", repo+"/deployments", `{"ref":"main"}`).want(403)
	w.as(app, "GET", repo+"/deployments?environment=production", "").want(200).has("0.description", "v1")
	w.as(app, "GET", repo+"/deployments/"+d+"/statuses", "").want(200).has("0.state", "success")
	w.as("t-ben", "POST", repo+"/releases", `{"tag_name":"v1","name":"One"}`).want(201)
	w.as(app, "GET", repo+"/releases/latest", "").want(200).has("tag_name", "v1")
	w.as(app, "GET", repo+"/releases", "").want(200)
	w.as(app, "GET", repo+"/tags", "").want(200).has("0.name", "v1")
}
