package contract

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

func TestRoutesAreNamedByTheirMostSpecificTemplate(t *testing.T) {
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/repos/acme/shop/issues/42", "GET /repos/{owner}/{repo}/issues/{issue_number}"},
		{"GET", "/api/v3/repos/acme/shop/issues/42", "GET /repos/{owner}/{repo}/issues/{issue_number}"},
		{"GET", "/repos/acme/shop/issues/comments", "GET /repos/{owner}/{repo}/issues/comments"},
		{"GET", "/repos/acme/shop/contents/docs/a/b.md", "GET /repos/{owner}/{repo}/contents/{path}"},
		{"GET", "/repos/acme/shop/git/ref/heads/postmortem/42", "GET /repos/{owner}/{repo}/git/ref/{ref}"},
		{"GET", "/repos/acme/shop/compare/main...feature/x", "GET /repos/{owner}/{repo}/compare/{basehead}"},
		{"GET", "/repos/acme/shop/labels/phase%2Fdetection", "GET /repos/{owner}/{repo}/labels/{name}"},
		{"GET", "/repos/acme/shop/commits/feature/x/status", "GET /repos/{owner}/{repo}/commits/{ref}/status"},
		{"HEAD", "/repos/acme/shop", "HEAD /repos/{owner}/{repo}"},
		{"POST", "/repos/acme/shop", ""},
		{"GET", "/repos/acme/shop/nothing", ""},
		{"GET", "/", ""},
	} {
		if got := Operation(httptest.NewRequest(c.method, c.path, nil)); got != c.want {
			t.Errorf("%s %s is named %q, want %q", c.method, c.path, got, c.want)
		}
	}
}

func TestRequestsAreHeldAgainstTheirRoute(t *testing.T) {
	v := restValidator(t)
	for _, c := range []struct{ name, method, path, body, want string }{
		{"a comment with a body is legal", "POST", "/repos/a/b/issues/1/comments", `{"body":"x"}`, ""},
		{"a comment without a body is not", "POST", "/repos/a/b/issues/1/comments", `{"text":"x"}`, "body"},
		{"a state that does not exist is refused", "PATCH", "/repos/a/b/issues/1", `{"state":"gone"}`, "state"},
		{"a number that is none is refused", "GET", "/repos/a/b/issues/one", "", "issue_number"},
		{"an optional body may be absent", "POST", "/app/installations/10/access_tokens", "", ""},
		{"labels as a list of names are legal", "POST", "/repos/a/b/issues/1/labels", `{"labels":["x"]}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkViolation(t, v.ValidateRequest(httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)), []byte(c.body)), c.want)
		})
	}
	var unknown *UnknownRouteError
	if err := v.ValidateRequest(httptest.NewRequest("GET", "/nowhere", nil), nil); !errors.As(err, &unknown) {
		t.Errorf("an unknown route gives %v, want an UnknownRouteError", err)
	}
}

func TestResponsesAreHeldAgainstTheirRoute(t *testing.T) {
	v := restValidator(t)
	label := `{"id":1,"node_id":"L","url":"http://x/l","name":"n","description":null,"color":"ffffff","default":false}`
	for _, c := range []struct {
		name, method, path string
		status             int
		body, want         string
	}{
		{"a label is legal", "GET", "/repos/a/b/labels/n", 200, label, ""},
		{"a label without a name is not", "GET", "/repos/a/b/labels/n", 200, strings.Replace(label, `"name":"n",`, "", 1), "name"},
		{"a label with a wrong type is not", "GET", "/repos/a/b/labels/n", 200, strings.Replace(label, `"default":false`, `"default":"no"`, 1), "default"},
		{"an error in GitHub's shape is legal where it is not listed", "GET", "/repos/a/b/labels/n", 502, `{"message":"Server Error"}`, ""},
		{"an error without a message is not", "GET", "/repos/a/b/labels/n", 502, `{}`, "message"},
		{"a success that is not listed is refused", "GET", "/repos/a/b/labels/n", 201, label, "201"},
		{"no content is legal where it is promised", "DELETE", "/repos/a/b/labels/n", 204, "", ""},
		{"content where none is promised is refused", "DELETE", "/repos/a/b/labels/n", 204, `{}`, "no body"},
		{"not modified has no body", "GET", "/repos/a/b/labels/n", 304, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
			checkViolation(t, v.ValidateResponse(httptest.NewRequest(c.method, c.path, nil), c.status, header, []byte(c.body)), c.want)
		})
	}
}

func TestEveryRouteOfTheContractResolves(t *testing.T) {
	doc := restValidator(t).doc
	for name := range doc.entries {
		if _, err := doc.item(name); err != nil {
			t.Error(err)
		}
	}
	hooks, err := loadWebhooks()
	if err != nil {
		t.Fatal(err)
	}
	for name := range hooks.entries {
		if _, err := hooks.item(name); err != nil {
			t.Error(err)
		}
	}
}

func TestWebhooksAreHeldAgainstTheirEvent(t *testing.T) {
	header := http.Header{}
	for name, value := range map[string]string{
		"X-GitHub-Event": "ping", "X-GitHub-Delivery": "0b989ba4-242f-11e5-81e1-c7b6966d2516", "X-GitHub-Hook-ID": "1",
		"X-GitHub-Hook-Installation-Target-ID": "1", "X-GitHub-Hook-Installation-Target-Type": "integration",
		"User-Agent": "GitHub-Hookshot/123abc", "Content-Type": "application/json",
	} {
		header.Set(name, value)
	}
	legal := `{"zen":"z","hook_id":1,"hook":{"active":true,"config":{},"created_at":"2026-11-22T01:00:00Z","events":[],"id":1,"name":"web","type":"App","updated_at":"2026-11-22T01:00:00Z"}}`
	checkViolation(t, ValidateWebhook("ping", "", header, []byte(legal)), "")
	checkViolation(t, ValidateWebhook("ping", "", header, []byte(strings.Replace(legal, `"active":true`, `"active":"yes"`, 1))), "active")
	header.Set("X-GitHub-Delivery", "7")
	checkViolation(t, ValidateWebhook("ping", "", header, []byte(legal)), "X-GitHub-Delivery")
	var unknown *UnknownWebhookError
	if err := ValidateWebhook("issues", "exploded", header, []byte(`{}`)); !errors.As(err, &unknown) {
		t.Errorf("an unknown action gives %v, want an UnknownWebhookError", err)
	}
}

func TestTheIncidentQueryIsLegal(t *testing.T) {
	text, err := os.ReadFile("testdata/incident.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if err := ValidateDocument(string(text)); err != nil {
		t.Fatal(err)
	}
}

func TestADocumentThatTheSchemaRefusesIsToldWithItsPlace(t *testing.T) {
	for query, want := range map[string]string{
		"{ viewer { nope } }": "nope", "{ viewer { login }": "Expected Name", "query($a:Int){viewer{login}}": "$a",
		"mutation{addComment(input:{body:\"x\"}){clientMutationId}}": "subjectId",
	} {
		var list gqlerror.List
		if err := ValidateDocument(query); !errors.As(err, &list) || !strings.Contains(err.Error(), want) || len(list[0].Locations) == 0 {
			t.Errorf("%s gives %v, want a place and %q", query, err, want)
		}
	}
}

// TestTheContractIsCheapToLoad keeps what a run needs (schema, outline, twelve routes)
// under 10 MB.
func TestTheContractIsCheapToLoad(t *testing.T) {
	before := heapBytes()
	schema, err := readSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := loadDocument("rest.json.gz", "paths")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"/repos/{owner}/{repo}", "/repos/{owner}/{repo}/issues", "/repos/{owner}/{repo}/issues/{issue_number}",
		"/repos/{owner}/{repo}/issues/{issue_number}/comments", "/repos/{owner}/{repo}/issues/comments/{comment_id}",
		"/repos/{owner}/{repo}/labels", "/repos/{owner}/{repo}/pulls", "/repos/{owner}/{repo}/pulls/{pull_number}",
		"/repos/{owner}/{repo}/collaborators/{username}/permission", "/app/installations/{installation_id}/access_tokens",
		"/repos/{owner}/{repo}/contents/{path}", "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
	} {
		if _, err := doc.item(name); err != nil {
			t.Fatal(err)
		}
	}
	used := heapBytes() - before
	t.Logf("the contract takes %.1f MB", float64(used)/1e6)
	if used > 10_000_000 {
		t.Errorf("the contract takes %d bytes of heap, want at most 10 MB", used)
	}
	runtime.KeepAlive(doc)
	runtime.KeepAlive(schema)
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := readSchema(); err != nil {
			b.Fatal(err)
		}
		doc, err := loadDocument("rest.json.gz", "paths")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := doc.item("/repos/{owner}/{repo}/issues/{issue_number}"); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzOperation(f *testing.F) {
	f.Add("GET", "/repos/a/b/contents/%2F/..")
	f.Fuzz(func(t *testing.T, method, path string) {
		if _, _, err := find(method, path); err == nil && path == "" {
			t.Error("an empty path has a route")
		}
	})
}

func heapBytes() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func restValidator(t *testing.T) *Validator {
	t.Helper()
	v, err := REST()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// checkViolation wants no error where want is empty, else one that mentions want.
func checkViolation(t *testing.T, err error, want string) {
	t.Helper()
	var v *Violation
	switch {
	case want == "" && err != nil:
		t.Errorf("refused: %v", err)
	case want != "" && err == nil:
		t.Errorf("accepted, want a violation about %q", want)
	case want != "" && (!errors.As(err, &v) || !strings.Contains(err.Error(), want)):
		t.Errorf("refused with %v, want a violation about %q", err, want)
	}
}
