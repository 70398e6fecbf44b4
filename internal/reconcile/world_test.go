package reconcile_test

import (
	"bytes"
	"cmp"
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
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
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
	testing.TB
	hub *hub.Hub
	url string
	rec *reconcile.Reconciler
	key reconcile.Key

	sent counter
}

const report = "### What do you see?\n\nCheckout answers 502\n\n### Severity\n\nSEV2\n\n### Started at\n\n10m ago\n"

func newWorld(t testing.TB, config string) *world {
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
	w := &world{TB: t, hub: h, url: server.URL}
	w.restart()
	w.key = w.open(report)
	return w
}

// restart is a new process: it remembers nothing.
func (w *world) restart() {
	w.Helper()
	client, err := github.New(github.Settings{APIURL: w.url, Transport: &w.sent, AppID: 1, PrivateKey: appKey(), Now: w.hub.Clock().Now})
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
	before := w.sent.now()
	f()
	after := w.sent.now()
	maps.DeleteFunc(after, func(op string, n int) bool { return n == before[op] })
	for op := range after {
		after[op] -= before[op]
	}
	return after
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

// counter counts the requests that leave the client, by GraphQL operation or by method and the path's last word. The hub
// counts too, but after it has answered.
type counter struct {
	next http.RoundTripper // nil = the default
	mu   sync.Mutex
	ops  map[string]int
}

var operation = regexp.MustCompile(`^\s*(?:#.*\s+)*(?:query|mutation) (\w+)`)

// RoundTrip implements http.RoundTripper.
func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	name := r.Method + " " + path.Base(r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/graphql") && r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		var sent struct{ Query string }
		if err := json.NewDecoder(body).Decode(&sent); err != nil {
			return nil, err
		}
		name = operation.FindStringSubmatch(sent.Query)[1]
	}
	c.mu.Lock()
	if c.ops == nil {
		c.ops = map[string]int{}
	}
	c.ops[name]++
	c.mu.Unlock()
	return cmp.Or(c.next, http.DefaultTransport).RoundTrip(r)
}

func (c *counter) now() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.ops)
}
