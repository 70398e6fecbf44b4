//go:build unix

package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue/postgrestest"
)

// answer is the status of one of the server's paths.
func (g *gate) answer(t *testing.T, path string) int {
	t.Helper()
	w := httptest.NewRecorder()
	g.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code
}

// handed is how GitHub's newest delivery was answered.
func handed(t *testing.T, g *gate) (status int) {
	t.Helper()
	h := g.hub
	if err := h.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.Store().View(func() {
		for _, a := range h.Store().Deliveries(h.Store().App(1)) {
			if status == 0 && a.Event == "issue_comment" {
				status = a.StatusCode
			}
		}
	})
	return status
}

func TestAFullDiskIsSaidBeforeTheAnswerAndRecoveredFromWithoutARestart(t *testing.T) {
	g, h, s := gated(t)
	full, lift := fileLimit(t)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/ack"}`)
	rest(t, h, g.app)
	full(filepath.Dir(strings.TrimPrefix(s.Database, "sqlite:")))
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	status, ready, alive := handed(t, g), g.answer(t, "/readyz"), g.answer(t, "/livez")
	lift()
	if status != http.StatusServiceUnavailable || ready != http.StatusServiceUnavailable || alive != http.StatusOK {
		t.Errorf("a full disk: delivery %d, ready %d, alive %d", status, ready, alive)
	}
	if g.answer(t, "/readyz") != http.StatusOK {
		t.Error("not ready after there was room again")
	}
	if err := g.app.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rest(t, h, g.app)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/identified a bad route"}`)
	rest(t, h, g.app)
	got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", "") + act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", "")
	if handed(t, g) != http.StatusAccepted || !strings.Contains(got, "severity/sev1") || !strings.Contains(got, "identified |") {
		t.Errorf("%d, the issue: %s", handed(t, g), got)
	}
}

// fileLimit lets no file in a folder grow, for this process, which is what a full disk looks like to a database.
func fileLimit(t *testing.T) (full func(dir string), lift func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	set := func(l syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
			t.Error(err)
		}
	}
	lift = func() { set(before) }
	t.Cleanup(func() { lift(); signal.Reset(syscall.SIGXFSZ) })
	return func(dir string) {
		smallest := before.Cur
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if info, err := f.Info(); err == nil && info.Size() > 0 && strings.HasSuffix(f.Name(), "-wal") {
				smallest = min(smallest, uint64(info.Size()))
			}
		}
		set(syscall.Rlimit{Cur: min(smallest, 4096), Max: before.Max})
	}, lift
}

func TestADatabaseThatSomebodyDeletesIsMadeAnewAndNothingIsMissing(t *testing.T) {
	g, h, s := gated(t)
	files, err := filepath.Glob(strings.TrimPrefix(s.Database, "sqlite:") + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	rest(t, h, g.app)
	if g.answer(t, "/readyz") != http.StatusOK {
		t.Error("not ready although the database can be made anew")
	}
	if err := g.app.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(got, "severity/sev1") {
		t.Errorf("the issue: %s", got)
	}
	if n := strings.Count(act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", ""), "sensible:ledger "); n != 1 {
		t.Errorf("%d cards", n)
	}
}

func TestAPostgresThatIsStoppedAndStartedIsGoneOnWith(t *testing.T) {
	server := postgrestest.Start(t)
	g := &gate{}
	h, s := openHub(t, func() http.Handler { return g })
	s.Database = server.Database(t)
	g.begin(t, h, s)
	act(t, s, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1))
	rest(t, h, g.app)
	server.Stop()
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	if status, ready := handed(t, g), g.answer(t, "/readyz"); status != http.StatusServiceUnavailable || ready != http.StatusServiceUnavailable {
		t.Errorf("without a database: delivery %d, ready %d", status, ready)
	}
	if err := g.app.well(t.Context()); err == nil {
		t.Error("the heart would beat without a database")
	}
	server.Run(t)
	ready := g.answer(t, "/readyz")
	for n := 0; ready != http.StatusOK && n < 100; n++ { // connections of before are found out one by one
		<-time.After(100 * time.Millisecond)
		ready = g.answer(t, "/readyz")
	}
	if ready != http.StatusOK {
		t.Errorf("ready %d after the database came back", ready)
	}
	if err := g.app.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(got, "severity/sev1") {
		t.Errorf("the issue: %s", got)
	}
	if err := g.app.well(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("not well: %v", err)
	}
}
