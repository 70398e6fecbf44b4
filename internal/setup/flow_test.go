package setup_test

import (
	"context"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/setup/needs"
)

// browser follows links and presses buttons like a person's: it obeys redirects.
type browser struct{ *testing.T }

func (b browser) open(method, address string, form url.Values) (int, http.Header, string) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

var formOf = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)">.*?name="manifest" value="([^"]*)"`)

// running is a flow on its way.
type running struct {
	browser
	page string
	end  chan error
	app  setup.Registered
	kept setup.Kept
}

func start(t *testing.T, s site, w setup.Wanted, dir string) *running {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	convert, err := github.Conversion(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.Web = s.URL
	flow := &setup.Flow{Wanted: w, Convert: convert, Files: []string{dir}, Keep: func(app setup.Registered) (setup.Kept, error) {
		key, secret, err := setup.KeepSecrets(dir, app)
		return setup.Kept{Serve: setup.ServeCommand(app.ID, key, secret, s.URL), Install: app.URL + "/installations/new"}, err
	}}
	r := &running{browser: browser{t}, end: make(chan error, 1)}
	opened := make(chan string, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	go func() {
		var err error
		r.app, r.kept, err = flow.Run(ctx, l, func(url string) { opened <- url })
		r.end <- err
	}()
	r.page = <-opened
	return r
}

// press finds the page's form and sends it.
func (r *running) press() (int, string) {
	r.Helper()
	_, _, text := r.open("GET", r.page, nil)
	m := formOf.FindStringSubmatch(text)
	if m == nil {
		r.Fatalf("there is no button in\n%s", text)
	}
	status, _, after := r.open("POST", html.UnescapeString(m[1]), url.Values{"manifest": {html.UnescapeString(m[2])}})
	return status, after
}

func TestOneButtonMakesTheAppAndKeepsItsSecrets(t *testing.T) {
	for _, org := range []string{"acme", ""} {
		s, dir := newSite(t), t.TempDir()
		r := start(t, s, setup.Wanted{Name: "Sensible Acme", Org: org, Public: "https://incidents.example.com"}, dir)
		status, text := r.press()
		if err := <-r.end; err != nil || status != http.StatusOK {
			t.Fatalf("%d, %v:\n%s", status, err, text)
		}
		if !strings.Contains(text, r.kept.Install) || !strings.Contains(html.UnescapeString(text), r.kept.Serve) || strings.Contains(text, "PRIVATE KEY") {
			t.Errorf("the page at the end is\n%s", text)
		}
		for _, name := range []string{setup.KeyFile, setup.SecretFile} {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v %v", name, info, err)
			}
		}
		s.holdsWhatWasAsked(r, org)
	}
}

// holdsWhatWasAsked looks at the App from GitHub's side, installs it, and acts as it with the key that was kept.
func (s site) holdsWhatWasAsked(r *running, org string) {
	s.t.Helper()
	app := s.Ask("", "GET", "/apps/"+r.app.Slug, "").Want(http.StatusOK)
	got, _ := app.At("permissions").(map[string]any)
	want := map[string]any{}
	for _, p := range needs.Permissions() {
		if org != "" || !p.Organization {
			want[p.Name] = string(p.Level)
		}
	}
	if !maps.Equal(got, want) {
		s.t.Errorf("the App has %v, want %v", got, want)
	}
	events, _ := app.At("events").([]any)
	if len(events) < 6 || slices.Contains(events, any("projects_v2_item")) != (org != "") {
		s.t.Errorf("it hears of %v", events)
	}
	if org == "" {
		return
	}
	if status, _, _ := r.open("POST", r.kept.Install, url.Values{"account": {org}}); status >= http.StatusInternalServerError {
		s.t.Fatalf("installing it answers %d", status)
	}
	key, err := os.ReadFile(regexp.MustCompile(`--private-key (\S+)`).FindStringSubmatch(r.kept.Serve)[1])
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := github.New(github.Settings{APIURL: s.URL, AppID: r.app.ID, PrivateKey: key})
	if err != nil {
		s.t.Fatal(err)
	}
	if f, err := c.Setup().Survey(s.t.Context(), "acme/shop"); err != nil || !f.TeamsSeen {
		s.t.Errorf("the new App cannot look: %+v, %v", f, err)
	}
}

func TestTheLocalPageAnswersNobodyElse(t *testing.T) {
	s, dir := newSite(t, hubtest.Tolerant), t.TempDir()
	r := start(t, s, setup.Wanted{Name: "Sensible of Aiko"}, dir)
	_, head, _ := r.open("GET", r.page, nil)
	csp := head.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "form-action "+s.URL) || head.Get("X-Frame-Options") != "DENY" || head.Get("Cache-Control") != "no-store" {
		t.Errorf("its headers are %v", head)
	}
	if status, _, _ := r.open("GET", r.page+"callback?code=x&state=guess", nil); status != http.StatusForbidden {
		t.Errorf("another's state is answered with %d", status)
	}
	if status, _, _ := r.open("GET", strings.Replace(r.page, "127.0.0.1", "localhost", 1), nil); status != http.StatusMisdirectedRequest {
		t.Errorf("another name is answered with %d", status)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("files appeared: %v, %v", left, err)
	}
	if status, text := r.press(); status != http.StatusOK || <-r.end != nil {
		t.Errorf("after all that the right answer is refused: %d\n%s", status, text)
	}
}

func TestACodeThatIsNoneIsToldAndCanBeTriedAgain(t *testing.T) {
	s := newSite(t, hubtest.Tolerant)
	r := start(t, s, setup.Wanted{Name: "Sensible of Aiko"}, t.TempDir())
	_, _, text := r.open("GET", r.page, nil)
	state := regexp.MustCompile(`state=([0-9a-f]+)`).FindStringSubmatch(text)[1]
	if status, _, said := r.open("GET", r.page+"callback?code=used&state="+state, nil); status != http.StatusBadGateway || !strings.Contains(said, "begin again") {
		t.Errorf("%d\n%s", status, said)
	}
	if status, _ := r.press(); status != http.StatusOK || <-r.end != nil {
		t.Error("the second try is refused")
	}
}

func TestKeysThatAreThereAreNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	if err := setup.Room(dir); err != nil {
		t.Fatal(err)
	}
	app := setup.Registered{ID: 7, PrivateKey: "one", WebhookSecret: "s"}
	if _, _, err := setup.KeepSecrets(dir, app); err != nil {
		t.Fatal(err)
	}
	if err := setup.Room(dir); err == nil || !strings.Contains(err.Error(), "app.pem") {
		t.Errorf("the folder is taken, and that is not told: %v", err)
	}
	app.PrivateKey = "two"
	key, _, err := setup.KeepSecrets(dir, app)
	first, read := os.ReadFile(filepath.Join(dir, setup.KeyFile))
	if err != nil || read != nil || string(first) != "one" || filepath.Base(key) != "app-7.pem" {
		t.Errorf("%s, %v, %q", key, err, first)
	}
}

func TestWhatCannotBeAskedForIsRefusedAtOnce(t *testing.T) {
	for want, w := range map[string]setup.Wanted{
		"--name": {Name: strings.Repeat("x", 40)}, "--org": {Name: "x", Org: "a/b"}, "--url": {Name: "x", Public: "incidents.example.com"},
	} {
		if err := w.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if got := setup.ServeCommand(1, "/a b/it's.pem", "s", ""); got != `sensible serve --app-id 1 --private-key '/a b/it'\''s.pem' --webhook-secret s` {
		t.Error(got)
	}
}
