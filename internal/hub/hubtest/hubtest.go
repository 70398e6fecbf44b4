// Package hubtest starts an in-memory GitHub for a test, over a real socket, with every request, answer, GraphQL
// document and webhook held against GitHub's contract: what breaks it fails the test with path and reason. It also holds
// recorded traffic against the contract from outside. It is for tests only, asserts nothing about behaviour, and plays
// no faults of its own.
package hubtest

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
)

// settle is how long deliveries may take to be answered at a test's end.
const settle = 20 * time.Second

// World is a hub that a test talks to.
type World struct {
	*hub.Hub
	URL string // its address, without a slash at the end

	t        testing.TB
	requests record
	webhooks record
}

// Start starts a hub that holds the seed (YAML, as `hub --seed` reads it; see WithKey for an App's key). At the test's end
// it waits for webhooks, and fails the test for every break of the contract, seen by the hub or found in its logs from
// outside. change, where given, alters the options: Tolerant is for tests that send bad input on purpose.
func Start(t testing.TB, seedText string, change ...func(*hub.Options)) *World {
	t.Helper()
	s, err := seed.Parse("seed.yml", []byte(seedText))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{t: t}
	opt := hub.Options{Seed: s, Validate: true, Log: &w.requests, WebhookLog: &w.webhooks, Logger: slog.New(slog.DiscardHandler)}
	for _, f := range change {
		f(&opt)
	}
	if w.Hub, err = hub.New(opt); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w.Handler())
	w.URL = server.URL
	w.SetURL(w.URL)
	t.Cleanup(func() {
		w.Settle()
		server.Close()
		w.Close()
		w.hold(opt)
	})
	return w
}

// Held fails the test at its end for every break of the contract that h saw, for tests that start a hub of their own (with
// Validate). Call it right after hub.New.
func Held(t testing.TB, h *hub.Hub) {
	t.Cleanup(func() {
		for _, v := range h.Violations() {
			t.Errorf("GitHub's contract was broken: %v", v)
		}
	})
}

// Tolerant is an option for Start: bad requests hear GitHub's answer instead of the validator's.
func Tolerant(o *hub.Options) { o.Tolerant = true }

// Settle waits until every webhook is answered.
func (w *World) Settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), settle)
	defer cancel()
	if err := w.Drain(ctx); err != nil {
		w.t.Errorf("webhooks are not answered: %v", err)
	}
}

// Traffic is what was logged so far, as the hub's --log and --webhook-log write it.
func (w *World) Traffic() (requests, webhooks []byte) { return w.requests.bytes(), w.webhooks.bytes() }

// hold fails the test for every violation, and logs what was used how often.
func (w *World) hold(opt hub.Options) {
	for _, v := range w.Violations() {
		w.t.Errorf("%v", v)
	}
	requests, webhooks := w.Traffic()
	check := Outside{Tolerant: opt.Tolerant}
	check.Requests(requests)
	check.Webhooks(webhooks)
	for _, v := range check.Violations {
		w.t.Errorf("seen from outside: %v", v)
	}
}

// record keeps a log; several goroutines write it.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps p.
func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *record) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.buf.Bytes())
}
