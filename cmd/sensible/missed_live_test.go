package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// gate stands before an app and can be told what to do with deliveries.
type gate struct {
	app    *app
	hub    *hub.Hub
	status atomic.Int64 // 0 = the app answers; else this is the answer, and the app hears nothing
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s := g.status.Load(); s != 0 {
		w.WriteHeader(int(s))
		return
	}
	g.app.Handler().ServeHTTP(w, r)
}

// gated is an app on its own database behind a gate, with an incident.
func gated(t *testing.T) (*gate, *hub.Hub, settings) {
	t.Helper()
	g := &gate{}
	h, s := openHub(t, func() http.Handler { return g })
	s.Database = "sqlite:" + filepath.Join(t.TempDir(), "sensible.db")
	g.begin(t, h, s)
	act(t, s, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1))
	rest(t, h, g.app)
	return g, h, s
}

// begin starts an app behind the gate.
func (g *gate) begin(t *testing.T, h *hub.Hub, s settings) {
	t.Helper()
	deps := appDeps{Now: h.Clock().Now, Log: slog.New(slog.DiscardHandler)}
	g.hub = h
	var err error
	if deps.Store, err = openStore(t.Context(), s, deps); err != nil {
		t.Fatal(err)
	}
	if g.app, err = newApp(s, deps); err != nil {
		t.Fatal(err)
	}
	if err := g.app.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	a := g.app
	t.Cleanup(func() { _ = a.Stop(context.WithoutCancel(t.Context())) })
}

func (g *gate) figure(t *testing.T, name string) string {
	t.Helper()
	w := httptest.NewRecorder()
	g.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for line := range strings.Lines(w.Body.String()) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(rest)
		}
	}
	t.Fatalf("%s is not shown", name)
	return ""
}

func TestDeliveriesThatFailedAreReadFromGitHubsListOnce(t *testing.T) {
	g, h, s := gated(t)
	g.status.Store(http.StatusBadGateway)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/ack"}`)
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", `{"title":"Search","body":"slow"}`)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/2/comments", `{"body":"/incident"}`) // nothing but its delivery tells of it
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/2/comments", `{"body":"it is the index"}`)
	rest(t, h, g.app)
	g.status.Store(0)
	if err := g.app.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rest(t, h, g.app)
	for n, want := range map[int]string{1: `"assignees":[{`, 2: "phase/detection"} {
		if got := act(t, s, "aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues/%d", n), ""); !strings.Contains(got, want) {
			t.Errorf("issue %d: no %s in %s", n, want, got)
		}
	}
	if n := g.figure(t, "sensible_recovered_deliveries_total"); n != "2" {
		t.Errorf("%s recovered", n)
	}
	before := h.Summary().Total
	if err := g.app.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := h.Summary().Total - before; n != 1 {
		t.Errorf("%d requests although nothing is missing", n)
	}
	if n := g.figure(t, "sensible_recovered_deliveries_total"); n != "2" {
		t.Errorf("%s recovered after the second look", n)
	}
}

func TestADeliveryThatSomebodyElseAnsweredIsReadToo(t *testing.T) {
	g, h, s := gated(t)
	g.status.Store(http.StatusOK) // a proxy says that all is well
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", `{"title":"Search","body":"slow"}`)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/2/comments", `{"body":"/incident"}`)
	rest(t, h, g.app)
	g.status.Store(0)
	if !g.app.upkeep(t.Context()) {
		t.Error("not all was looked at")
	}
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/2", ""); !strings.Contains(got, "phase/detection") {
		t.Errorf("%s", got)
	}
}

func TestWhatFailedWhileTheServerWasAwayIsDoneAfterTheNextStart(t *testing.T) {
	g, h, s := gated(t)
	if err := g.app.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.status.Store(http.StatusServiceUnavailable)
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", `{"title":"Search","body":"slow"}`)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/2/comments", `{"body":"/incident"}`)
	if err := h.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.status.Store(0)
	g.begin(t, h, s)
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/2", ""); !strings.Contains(got, "phase/detection") {
		t.Errorf("%s", got)
	}
}

func TestWhenAllDeliveriesAreLostTheNextLookFindsWhatChangedAndWritesNothingElse(t *testing.T) {
	g, h, s := gated(t)
	if !g.app.upkeep(t.Context()) {
		t.Fatal("not all was looked at")
	}
	rest(t, h, g.app)
	if err := h.Faults().Add("webhooks=drop"); err != nil {
		t.Fatal(err)
	}
	h.Advance(10 * time.Minute)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	if !g.app.upkeep(t.Context()) {
		t.Fatal("not all was looked at")
	}
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(got, "severity/sev1") {
		t.Errorf("%s", got)
	}
	if n := g.figure(t, "sensible_healed_drift_total"); n == "0" {
		t.Error("nothing is counted as healed")
	}
	g.app.upkeep(t.Context()) // sees what the app itself changed
	rest(t, h, g.app)
	written := mutations(h)
	for range 3 {
		before := h.Summary().Total
		if !g.app.upkeep(t.Context()) {
			t.Fatal("not all was looked at")
		}
		rest(t, h, g.app)
		if n := h.Summary().Total - before; n > 3 || mutations(h) != written {
			t.Errorf("%d requests and %d writes although nothing changed", n, mutations(h)-written)
		}
	}
}

// mutations are how often something was written.
func mutations(h *hub.Hub) (n int) {
	for name, count := range h.Summary().Operations {
		if strings.HasPrefix(name, "Apply") {
			n += count
		}
	}
	return n
}

func TestWhileGitHubIsDownDeliveriesAreKeptTheServerIsReadyAndAllDrainsOnce(t *testing.T) {
	g, h, s := gated(t)
	if err := h.Faults().Add("down=60m"); err != nil {
		t.Fatal(err)
	}
	world := h.Store()
	world.Update(func() {
		ben, issue := store.As(world.User("ben")), world.Repository("acme/shop").Issues[0]
		for _, text := range []string{"/ack", "/severity 1", "/fxied"} {
			if _, err := world.AddComment(ben, issue, text); err != nil {
				t.Error(err)
			}
		}
	})
	if err := h.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	g.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	stats, err := g.app.queue.Store().Stats(t.Context())
	if err != nil || w.Code != http.StatusOK || stats.Pending != 3 {
		t.Errorf("ready %d, %+v, %v; want three deliveries kept", w.Code, stats, err)
	}
	if g.app.upkeep(t.Context()) {
		t.Error("a look at GitHub succeeded although it is down")
	}
	h.Advance(61 * time.Minute)
	rest(t, h, g.app)
	issue, comments := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""), act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", "")
	if !strings.Contains(issue, "severity/sev1") || !strings.Contains(issue, `"assignees":[{`) || strings.Count(comments, "<!-- sensible:reply c") != 1 || strings.Count(comments, "sensible:ledger ") != 1 {
		t.Errorf("the issue: %s\n%s", issue, comments)
	}
}
