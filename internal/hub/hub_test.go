package hub_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

// receiver keeps the events that an App was sent.
type receiver struct {
	mu     sync.Mutex
	events []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, req.Header.Get("X-GitHub-Event"))
	w.WriteHeader(http.StatusAccepted)
}

func (r *receiver) seen() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.events, " ")
}

func start(t *testing.T, opt hub.Options) (*hub.Hub, string, *receiver) {
	t.Helper()
	got := &receiver{}
	app := httptest.NewServer(got)
	t.Cleanup(app.Close)
	s, err := seed.Parse("hub.yml", []byte(`
users: [{login: aiko, token: t-aiko}]
organizations: [{login: acme}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin}, files: {README.md: "# shop"}}]
apps: [{id: 1, slug: sensible, webhook_url: "`+app.URL+`", permissions: {issues: write}, events: [issues, issue_comment]}]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
clock: {start: 2026-11-22T01:00:00Z, scale: 0}
`))
	if err != nil {
		t.Fatal(err)
	}
	opt.Seed, opt.Validate = s, true
	h, err := hub.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, h)
	server := httptest.NewServer(h.Handler())
	t.Cleanup(func() { server.Close(); h.Close() })
	h.SetURL(server.URL)
	return h, server.URL, got
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "token t-aiko")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func TestOneChangeIsSeenByEveryDoor(t *testing.T) {
	var log bytes.Buffer
	h, url, got := start(t, hub.Options{Log: &log})
	if code, text := post(t, url+"/api/v3/repos/acme/shop/issues", `{"title":"Checkout 502","labels":["incident"]}`); code != 201 {
		t.Fatalf("%d %s", code, text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := h.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	if got.seen() != "issues issues" {
		t.Errorf("the App heard %q, want opened and labeled", got.seen())
	}
	query := `{"query":"query Title{repository(owner:\"acme\",name:\"shop\"){issue(number:1){title labels(first:1){nodes{name}}}}}"}`
	for _, path := range []string{"/graphql", "/api/graphql"} {
		if code, text := post(t, url+path, query); code != 200 || !strings.Contains(text, `"Checkout 502"`) || !strings.Contains(text, `"incident"`) {
			t.Errorf("%s answers %d %s", path, code, text)
		}
	}
	dir := filepath.Join(t.TempDir(), "shop")
	clone := exec.Command("git", "clone", "-q", strings.Replace(url, "//", "//x-access-token:t-aiko@", 1)+"/acme/shop.git", dir)
	if out, err := clone.CombinedOutput(); err != nil {
		t.Errorf("git clone: %v %s", err, out)
	}
	counts := h.Summary().Operations
	if counts["POST /repos/{owner}/{repo}/issues"] != 1 || counts["Title"] != 2 {
		t.Errorf("the summary counts %v", counts)
	}
	var line struct{ Token, Operation string }
	if err := json.NewDecoder(&log).Decode(&line); err != nil || line.Token != "user:aiko" {
		t.Errorf("the log's first line is %+v, %v", line, err)
	}
}

func TestTheControlMovesTheClockAndSetsFaults(t *testing.T) {
	h, url, _ := start(t, hub.Options{})
	before := h.Clock().Now()
	if code, text := post(t, url+"/_hub/clock", `{"advance":"30m"}`); code != 200 {
		t.Fatalf("%d %s", code, text)
	}
	if moved := h.Clock().Now().Sub(before); moved != 30*time.Minute {
		t.Errorf("the clock moved by %v", moved)
	}
	if code, text := post(t, url+"/_hub/faults", `{"faults":["status=502,when=after,match=POST /repos/*,count=1"]}`); code != 200 {
		t.Fatalf("%d %s", code, text)
	}
	if code, _ := post(t, url+"/repos/acme/shop/issues", `{"title":"x"}`); code != 502 {
		t.Errorf("the fault did not strike: %d", code)
	}
	h.Store().View(func() {
		if h.Store().Repository("acme/shop").Issue(1) == nil {
			t.Error("the fault struck before the effect")
		}
	})
}

func TestAManifestBecomesAnApp(t *testing.T) {
	_, url, _ := start(t, hub.Options{})
	form := `manifest={"name":"My+Incidents","redirect_url":"http://127.0.0.1:1/back","hook_attributes":{"url":"http://127.0.0.1:1/hook"},"default_permissions":{"issues":"write"}}`
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Post(url+"/organizations/acme/settings/apps/new?state=s", "application/x-www-form-urlencoded", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	back, err := resp.Location()
	if err != nil || back.Query().Get("state") != "s" {
		t.Fatalf("the browser is sent to %v, %v (%d)", back, err, resp.StatusCode)
	}
	code, text := post(t, url+"/app-manifests/"+back.Query().Get("code")+"/conversions", "")
	if code != 201 || !strings.Contains(text, "BEGIN RSA PRIVATE KEY") || !strings.Contains(text, `"slug":"my-incidents"`) {
		t.Errorf("%d %s", code, text)
	}
	if code, _ := post(t, url+"/app-manifests/"+back.Query().Get("code")+"/conversions", ""); code != 404 {
		t.Errorf("the code works twice: %d", code)
	}
}
