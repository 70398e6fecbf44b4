package hub_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/store"
)

const behaveSeed = `
users: [{login: aiko, token: t-aiko}, {login: ben, token: t-ben}, {login: cho, token: t-cho}, {login: eve, token: t-eve}, {login: out, token: t-out}]
organizations: [{login: acme, default_repository_permission: none, members: [{login: aiko, role: admin}]}]
repositories:
  - full_name: acme/shop
    private: true
    collaborators: {aiko: admin, ben: write, cho: triage, eve: read}
    files: {README.md: "# shop"}
    issues: [{title: One, user: aiko, comments: [{user: ben, body: /ack}]}, {title: Two, user: aiko}]
  - {full_name: acme/other, private: true, collaborators: {aiko: admin, ben: write}}
apps:
  - id: 1
    slug: sensible
    private_key: $KEY
    permissions: {issues: write, contents: read}
installations: [{id: 10, app: 1, account: acme, repositories: all}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop, permissions: {issues: write}}]
clock: {start: 2026-11-22T01:00:00Z, scale: 0}
`

func behave(t *testing.T) *hubtest.World {
	t.Helper()
	return hubtest.Start(t, hubtest.WithKey(behaveSeed), hubtest.Tolerant)
}

func installationToken(t *testing.T, w *hubtest.World, body string) string {
	t.Helper()
	jwt := hubtest.JWT(t, 1, -time.Minute, 9*time.Minute)
	return w.Ask(jwt, "POST", "/app/installations/10/access_tokens", body).Want(201).String("token")
}

func TestBadInputHearsGitHubsAnswer(t *testing.T) {
	w := behave(t)
	app := installationToken(t, w, "")
	const shop = "/repos/acme/shop"
	for _, c := range []struct {
		name, token, method, path, body string
		status                          int
		at, want                        string
	}{
		{"an unknown route", "t-aiko", "GET", shop + "/nothing", "", 404, "message", "Not Found"},
		{"a method that the path lacks", "t-aiko", "PUT", shop + "/issues/1", "{}", 404, "message", "Not Found"},
		{"an unknown root", "", "GET", "/nowhere", "", 404, "status", "404"},
		{"below the prefix of an enterprise server", "t-aiko", "GET", "/api/v3/nothing", "", 404, "message", "Not Found"},
		{"a number that is none", "t-aiko", "GET", shop + "/issues/one", "", 404, "message", "Not Found"},
		{"malformed JSON", "t-aiko", "POST", shop + "/issues", `{"title":`, 400, "message", "Problems parsing JSON"},
		{"JSON with something behind it", "t-aiko", "POST", shop + "/issues", `{"title":"x"} y`, 400, "message", "Problems parsing JSON"},
		{"a body that is no object", "t-aiko", "POST", shop + "/issues", `[1]`, 400, "message", "Body should be a JSON object"},
		{"a wrong type", "t-aiko", "POST", shop + "/issues", `{"title":{"a":1}}`, 422, "status", "422"},
		{"no title", "t-aiko", "POST", shop + "/issues", `{"body":"x"}`, 422, "status", "422"},
		{"a title of spaces", "t-aiko", "POST", shop + "/issues", `{"title":"  "}`, 422, "errors.0.field", "title"},
		{"a title too long", "t-aiko", "POST", shop + "/issues", `{"title":"` + strings.Repeat("x", 257) + `"}`, 422, "errors.0.field", "title"},
		{"a comment without text", "t-aiko", "POST", shop + "/issues/1/comments", `{"body":""}`, 422, "errors.0.message", "Body cannot be blank"},
		{"a label's name too long", "t-aiko", "POST", shop + "/labels", `{"name":"` + strings.Repeat("x", 51) + `","color":"ffffff"}`, 422, "errors.0.field", "name"},
		{"a label's description too long", "t-aiko", "POST", shop + "/labels", `{"name":"x","color":"ffffff","description":"` + strings.Repeat("x", 101) + `"}`, 422, "errors.0.field", "description"},
		{"a label's colour that is none", "t-aiko", "POST", shop + "/labels", `{"name":"x","color":"#red"}`, 422, "errors.0.field", "color"},
		{"a reaction that does not exist", "t-aiko", "POST", shop + "/issues/1/reactions", `{"content":"banana"}`, 422, "status", "422"},
		{"a state that does not exist", "t-aiko", "PATCH", shop + "/issues/1", `{"state":"gone"}`, 422, "status", "422"},
		{"a private repository, for a stranger", "t-out", "GET", shop, "", 404, "message", "Not Found"},
		{"a private repository, for nobody", "", "GET", shop + "/issues/1", "", 404, "message", "Not Found"},
		{"a private repository's files, for a stranger", "t-out", "GET", shop + "/contents/README.md", "", 404, "message", "Not Found"},
		{"a token that nobody has", "ghp_wrong", "GET", shop, "", 401, "message", "Bad credentials"},
		{"a reader who edits another's issue", "t-eve", "PATCH", shop + "/issues/1", `{"title":"mine"}`, 403, "status", "403"},
		{"somebody of triage who pushes a file", "t-cho", "PUT", shop + "/contents/x", `{"message":"m","content":"eA=="}`, 403, "status", "403"},
		{"an App without the permission", app, "PUT", shop + "/contents/x", `{"message":"m","content":"eA=="}`, 403, "message", "Resource not accessible by integration"},
		{"an App without the permission to read", app, "GET", shop + "/pulls", "", 403, "message", "Resource not accessible by integration"},
		{"a workflow in another repository", "ghs_actions", "GET", "/repos/acme/other/issues", "", 404, "message", "Not Found"},
		{"a workflow without the permission", "ghs_actions", "PUT", shop + "/contents/x", `{"message":"m","content":"eA=="}`, 403, "message", "Resource not accessible by integration"},
		{"a person at an App's route", "t-aiko", "GET", "/app", "", 401, "status", "401"},
		{"an App's token asked for more than it may", hubtest.JWT(t, 1, -time.Minute, 9*time.Minute), "POST", "/app/installations/10/access_tokens", `{"permissions":{"checks":"write"}}`, 422, "status", "422"},
		{"an installation that does not exist", hubtest.JWT(t, 1, -time.Minute, 9*time.Minute), "POST", "/app/installations/99/access_tokens", ``, 404, "message", "Not Found"},
		{"a JWT for more than ten minutes", hubtest.JWT(t, 1, -time.Minute, 12*time.Minute), "GET", "/app", "", 401, "status", "401"},
		{"a JWT from the future", hubtest.JWT(t, 1, 3*time.Minute, 9*time.Minute), "GET", "/app", "", 401, "status", "401"},
		{"a JWT that is over", hubtest.JWT(t, 1, -9*time.Minute, -2*time.Minute), "GET", "/app", "", 401, "status", "401"},
		{"a JWT of an App that does not exist", hubtest.JWT(t, 7, -time.Minute, 9*time.Minute), "GET", "/app", "", 404, "message", "Integration not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := w.Ask(c.token, c.method, c.path, c.body)
			if a.Status != c.status || fmt.Sprint(a.At(c.at)) != c.want {
				t.Errorf("%s %s answered %d, %s = %v; want %d, %s: %.300s", c.method, c.path, a.Status, c.at, a.At(c.at), c.status, c.want, a.Text)
			}
			if a.At("documentation_url") == nil || a.At("message") == nil {
				t.Errorf("the error has not GitHub's shape: %.300s", a.Text)
			}
		})
	}
	requests, _ := w.Traffic()
	if !strings.Contains(string(requests), `"path":"/nowhere"`) {
		t.Error("an unknown route is not in the log")
	}
}

func TestARefusedGraphQLDocumentSaysWhere(t *testing.T) {
	w := behave(t)
	for _, c := range []struct {
		name, token, document string
		status                int
		at, want              string
	}{
		{"an unknown field", "t-aiko", "{\n  viewer {\n    shoeSize\n  }\n}", 200, "errors.0.locations.0.line", "3"},
		{"an unknown field has a code", "t-aiko", "{ viewer { shoeSize } }", 200, "errors.0.extensions.code", "undefinedField"},
		{"a document that does not parse", "t-aiko", "{ viewer {", 200, "errors.0.locations.0.line", "1"},
		{"an argument that is missing", "t-aiko", "{ repository(owner: \"acme\") { id } }", 200, "errors.0.extensions.code", "missingRequiredArguments"},
		{"a variable that is not declared", "t-aiko", "{ user(login: $who) { id } }", 200, "errors.0.extensions.code", "variableNotDefined"},
		{"a repository that one may not see", "t-out", `{ repository(owner: "acme", name: "shop") { id } }`, 200, "errors.0.type", "NOT_FOUND"},
		{"data beside an error", "t-aiko", `{ viewer { login } repository(owner: "acme", name: "gone") { id } }`, 200, "data.viewer.login", "aiko"},
		{"an issue that is not there", "t-aiko", `{ repository(owner: "acme", name: "shop") { issue(number: 99) { id } } }`, 200, "errors.0.path.1", "issue"},
		{"more than a hundred", "t-aiko", `{ repository(owner: "acme", name: "shop") { issues(first: 101) { nodes { id } } } }`, 200, "errors.0.type", "EXCESSIVE_PAGINATION"},
		{"a workflow asks for a board", "ghs_actions", `{ organization(login: "acme") { projectsV2(first: 1) { nodes { id } } } }`, 200, "data.organization.projectsV2.nodes", "[]"},
		{"nobody", "", "{ viewer { login } }", 401, "message", "This endpoint requires you to be authenticated."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := w.GraphQL(c.token, c.document, nil)
			if a.Status != c.status || fmt.Sprint(a.At(c.at)) != c.want {
				t.Errorf("answered %d, %s = %v; want %d, %s: %.400s", a.Status, c.at, a.At(c.at), c.status, c.want, a.Text)
			}
		})
	}
	w.Ask("t-aiko", http.MethodPost, "/graphql", "{").Want(400).Has("message", "Problems parsing JSON")
	w.Ask("t-aiko", http.MethodPost, "/api/graphql", `{"query":""}`).Want(200)
}

func TestWhatMovedOrIsGoneSaysSo(t *testing.T) {
	w := behave(t)
	id := func(n int) string {
		return w.Ask("t-aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues/%d", n), "").Want(200).String("node_id")
	}
	other := w.Ask("t-aiko", "GET", "/repos/acme/other", "").Want(200).String("node_id")
	w.GraphQL("t-aiko", `mutation($i: ID!, $r: ID!) { transferIssue(input: {issueId: $i, repositoryId: $r}) { issue { number } } }`,
		map[string]any{"i": id(1), "r": other}).Want(200).Has("errors", nil)
	w.Ask("t-aiko", "GET", "/repos/acme/shop/issues/1/comments", "").Want(404)
	moved := w.Ask("t-aiko", "GET", "/repos/acme/shop/issues/1", "").Want(301)
	w.Ask("t-aiko", "GET", strings.TrimPrefix(moved.Header.Get("Location"), w.URL), "").Want(200).Has("title", "One").Has("comments", 1)
	w.Ask("t-aiko", "PATCH", "/repos/acme/shop/issues/1", `{"title":"x"}`).Want(301)
	w.GraphQL("t-aiko", `mutation($i: ID!) { deleteIssue(input: {issueId: $i}) { clientMutationId } }`, map[string]any{"i": id(2)}).Want(200).Has("errors", nil)
	w.Ask("t-aiko", "GET", "/repos/acme/shop/issues/2", "").Want(410).Has("message", "This issue was deleted")
	w.Ask("t-aiko", "PATCH", "/repos/acme/other", `{"name":"incidents"}`).Want(200).Has("full_name", "acme/incidents")
	for path, at := range map[string]string{"/issues/1": "title", "/issues/1/comments?per_page=1": "0.issue_url", "": "full_name"} {
		renamed := w.Ask("t-ben", "GET", "/repos/acme/other"+path, "").Want(301)
		if a := w.Ask("t-ben", "GET", strings.TrimPrefix(renamed.Header.Get("Location"), w.URL), "").Want(200); a.At(at) == nil {
			t.Errorf("%s leads to %.300s", path, a.Text)
		}
	}
	w.Ask("t-out", "GET", "/repos/acme/other", "").Want(404)
	left := fmt.Sprint(w.Ask("t-ben", "POST", "/repos/acme/shop/issues", `{"title":"left"}`).Want(201).At("number"))
	w.Ask("t-aiko", "PATCH", "/repos/acme/shop", `{"has_issues":false}`).Want(200)
	w.Ask("t-ben", "GET", "/repos/acme/shop/issues", "").Want(410)
	w.Ask("t-ben", "POST", "/repos/acme/shop/issues", `{"title":"x"}`).Want(410)
	w.Ask("t-ben", "POST", "/repos/acme/shop/issues/"+left+"/comments", `{"body":"x"}`).Want(410)
	w.GraphQL("t-ben", `{repository(owner:"acme",name:"shop"){hasIssuesEnabled issue(number:`+left+`){title}}}`, nil).Want(200).Has("errors.0.type", "NOT_FOUND").Has("data.repository.issue", nil)
}

func TestALongerBodyIsRefusedOnCreateAndForgottenOnPatch(t *testing.T) {
	w := behave(t)
	long := `{"title":"x","body":"` + strings.Repeat("é", 65537) + `"}`
	w.Ask("t-aiko", "POST", "/repos/acme/shop/issues", long).Want(422).Has("errors.0.field", "body")
	w.Ask("t-aiko", "PATCH", "/repos/acme/shop/issues/1", `{"body":"short"}`).Want(200)
	w.Ask("t-aiko", "PATCH", "/repos/acme/shop/issues/1", long).Want(200).Has("body", "short")
	w.Ask("t-aiko", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"`+strings.Repeat("é", 65536)+`"}`).Want(201)
}

func TestTheIssuerOfAJWTMayBeANumber(t *testing.T) {
	w := behave(t)
	for _, issuer := range []any{1, "1", "Iv1.sensible"} {
		claims := jwt.MapClaims{"iss": issuer, "iat": time.Now().Add(-time.Minute).Unix(), "exp": time.Now().Add(9 * time.Minute).Unix()}
		token, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(hubtest.Key())
		if err != nil {
			t.Fatal(err)
		}
		w.Ask(token, "GET", "/app", "").Want(200).Has("slug", "sensible")
	}
}

func TestASuspendedInstallationIsShutOutAndComesBack(t *testing.T) {
	w := behave(t)
	token := installationToken(t, w, "")
	jwt := hubtest.JWT(t, 1, -time.Minute, 9*time.Minute)
	w.Ask(jwt, "PUT", "/app/installations/10/suspended", "").Want(204)
	w.Ask(token, "GET", "/repos/acme/shop/issues", "").Want(403).Has("message", "This installation has been suspended")
	w.Ask(jwt, "POST", "/app/installations/10/access_tokens", "").Want(403)
	w.GraphQL(token, "{ viewer { login } }", nil).Want(403)
	w.Ask(jwt, "DELETE", "/app/installations/10/suspended", "").Want(204)
	w.Ask(token, "GET", "/repos/acme/shop/issues", "").Want(200)
	narrow := installationToken(t, w, `{"repositories":["other"],"permissions":{"issues":"read"}}`)
	w.Ask(narrow, "GET", "/repos/acme/shop/issues", "").Want(404)
	w.Ask(narrow, "POST", "/repos/acme/other/issues", `{"title":"x"}`).Want(403)
}

func TestAnIssueHolds2500CommentsAnd100SubIssues(t *testing.T) {
	w := hubtest.Start(t, hubtest.WithKey(behaveSeed))
	w.Store().Update(func() {
		issue := w.Store().Repository("acme/shop").Issue(1)
		for len(issue.Comments) < 2490 {
			if _, err := w.Store().AddComment(store.OnBehalfOf(issue.User), issue, "x"); err != nil {
				t.Fatal(err)
			}
		}
	})
	for range 10 {
		w.Ask("t-ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"x"}`).Want(201)
	}
	w.Ask("t-ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"x"}`).Want(403)
	w.Ask("t-ben", "GET", "/repos/acme/shop/issues/1", "").Want(200).Has("comments", 2500)
	w.Ask("t-ben", "GET", "/repos/acme/shop/issues/1/comments?per_page=100&page=25", "").Want(200).Has("99.body", "x")
	for n := range 101 {
		made := w.Ask("t-ben", "POST", "/repos/acme/shop/issues", `{"title":"x"}`).Want(201)
		status := 201
		if n == 100 {
			status = 422
		}
		w.Ask("t-ben", "POST", "/repos/acme/shop/issues/2/sub_issues", fmt.Sprintf(`{"sub_issue_id":%d}`, int64(made.At("id").(float64)))).Want(status)
	}
}
