package github_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// appKey is made once: making one takes long.
var appKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

// world is an in-memory GitHub with one repository, and the client against it over HTTP.
type world struct {
	*testing.T
	hub    *hub.Hub
	url    string
	client *github.Client
	clock  *testClock
	key    reconcile.Key
	sent   counter
}

// testClock is a wall clock that waits by moving itself.
type testClock struct {
	mu    sync.Mutex
	slept time.Duration
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.slept)
}

func (c *testClock) Sleep(_ context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept += d
	return nil
}

func newWorld(t *testing.T, change func(*seed.Seed)) *world {
	t.Helper()
	standing := 0.0
	s := &seed.Seed{
		Users:         []seed.User{{Login: "aiko", Token: "token-aiko"}, {Login: "ben", Token: "token-ben"}, {Login: "eve", Token: "token-eve"}},
		Organizations: []seed.Organization{{Login: "acme", Members: []seed.Member{{Login: "aiko"}}}},
		Repositories: []seed.Repository{{
			FullName: "acme/shop", Private: true, Collaborators: map[string]string{"aiko": "admin", "ben": "triage", "eve": "read"},
			Files: map[string]string{"README.md": "# shop", ".github/sensible.yml": "stage: 2\n", "docs/deep/er/file.md": "x"},
		}},
		Apps: []seed.App{{ID: 1, Slug: "sensible", PrivateKey: string(appKey()), Permissions: map[string]string{
			"issues": "write", "metadata": "read", "contents": "write", "pull_requests": "write", "organization_projects": "write", "members": "read",
		}}},
		Installations: []seed.Installation{{ID: 10, App: 1, Account: "acme"}},
		Clock:         seed.Clock{Start: time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC), Scale: &standing},
	}
	if change != nil {
		change(s)
	}
	h, err := hub.New(hub.Options{Seed: s, Validate: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.Handler())
	h.SetURL(server.URL)
	w := &world{T: t, hub: h, url: server.URL, clock: &testClock{}}
	t.Cleanup(func() {
		server.Close()
		h.Close()
		for _, v := range h.Violations() {
			t.Errorf("a request broke GitHub's contract: %v", v)
		}
	})
	w.client = w.newClient(github.Settings{AppID: 1, PrivateKey: appKey()})
	if w.key, err = w.client.Find(t.Context(), "acme/shop"); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) newClient(s github.Settings) *github.Client {
	w.Helper()
	s.APIURL, s.Now, s.Clock, s.Transport = w.url, w.hub.Clock().Now, w.clock, &w.sent
	c, err := github.New(s)
	if err != nil {
		w.Fatal(err)
	}
	return c
}

// as makes one REST request as a person and returns the answer.
func (w *world) as(login, method, path string, body any) map[string]any {
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
	out := map[string]any{}
	if len(answer) > 0 && answer[0] == '{' {
		if err := json.Unmarshal(answer, &out); err != nil {
			w.Fatal(err)
		}
	}
	return out
}

// issue opens an issue and returns its key.
func (w *world) issue(title string) reconcile.Key {
	w.Helper()
	got := w.as("aiko", "POST", "/repos/acme/shop/issues", map[string]any{"title": title, "body": "broken"})
	k := w.key
	k.Number = int(got["number"].(float64))
	return k
}

func (w *world) comment(login string, k reconcile.Key, body string) int64 {
	w.Helper()
	got := w.as(login, "POST", "/repos/acme/shop/issues/"+itoa(k.Number)+"/comments", map[string]any{"body": body})
	return int64(got["id"].(float64))
}

// calls counts the requests of one operation so far.
func (w *world) calls(operation string) int { return w.sent.now()[operation] }

func (w *world) fault(spec string) {
	w.Helper()
	if err := w.hub.Faults().Add(spec); err != nil {
		w.Fatal(err)
	}
}
