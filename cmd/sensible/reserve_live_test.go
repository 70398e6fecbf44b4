package main

import (
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sensible-im/sensible/internal/reconcile"
)

// asked counts requests by whether anybody waits for them; those for tokens, and who we are, are for both.
type asked struct {
	mu            sync.Mutex
	waited, quiet []string
}

// RoundTrip implements http.RoundTripper.
func (a *asked) RoundTrip(req *http.Request) (*http.Response, error) {
	a.mu.Lock()
	switch name := req.Method + " " + req.URL.Path; {
	case strings.HasSuffix(name, "/access_tokens") || strings.HasSuffix(name, "GET /app") || strings.Contains(name, "/users/"):
	case reconcile.IsHousekeeping(req.Context()):
		a.quiet = append(a.quiet, name)
	default:
		a.waited = append(a.waited, name)
	}
	a.mu.Unlock()
	return http.DefaultTransport.RoundTrip(req)
}

// since returns and forgets what was counted.
func (a *asked) since() (waited, quiet []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	waited, quiet = a.waited, a.quiet
	a.waited, a.quiet = nil, nil
	return waited, quiet
}

func TestASweepLeavesPeopleTheirReserveAndACommandIsNoSweep(t *testing.T) {
	g, h, s := gated(t)
	counted := &asked{}
	if err := g.app.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Database = "sqlite:" + filepath.Join(t.TempDir(), "another.db")
	deps := appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler), Transport: counted}
	var err error
	if deps.Store, err = openStore(t.Context(), s, deps); err != nil {
		t.Fatal(err)
	}
	if g.app, err = newApp(s, deps); err != nil {
		t.Fatal(err)
	}
	if err := g.app.Start(t.Context()); err != nil { // which lists deliveries and incidents, and runs all that are open
		t.Fatal(err)
	}
	a := g.app
	t.Cleanup(func() { _ = a.Stop(t.Context()) })
	rest(t, h, g.app)
	if waited, quiet := counted.since(); len(waited) != 0 || len(quiet) == 0 {
		t.Errorf("the start: nobody waits for %v, which take of people's reserve; %v do not", waited, quiet)
	}
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	rest(t, h, g.app)
	if waited, quiet := counted.since(); len(waited) == 0 || len(quiet) > 1 { // afterwards, what changed is looked up
		t.Errorf("a command: somebody waits for %v, and not for %v", waited, quiet)
	}
	if !g.app.sweep(t.Context()) {
		t.Fatal("not all was listed")
	}
	rest(t, h, g.app)
	if waited, quiet := counted.since(); len(waited) != 0 || len(quiet) == 0 {
		t.Errorf("a sweep: nobody waits for %v, which take of people's reserve; %v do not", waited, quiet)
	}
}
