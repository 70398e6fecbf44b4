package reconcile_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/reconcile"
)

var appKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

// world is the in-memory GitHub, and a reconciler against it over HTTP.
type world struct {
	*testing.T
	hub *hub.Hub
	url string
	rec *reconcile.Reconciler
	key reconcile.Key
}

const report = "### What do you see?\n\nCheckout answers 502\n\n### Severity\n\nSEV2\n\n### Started at\n\n10m ago\n"

func newWorld(t *testing.T, config string) *world {
	t.Helper()
	standing := 0.0
	h, err := hub.New(hub.Options{Validate: true, Logger: slog.New(slog.DiscardHandler), Seed: &seed.Seed{
		Users:         []seed.User{{Login: "aiko", Token: "token-aiko"}, {Login: "ben", Token: "token-ben"}, {Login: "eve", Token: "token-eve"}},
		Organizations: []seed.Organization{{Login: "acme", Members: []seed.Member{{Login: "aiko"}}}},
		Repositories: []seed.Repository{{
			FullName: "acme/shop", Private: true, Collaborators: map[string]string{"aiko": "admin", "ben": "triage", "eve": "read"},
			Files: map[string]string{"README.md": "# shop", ".github/sensible.yml": config},
		}},
		Apps: []seed.App{{ID: 1, Slug: "sensible", PrivateKey: string(appKey()), Permissions: map[string]string{
			"issues": "write", "metadata": "read", "contents": "write", "pull_requests": "write", "organization_projects": "write", "members": "read",
		}}},
		Installations: []seed.Installation{{ID: 10, App: 1, Account: "acme"}},
		Clock:         seed.Clock{Start: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Scale: &standing}, // a Monday
	}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.Handler())
	h.SetURL(server.URL)
	t.Cleanup(func() {
		server.Close()
		h.Close()
		for _, v := range h.Violations() {
			t.Errorf("a request broke GitHub's contract: %v", v)
		}
	})
	w := &world{T: t, hub: h, url: server.URL}
	w.restart()
	w.key = w.open(report)
	return w
}

// restart is a new process: it remembers nothing.
func (w *world) restart() {
	w.Helper()
	client, err := github.New(github.Settings{APIURL: w.url, AppID: 1, PrivateKey: appKey(), Now: w.hub.Clock().Now})
	if err != nil {
		w.Fatal(err)
	}
	key, err := ledger.NewKeyPEM(appKey())
	if err != nil {
		w.Fatal(err)
	}
	w.rec = &reconcile.Reconciler{
		Observer: client, Permissions: client, Applier: client, Ring: ledger.Keyring{Current: key}, Timers: true,
		Now: w.hub.Clock().Now, Log: slog.New(slog.DiscardHandler),
	}
	if w.key, err = client.Find(w.Context(), "acme/shop"); err != nil {
		w.Fatal(err)
	}
}

// as makes one REST request as a person.
func (w *world) as(login, method, path string, body any) []byte {
	w.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.Fatal(err)
	}
	req, err := http.NewRequestWithContext(w.Context(), method, w.url+path, bytes.NewReader(text))
	if err != nil {
		w.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer token-"+login)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		w.Fatalf("%s %s: %d %s %v", method, path, resp.StatusCode, answer, err)
	}
	return answer
}

func (w *world) open(body string) reconcile.Key {
	w.Helper()
	var got struct{ Number int }
	if err := json.Unmarshal(w.as("aiko", "POST", "/repos/acme/shop/issues", map[string]any{"title": "Checkout 502", "body": body}), &got); err != nil {
		w.Fatal(err)
	}
	k := w.key
	k.Number = got.Number
	return k
}

func (w *world) say(login, body string) {
	w.Helper()
	w.hub.Advance(time.Minute)
	w.as(login, "POST", w.issuePath()+"/comments", map[string]any{"body": body})
}

func (w *world) issuePath() string { return fmt.Sprintf("/repos/acme/shop/issues/%d", w.key.Number) }

func (w *world) run() reconcile.Result {
	w.Helper()
	got, err := w.rec.Run(w.Context(), w.key)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

type comment struct {
	ID   int64
	Body string
	User struct{ Login string }
}

func (w *world) comments(login string) []comment {
	w.Helper()
	var all, out []comment
	if err := json.Unmarshal(w.as("aiko", "GET", w.issuePath()+"/comments?per_page=100", nil), &all); err != nil {
		w.Fatal(err)
	}
	for _, c := range all {
		if c.User.Login == login {
			out = append(out, c)
		}
	}
	return out
}

func (w *world) labels() string {
	w.Helper()
	var got struct{ Labels []struct{ Name string } }
	if err := json.Unmarshal(w.as("aiko", "GET", w.issuePath(), nil), &got); err != nil {
		w.Fatal(err)
	}
	var names []string
	for _, l := range got.Labels {
		names = append(names, l.Name)
	}
	return strings.Join(names, " ")
}

// spent counts what the app asked of GitHub while f ran, by operation.
func (w *world) spent(f func()) map[string]int {
	before := w.hub.Summary().Operations
	f()
	after := w.hub.Summary().Operations
	maps.DeleteFunc(after, func(op string, n int) bool { return n == before[op] })
	for op := range after {
		after[op] -= before[op]
	}
	return after
}

func TestAnIncidentIsShownAndThenNothingIsLeftToDo(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	first := w.run()
	if len(first.Actions) == 0 || first.Phase != incident.Detection {
		t.Fatalf("%+v", first)
	}
	if got := w.labels(); !strings.Contains(got, "incident") || !strings.Contains(got, "phase/detection") || !strings.Contains(got, "severity/sev2") {
		t.Errorf("labels %q", got)
	}
	if n := len(w.comments("sensible[bot]")); n != 1 {
		t.Errorf("%d comments", n)
	}
	idle := w.spent(func() {
		if got := w.run(); len(got.Actions) != 0 {
			t.Errorf("a second run did %v", got.Actions)
		}
	})
	if fmt.Sprint(idle) != "map[Incident:1]" {
		t.Errorf("an idle run cost %v", idle)
	}
	w.restart()
	w.key.Number = 1
	if got := w.run(); len(got.Actions) != 0 {
		t.Errorf("a new process did %v", got.Actions)
	}
}

func TestACommandCostsThreeRequests(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/ack")
	cost := w.spent(func() { w.run() })
	if want := "map[Apply:1 GET /repos/{owner}/{repo}/collaborators/{username}/permission:1 Incident:1]"; fmt.Sprint(cost) != want {
		t.Errorf("cost %v, want %s", cost, want)
	}
}

func TestWhatIsNoIncidentIsLeftAlone(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.key = w.open("just a bug")
	w.say("ben", "/ack")
	cost := w.spent(func() {
		if got := w.run(); len(got.Actions) != 0 || got.Also != nil {
			t.Errorf("%+v", got)
		}
	})
	if cost["Apply"] != 0 || len(w.comments("sensible[bot]")) != 0 {
		t.Errorf("cost %v", cost)
	}
}

func TestWhileNobodyKnowsAPermissionNothingIsJudgedAndNothingIsLost(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/severity 1")
	if err := w.hub.Faults().Add("status=503,when=before,match=GET /repos/*/permission,count=1"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.rec.Run(t.Context(), w.key); err == nil || !strings.Contains(err.Error(), "acme/shop#1") {
		t.Fatalf("error %v", err)
	}
	if strings.Contains(w.labels(), "sev1") {
		t.Error("judged without knowing")
	}
	w.run()
	if !strings.Contains(w.labels(), "severity/sev1") || len(w.comments("sensible[bot]")) != 1 {
		t.Errorf("labels %q", w.labels())
	}
}

func TestWhoMayNotChangesNothing(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("eve", "/severity 1")
	w.run()
	if strings.Contains(w.labels(), "sev1") {
		t.Errorf("labels %q", w.labels())
	}
}

func TestAWriteWhoseAnswerIsLostIsNotRepeated(t *testing.T) {
	for _, fault := range []string{"status=502,when=after", "status=502,when=before", "drop=true,when=after"} {
		t.Run(fault, func(t *testing.T) {
			w := newWorld(t, "stage: 1\n")
			broken := func() {
				t.Helper()
				if err := w.hub.Faults().Add(fault + ",match=Apply,count=1"); err != nil {
					t.Fatal(err)
				}
				if _, err := w.rec.Run(t.Context(), w.key); err == nil {
					t.Fatal("the lost answer was taken for success")
				}
			}
			broken()
			w.run()
			w.say("eve", "/severity 1") // is refused by a reply
			broken()
			w.run()
			if n := len(w.comments("sensible[bot]")); n != 2 {
				t.Errorf("%d comments of ours, want the card and one reply", n)
			}
		})
	}
}

func TestACardThatSomebodyDeletedOrEditedComesBack(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/ack")
	w.run()
	card := w.comments("sensible[bot]")[0]
	w.as("aiko", "PATCH", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", card.ID), map[string]any{"body": "gone"})
	w.run()
	if got := w.comments("sensible[bot]"); len(got) != 1 || !strings.Contains(got[0].Body, "@ben") {
		t.Errorf("after an edit: %v", got)
	}
	w.as("aiko", "DELETE", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", card.ID), nil)
	w.run()
	if got := w.comments("sensible[bot]"); len(got) != 1 || !strings.Contains(got[0].Body, "@ben") {
		t.Errorf("after a deletion: %v", got)
	}
}

func TestABrokenConfigurationKeepsTheLastGoodOneAndIsSaid(t *testing.T) {
	w := newWorld(t, "severities: [{name: sev1, title: Critical}, {name: ugly, title: Ugly}]\n")
	w.say("ben", "/severity ugly")
	w.run()
	if !strings.Contains(w.labels(), "severity/ugly") {
		t.Fatalf("labels %q", w.labels())
	}
	w.push(".github/sensible.yml", "severities: 3\n")
	w.say("ben", "talk")
	w.run()
	if !strings.Contains(w.labels(), "severity/ugly") || !strings.Contains(w.comments("sensible[bot]")[0].Body, "sensible.yml") {
		t.Errorf("labels %q, card:\n%s", w.labels(), w.comments("sensible[bot]")[0].Body)
	}
}

// push changes a file on the default branch.
func (w *world) push(path, text string) {
	w.Helper()
	var old struct{ SHA string }
	if err := json.Unmarshal(w.as("aiko", "GET", "/repos/acme/shop/contents/"+path, nil), &old); err != nil {
		w.Fatal(err)
	}
	w.as("aiko", "PUT", "/repos/acme/shop/contents/"+path, map[string]any{"message": "x", "sha": old.SHA, "content": []byte(text)})
}

func TestRecoveryBringsThePostmortemTheItemsAndTheBoard(t *testing.T) {
	w := newWorld(t, "stage: 2\n")
	w.run()
	w.say("ben", "/ack\n/action alert earlier I:high S:s U:medium C:low")
	w.run()
	w.say("ben", "/fixed\n/recovered")
	got := w.run()
	if got.Phase != incident.PostIncident {
		t.Fatalf("phase %s, did %v", got.Phase, got.Actions)
	}
	var pulls []struct{ Head struct{ Ref string } }
	if err := json.Unmarshal(w.as("aiko", "GET", "/repos/acme/shop/pulls?state=all", nil), &pulls); err != nil {
		t.Fatal(err)
	}
	if len(pulls) != 1 || pulls[0].Head.Ref != fmt.Sprintf("postmortem/%d", w.key.Number) {
		t.Errorf("pull requests %+v", pulls)
	}
	var items []struct {
		Number int
		Title  string
	}
	if err := json.Unmarshal(w.as("aiko", "GET", w.issuePath()+"/sub_issues", nil), &items); err != nil {
		t.Fatal(err)
	}
	if len(items) != 1 || items[0].Title != "alert earlier" {
		t.Errorf("action items %+v", items)
	}
	idle := w.spent(func() {
		if again := w.run(); len(again.Actions) != 0 {
			t.Errorf("still something to do: %v", again.Actions)
		}
	})
	if fmt.Sprint(idle) != "map[Incident:1]" {
		t.Errorf("an idle run cost %v", idle)
	}
	item := w.key
	item.Number = items[0].Number
	result, err := w.rec.Run(t.Context(), item)
	if err != nil || result.Also == nil || result.Also.ID() != w.key.ID() {
		t.Errorf("an action item leads to %+v, %v", result.Also, err)
	}
}
