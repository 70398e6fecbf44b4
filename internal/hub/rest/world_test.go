package rest_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

const worldSeed = `
users: [{login: aiko, token: t-aiko}, {login: ben, token: t-ben}, {login: cho, token: t-cho}, {login: eve, token: t-eve}, {login: out, token: t-out}]
organizations: [{login: acme, default_repository_permission: none, members: [{login: aiko, role: admin}, {login: ben, public: true}], teams: [{slug: sre, members: [aiko]}]}]
repositories:
  - full_name: acme/shop
    private: true
    collaborators: {ben: write, cho: triage, eve: read}
    files: {README.md: "# shop", src/main.txt: "one\ntwo\n"}
    labels: [{name: bug, color: ff0000}]
    issues:
      - {title: Earlier outage, body: "…", user: aiko, created_at: 2026-11-01T01:00:00Z, closed_at: 2026-11-01T02:00:00Z, labels: [incident], comments: [{user: ben, body: /ack, created_at: 2026-11-01T01:05:00Z}]}
  - {full_name: acme/open, collaborators: {ben: maintain}}
projects: [{owner: acme, title: Incident follow-ups}]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop}]
clock: {start: 2026-11-22T01:00:00Z, scale: 0}
apps:
  - id: 1
    slug: sensible
    permissions: {issues: write, contents: write, pull_requests: write, checks: write, deployments: read, members: read, organization_projects: write}
    events: [issues, issue_comment]
    private_key: |
`

var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// world is a hub over HTTP, each exchange of which must keep to GitHub's contract.
type world struct {
	t   *testing.T
	hub *hub.Hub
	url string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(testKey())})
	text := worldSeed + "      " + strings.ReplaceAll(strings.TrimSpace(string(block)), "\n", "\n      ") + "\n"
	s, err := seed.Parse("world.yml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	h, err := hub.New(hub.Options{Seed: s, Validate: true})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.Handler())
	t.Cleanup(func() {
		server.Close()
		h.Close()
		for _, v := range h.Violations() {
			t.Errorf("%v", v)
		}
	})
	h.SetURL(server.URL)
	return &world{t: t, hub: h, url: server.URL}
}

// answer is what came back.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	text   string
	body   any
}

// as sends a request with a token; body is JSON text, or nothing.
func (w *world) as(token, method, path, body string) answer {
	w.t.Helper()
	req, err := http.NewRequest(method, w.url+path, bytes.NewBufferString(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return w.do(req)
}

func (w *world) do(req *http.Request) answer {
	w.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{t: w.t, what: req.Method + " " + req.URL.Path, status: resp.StatusCode, header: resp.Header, text: string(raw)}
	_ = json.Unmarshal(raw, &a.body)
	return a
}

// want fails unless the status is this one.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s answered %d, want %d: %.400s", a.what, a.status, status, a.text)
	}
	return a
}

// at is the value at a path like "labels.0.name".
func (a answer) at(path string) any {
	v := a.body
	for _, step := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(x) {
				return nil
			}
			v = x[n]
		default:
			return nil
		}
	}
	return v
}

// has fails unless the value at the path prints as want.
func (a answer) has(path string, want any) answer {
	a.t.Helper()
	if got := a.at(path); fmt.Sprint(got) != fmt.Sprint(want) {
		a.t.Errorf("%s: %s is %v, want %v", a.what, path, got, want)
	}
	return a
}

// id is a number at the path, as text.
func (a answer) id(path string) string {
	a.t.Helper()
	n, ok := a.at(path).(float64)
	if !ok {
		a.t.Fatalf("%s: %s is no number in %.300s", a.what, path, a.text)
	}
	return strconv.FormatInt(int64(n), 10)
}

func (a answer) len() int {
	list, _ := a.body.([]any)
	return len(list)
}

// jwt makes an App's JWT whose times are offset from now.
func (w *world) jwt(issuer string, issued, expires time.Duration) string {
	w.t.Helper()
	claims := jwt.MapClaims{"iss": issuer, "iat": time.Now().Add(issued).Unix(), "exp": time.Now().Add(expires).Unix()}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(testKey())
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// installation is a token of the App's installation.
func (w *world) installation(body string) string {
	w.t.Helper()
	a := w.as(w.jwt("1", -time.Minute, 9*time.Minute), "POST", "/app/installations/10/access_tokens", body).want(201)
	return a.at("token").(string)
}
