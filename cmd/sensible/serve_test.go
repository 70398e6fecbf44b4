package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

// resolved reads settings from flags and an environment.
func resolved(t *testing.T, args []string, env map[string]string) (settings, error) {
	t.Helper()
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	f := newSettingsFlags(flags)
	f.getenv = func(name string) string { return env[name] }
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return f.resolve()
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFlagWinsOverTheEnvironmentAndThatOverTheDefault(t *testing.T) {
	env := map[string]string{
		"SENSIBLE_APP_ID": "7", "SENSIBLE_PRIVATE_KEY": "pem", "SENSIBLE_WEBHOOK_SECRET_FILE": file(t, "s3cret\n"),
		"GITHUB_API_URL": "https://ghes.example/api/v3", "SENSIBLE_LISTEN": ":1",
	}
	s, err := resolved(t, []string{"--listen", ":2"}, env)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(s.Listen, " ", s.GitHubURL, " ", s.AppID, " ", string(s.PrivateKey), " ", string(s.Secret), " ", s.Database, " ", s.LogLevel)
	if got != ":2 https://ghes.example/api/v3 7 pem s3cret sqlite:sensible.db info" {
		t.Errorf("settings %s", got)
	}
}

func TestWhatIsMissingIsSaidWithWhatToDo(t *testing.T) {
	full := map[string]string{"SENSIBLE_APP_ID": "7", "SENSIBLE_PRIVATE_KEY": "pem", "SENSIBLE_WEBHOOK_SECRET": "s3cret"}
	for without, want := range map[string]string{
		"SENSIBLE_APP_ID": "--app-id", "SENSIBLE_PRIVATE_KEY": "--private-key", "SENSIBLE_WEBHOOK_SECRET": "--webhook-secret",
	} {
		env := map[string]string{}
		for k, v := range full {
			if k != without {
				env[k] = v
			}
		}
		if _, err := resolved(t, nil, env); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("without %s: %v", without, err)
		}
	}
	for name, args := range map[string][]string{
		"--app-id": {"--app-id", "x"}, "--log-level": {"--log-level", "loud"}, "--log-format": {"--log-format", "xml"},
		"--database": {"--database", "oracle:x"}, "--private-key": {"--private-key", "/nowhere"},
	} {
		if _, err := resolved(t, args, full); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestNoSecretReachesTheLog(t *testing.T) {
	var out bytes.Buffer
	log, err := newLogger(&out, settings{Secret: []byte("hush-hush"), Token: "plain-token", LogLevel: "debug"})
	if err != nil {
		t.Fatal(err)
	}
	log.With("a", "x hush-hush y").WithGroup("g").Error("token ghs_abcdefgh12345678", "err", errors.New("Bearer eyJhbGciOi.eyJpc3Mi.c2ln and plain-token"),
		slog.Group("in", "url", "https://x-access-token:ghp_zzzzzzzz@github.com/a"), "pem", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----")
	for _, secret := range []string{"hush", "plain-token", "ghs_", "eyJ", "ghp_", "MIIE"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%s stands in %s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), `"a":"x *** y"`) {
		t.Errorf("too much is gone: %s", out.String())
	}
}

// openHub is an in-memory GitHub with one repository and an App whose webhook goes to a server that hands over to target.
func openHub(t *testing.T, target func() http.Handler, faults ...string) (*hub.Hub, settings) {
	t.Helper()
	secrets, err := newDemoSecrets()
	if err != nil {
		t.Fatal(err)
	}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { target().ServeHTTP(w, r) }))
	standing := 0.0
	h, err := hub.New(hub.Options{Validate: true, Logger: slog.New(slog.DiscardHandler), Faults: faults, Seed: &seed.Seed{
		Users:         []seed.User{{Login: "aiko", Token: "token-aiko"}, {Login: "ben", Token: "token-ben"}},
		Organizations: []seed.Organization{{Login: "acme", Members: []seed.Member{{Login: "aiko"}}}},
		Repositories: []seed.Repository{{FullName: "acme/shop", Private: true, Collaborators: map[string]string{"aiko": "admin", "ben": "triage"},
			Files: map[string]string{"README.md": "# shop"}}},
		Apps: []seed.App{{ID: 1, Slug: "sensible", PrivateKey: string(secrets.pem), WebhookURL: hook.URL + "/webhook", WebhookSecret: secrets.webhook,
			Permissions: demoPermissions, Events: demoEvents}},
		Installations: []seed.Installation{{ID: 10, App: 1, Account: "acme"}},
		Clock:         seed.Clock{Start: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Scale: &standing},
	}})
	if err != nil {
		t.Fatal(err)
	}
	hubtest.Held(t, h)
	server := httptest.NewServer(h.Handler())
	h.SetURL(server.URL)
	t.Cleanup(func() { hook.Close(); server.Close(); h.Close() })
	return h, settings{
		Listen: "127.0.0.1:0", GitHubURL: server.URL, AppID: 1, PrivateKey: secrets.pem, Secret: []byte(secrets.webhook),
		Database: "sqlite:sensible.db", LogLevel: "info",
	}
}

// act makes one REST request as a person.
func act(t *testing.T, s settings, login, method, path, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.GitHubURL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer token-"+login)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, text)
	}
	return string(text)
}

const sampleReport = `{"title":"Checkout 502","body":"### What do you see?\n\n502\n\n### Severity\n\nSEV2\n"}`

func TestLostDeliveriesAreMadeUpForByTheSweepAndDoubledOnesChangeNothing(t *testing.T) {
	for name, fault := range map[string]string{"lost": "webhooks=drop", "doubled": "webhooks=double", "reordered": "webhooks=reorder"} {
		t.Run(name, func(t *testing.T) {
			var a *app
			h, s := openHub(t, func() http.Handler { return a.Handler() }, fault)
			var err error
			if a, err = newApp(s, appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}); err != nil {
				t.Fatal(err)
			}
			if err := a.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = a.Stop(context.WithoutCancel(t.Context())) }()
			act(t, s, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
			act(t, s, "aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1))
			act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/ack"}`)
			rest(t, h, a)
			if name == "lost" {
				a.sweep(t.Context())
				rest(t, h, a)
			}
			if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(got, "phase/detection") || !strings.Contains(got, `"assignees":[{`) {
				t.Errorf("the issue: %s", got)
			}
			if n := strings.Count(act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", ""), "sensible:ledger "); n != 1 {
				t.Errorf("%d cards", n)
			}
		})
	}
}

// rest waits until neither the hub nor the app has anything left to do.
func rest(t *testing.T, h *hub.Hub, a *app) {
	t.Helper()
	for before := -1; before != h.Summary().Total; {
		before = h.Summary().Total
		if err := errors.Join(h.Drain(t.Context()), a.Idle(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheServersOtherPathsAnswer(t *testing.T) {
	var a *app
	h, s := openHub(t, func() http.Handler { return a.Handler() })
	var err error
	if a, err = newApp(s, appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	if code, _ := get("/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("ready before it started: %d", code)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/livez": "ok", "/readyz": "ok", "/metrics": "sensible_runs_total", "/commands": "/severity"} {
		if code, body := get(path); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if err := a.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if code, _ := get("/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("ready although it stopped: %d", code)
	}
}

func TestServeStartsWithoutGitHubButNotWithAWrongKey(t *testing.T) {
	h, s := openHub(t, func() http.Handler { return http.NotFoundHandler() })
	deps := appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}
	wrong := s
	wrong.AppID = 2
	a, err := newApp(wrong, deps)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "--app-id") {
		t.Errorf("wrong App: %v", err)
	}
	away := s
	away.GitHubURL = "http://127.0.0.1:1"
	if a, err = newApp(away, deps); err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Errorf("GitHub is away: %v", err)
	}
	_ = a.Stop(t.Context())
}
