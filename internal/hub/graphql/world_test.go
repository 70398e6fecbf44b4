package graphql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/git"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// world is a hub with one organisation, one repository with one issue, an App that is
// installed there, and people. Everything goes over HTTP, and every answer is checked
// against the schema.
type world struct {
	t       testing.TB
	handler *Handler
	store   *store.Store
	clock   *store.ScaledClock
	repo    *store.Repository
	issue   *store.Issue
	project *store.Project
	token   string // the App's
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clock: store.NewClock(time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC), 0)}
	w.store = store.New(w.clock)
	g, err := git.New(t.TempDir(), w.clock.Now)
	w.must(err)
	w.store.SetGit(g)
	w.store.Update(w.build)
	w.handler, err = New(w.store, Validate(true))
	w.must(err)
	return w
}

func (w *world) build() {
	aiko, err := w.store.AddUser("aiko", "Aiko", 0)
	w.must(err)
	eve, err := w.store.AddUser("eve", "", 0)
	w.must(err)
	w.store.AddUserToken(aiko, "token-aiko")
	w.store.AddUserToken(eve, "token-eve")
	acme, err := w.store.AddOrganization("acme", "Acme")
	w.must(err)
	w.store.AddMember(acme, aiko, "member", false)
	w.repo, err = w.store.AddRepository(store.RepositoryInput{FullName: "acme/shop", Private: true,
		Files: map[string]string{"README.md": "# shop\n", ".github/sensible.yml": "version: 1\n"}})
	w.must(err)
	w.store.SetCollaborator(w.repo, aiko, store.Admin)
	w.issue, err = w.store.AddIssue(store.As(aiko), w.repo, store.IssueInput{Title: "Checkout answers 502", Body: "all of it", Labels: []string{"incident"}})
	w.must(err)
	w.project, err = w.store.AddProject(nil, acme.Account, "Incident follow-ups")
	w.must(err)
	app, err := w.store.AddApp(store.AppInput{Slug: "sensible", Owner: acme.Account, Permissions: map[string]string{
		"issues": "write", "contents": "write", "pull_requests": "write", "organization_projects": "write", "metadata": "read", "deployments": "read"}})
	w.must(err)
	token, err := w.store.NewInstallationToken(w.store.Install(app, acme.Account, nil, 0), nil, nil)
	w.must(err)
	w.token = token.Value
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// result is an answer as a client sees it.
type result struct {
	Data    map[string]any `json:"data"`
	Errors  []*Error       `json:"errors"`
	Message string         `json:"message"`
	status  int
	raw     string
}

// ask sends a document as the holder of a token.
func (w *world) ask(token, query string, variables map[string]any) result {
	w.t.Helper()
	body, err := json.Marshal(Request{Query: query, Variables: variables})
	w.must(err)
	return w.post(token, body)
}

func (w *world) post(token string, body []byte) result {
	w.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "http://hub.test/graphql", bytes.NewReader(body))
	if token != "" {
		req.Header.Set("Authorization", "bearer "+token)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	out := result{status: rec.Code, raw: rec.Body.String()}
	w.must(json.Unmarshal(rec.Body.Bytes(), &out))
	return out
}

// good is ask by the App, and wants no errors.
func (w *world) good(query string, variables map[string]any) result {
	w.t.Helper()
	r := w.ask(w.token, query, variables)
	if r.status != http.StatusOK || len(r.Errors) > 0 {
		w.t.Fatalf("%s\nanswered %d: %s", query, r.status, r.raw)
	}
	return r
}

// at walks an answer: at("repository", "issue", "labels", "nodes", 0, "name").
func (r result) at(t testing.TB, path ...any) any {
	t.Helper()
	var v any = r.Data
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[s]
		case int:
			list, _ := v.([]any)
			if s >= len(list) {
				t.Fatalf("%v has no %d: %s", path, s, r.raw)
			}
			v = list[s]
		}
	}
	return v
}

// want compares what is at a path, as text.
func (r result) want(t testing.TB, want any, path ...any) {
	t.Helper()
	if got := r.at(t, path...); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v is %v, want %v\n%s", path, got, want, r.raw)
	}
}

// refused wants one error of a type, at a path, whose message holds text.
func (r result) refused(t testing.TB, kind, path, text string) {
	t.Helper()
	if r.status != http.StatusOK || len(r.Errors) == 0 {
		t.Fatalf("answered %d without errors, want %s: %s", r.status, kind, r.raw)
	}
	e := r.Errors[0]
	if e.Type != kind || !strings.Contains(e.Message, text) || fmt.Sprint(e.Path...) != path || len(e.Locations) == 0 {
		t.Errorf("error is %s at %v, %v: %q; want %s at %s: %q", e.Type, e.Path, e.Locations, e.Message, kind, path, text)
	}
}
