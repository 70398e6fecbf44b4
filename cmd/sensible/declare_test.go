package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/declare"
	"github.com/sensible-im/sensible/internal/hub"
)

// terminal is somebody at a machine of their own, with a GitHub that may be away.
type terminal struct {
	t   *testing.T
	hub *hub.Hub
	set settings
	dir string
}

func newTerminal(t *testing.T, faults ...string) *terminal {
	t.Helper()
	h, s := openHub(t, func() http.Handler { return http.NotFoundHandler() }, faults...)
	w := &terminal{t: t, hub: h, set: s, dir: t.TempDir()}
	for name, value := range map[string]string{
		"SENSIBLE_STATE_DIR": w.dir, "GITHUB_TOKEN": "token-ben", "GITHUB_API_URL": s.GitHubURL, "GITHUB_REPOSITORY": "", "SENSIBLE_APP_ID": "",
	} {
		t.Setenv(name, value)
	}
	return w
}

// declare runs the command and returns what it printed and how it ended.
func (w *terminal) declare(args ...string) (out string, code int) {
	w.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(append([]string{"declare"}, args...), &stdout, &stderr)
	return stdout.String() + stderr.String(), code
}

func (w *terminal) fault(specs ...string) {
	w.t.Helper()
	w.hub.Faults().Clear()
	if err := w.hub.Faults().Add(specs...); err != nil {
		w.t.Fatal(err)
	}
}

type opened struct {
	Number    int
	Body      string
	CreatedAt time.Time `json:"created_at"`
	Labels    []struct{ Name string }
}

func (w *terminal) issues() (out []opened) {
	w.t.Helper()
	if err := json.Unmarshal([]byte(act(w.t, w.set, "aiko", "GET", "/repos/acme/shop/issues?state=all", "")), &out); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *terminal) waiting() int {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.dir, "declared-*.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	return len(files)
}

var checkout = []string{"--repo", "acme/shop", "--title", "Checkout 502", "--severity", "2"}

func TestAnIncidentIsDeclaredFromATerminal(t *testing.T) {
	w := newTerminal(t)
	act(t, w.set, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
	t.Setenv("GITHUB_TOKEN", "token-aiko") // who may put labels on
	out, code := w.declare(append(checkout, "--component", "checkout", "--impact", "half of the customers")...)
	got := w.issues()
	if code != 0 || len(got) != 1 || len(got[0].Labels) != 1 || !strings.Contains(got[0].Body, "### Severity\n\nSEV2") || !strings.Contains(out, "acme/shop#1 http") || w.waiting() != 0 {
		t.Errorf("%d %s: %+v", code, out, got)
	}
}

func TestADeclarationIsKeptWhileGitHubIsAwayAndSentOnceLater(t *testing.T) {
	for name, fault := range map[string]string{
		"down": "down=60m", "refused before": "status=502,match=POST /repos/*", "no answer after it was done": "status=502,when=after,match=POST /repos/*",
		"cut off after it was done": "drop=true,when=after,match=POST /repos/*", "limited": "status=429,retry-after=90s,match=*",
	} {
		t.Run(name, func(t *testing.T) {
			w := newTerminal(t, fault)
			out, code := w.declare(checkout...)
			done := len(w.issuesAnyway()) == 1
			if code != 0 || !done && (w.waiting() != 1 || !strings.Contains(out, "kept: ")) {
				t.Fatalf("%d %s, %d waiting, done: %v", code, out, w.waiting(), done)
			}
			w.hub.Faults().Clear()
			if out, code = w.declare("--send"); code != 0 || w.waiting() != 0 || len(w.issues()) != 1 {
				t.Errorf("%d %s: %d waiting, %d issues", code, out, w.waiting(), len(w.issues()))
			}
			if out, code = w.declare("--send"); code != 0 || !strings.Contains(out, "nothing waits") || len(w.issues()) != 1 {
				t.Errorf("sent again: %d %s", code, out)
			}
		})
	}
}

// issuesAnyway looks past the faults.
func (w *terminal) issuesAnyway() (out []opened) {
	w.hub.Store().View(func() {
		for _, r := range w.hub.Store().Repositories() {
			for _, i := range r.Issues {
				out = append(out, opened{Number: i.Number, Body: i.Body})
			}
		}
	})
	return out
}

func TestAListThatLagsBehindMakesNoSecondIncident(t *testing.T) {
	w := newTerminal(t, "status=502,when=after,match=POST /repos/*", "stale=2")
	if _, code := w.declare(checkout...); code != 0 {
		t.Fatal(code)
	}
	w.fault("stale=2")
	if out, code := w.declare("--send"); code != 0 || w.waiting() != 0 || len(w.issuesAnyway()) != 1 {
		t.Errorf("%d %s: %d waiting, %d issues", code, out, w.waiting(), len(w.issuesAnyway()))
	}
}

func TestManyAtOnceSendWhatWaitsOnce(t *testing.T) {
	w := newTerminal(t)
	for range 3 {
		if out, code := w.declare(append(checkout, "--offline")...); code != 0 {
			t.Fatal(out)
		}
	}
	if len(w.issues()) != 0 || w.waiting() != 3 {
		t.Fatalf("offline made %d issues, %d wait", len(w.issues()), w.waiting())
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { w.declare("--send") })
	}
	all.Wait()
	if len(w.issues()) != 3 || w.waiting() != 0 {
		t.Errorf("%d issues, %d wait", len(w.issues()), w.waiting())
	}
}

func TestWhatIsSentLaterKeepsItsTimesAndTheAppTakesThem(t *testing.T) {
	for name, as := range map[string]string{"by a person": "person", "with the App's credentials": "app"} {
		t.Run(name, func(t *testing.T) {
			var a *app
			h, s := openHub(t, func() http.Handler { return a.Handler() })
			var err error
			if a, err = newApp(s, appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}); err != nil {
				t.Fatal(err)
			}
			if err := a.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = a.Stop(t.Context()) })
			dir, now := t.TempDir(), h.Clock().Now()
			spool := declare.Spool{Dir: dir}
			one := declare.Declaration{
				ID: declare.NewID(), Repository: "acme/shop", Title: "Checkout 502", Severity: "sev1", Started: now.Add(-50 * time.Minute),
				Detected: now.Add(-45 * time.Minute), Declared: now.Add(-40 * time.Minute),
			}
			if err := spool.Keep(one); err != nil {
				t.Fatal(err)
			}
			t.Setenv("SENSIBLE_STATE_DIR", dir)
			t.Setenv("GITHUB_API_URL", s.GitHubURL)
			t.Setenv("GITHUB_TOKEN", "token-ben")
			if as == "app" {
				t.Setenv("GITHUB_TOKEN", "")
				t.Setenv("SENSIBLE_APP_ID", "1")
				t.Setenv("SENSIBLE_PRIVATE_KEY", string(s.PrivateKey))
			}
			var out bytes.Buffer
			if code := run([]string{"declare", "--send", "--format", "json"}, &out, &out); code != 0 {
				t.Fatal(out.String())
			}
			rest(t, h, a)
			card := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", "")
			for _, want := range []string{"started | 2026-11-23 09:10", "detected | 2026-11-23 09:15", "SEV1"} {
				if !strings.Contains(card, want) {
					t.Errorf("want %q in %s", want, card)
				}
			}
			if issue := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(issue, "phase/detection") {
				t.Errorf("it is not declared: %s", issue)
			}
		})
	}
}

func TestWhatCannotBeDeclaredIsSaidInOneLine(t *testing.T) {
	w := newTerminal(t)
	for want, args := range map[string][]string{
		"--repo owner/name": {"--title", "x"}, "--title": {"--repo", "acme/shop"}, "--started": {"--repo", "acme/shop", "--title", "x", "--started", "soon"},
		"acme/nowhere": {"--repo", "acme/nowhere", "--title", "x"}, "--zone": {"--repo", "acme/shop", "--title", "x", "--zone", "Mars", "--started", "10:05"},
		"write owner/name": {"--repo", "shop", "--title", "x"}, "before it started": {"--repo", "acme/shop", "--title", "x", "--started", "5m ago", "--detected", "10m ago"},
	} {
		out, code := w.declare(args...)
		if code == 0 || !strings.Contains(out, want) || strings.Count(strings.TrimSpace(out), "\n") > 0 || w.waiting() != 0 {
			t.Errorf("%v: %d %s, %d waiting", args, code, out, w.waiting())
		}
	}
	t.Setenv("GITHUB_TOKEN", "")
	t.Setenv("GH_TOKEN", "")
	if out, code := w.declare(checkout...); code != exitUsage || !strings.Contains(out, "GITHUB_TOKEN") || w.waiting() != 0 {
		t.Errorf("without credentials: %d %s", code, out)
	}
	if out, code := w.declare(append(checkout, "--offline", "--format", "json")...); code != 0 || !strings.Contains(out, `"number": null`) {
		t.Errorf("offline needs none: %d %s", code, out)
	}
	if info, err := os.Stat(w.dir); err != nil || !info.IsDir() {
		t.Error(err)
	}
	t.Setenv("GITHUB_TOKEN", "token-ben")
	t.Setenv("SENSIBLE_STATE_DIR", filepath.Join(w.dir, "none"))
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	t.Setenv("GITHUB_API_URL", server.URL)
	if out, code := w.declare(checkout...); code != 0 || !strings.Contains(out, "kept: ") || !strings.Contains(out, fmt.Sprint("as of ", time.Now().UTC().Format("2006-01-02"))) {
		t.Errorf("nobody listens there: %d %s", code, out)
	}
}

func TestAServerThatIsToldWhereSendsWhatWaits(t *testing.T) {
	var a *app
	h, s := openHub(t, func() http.Handler { return a.Handler() })
	dir := t.TempDir()
	t.Setenv("SENSIBLE_STATE_DIR", dir)
	one := declare.Declaration{ID: declare.NewID(), Repository: "acme/shop", Title: "Checkout 502", Declared: h.Clock().Now().Add(-time.Hour)}
	if err := (declare.Spool{Dir: dir}).Keep(one); err != nil {
		t.Fatal(err)
	}
	var err error
	if a, err = newApp(s, appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Stop(t.Context()) })
	a.upkeep(t.Context())
	rest(t, h, a)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues?state=all", ""); strings.Count(got, `"title":"Checkout 502"`) != 1 || !strings.Contains(got, "phase/detection") {
		t.Errorf("%s", got)
	}
}
