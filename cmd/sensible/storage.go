package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/sensible-im/sensible/internal/queue"
)

// storeWithin is how long a database may take to open at the start.
const storeWithin = 10 * time.Second

// openStore opens the database of a server.
func openStore(ctx context.Context, s settings, d appDeps) (*queue.Store, error) {
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	return queue.Open(ctx, s.Database, d.Log)
}

// fenced lets no write out of a run whose lease may be over: another replica may work on the same incident by now.
type fenced struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (f fenced) RoundTrip(req *http.Request) (*http.Response, error) {
	next := cmp.Or(f.next, http.DefaultTransport)
	if req.Method == http.MethodGet || req.Method == http.MethodHead {
		return next.RoundTrip(req)
	}
	if err := queue.Fenced(req.Context()); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, fmt.Errorf("not sent: %w", err)
	}
	return next.RoundTrip(req)
}

// emptied finds again what was waiting in a database that somebody took away.
func (a *app) emptied() {
	a.log.Warn("the database was made anew; looking for what was waiting in it")
	ctx, cancel := context.WithTimeout(context.Background(), upkeepAgain)
	defer cancel()
	if !a.sweep(ctx) {
		a.log.Warn("the next sweep finds the rest")
	}
}
