package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	lookWithin = 2 * time.Second  // how long the database may take to answer
	stuckAfter = 10 * time.Minute // since when something may wait that nobody works on
	lookedAway = 20 * time.Minute // since when nothing may have been looked for that was missed
	keptWell   = "well"           // the name under which the database is tried
)

// readyz says whether deliveries can be taken in: GitHub has no part in that.
func (a *app) readyz(w http.ResponseWriter, r *http.Request) {
	if !a.ready.Load() {
		http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
		return
	}
	if err := a.writable(r.Context()); err != nil {
		a.log.Warn("not ready: the database cannot be used", "error", err.Error())
		http.Error(w, "the database cannot be used", http.StatusServiceUnavailable)
		return
	}
	write(w, "ok\n")
}

// writable tries the database.
func (a *app) writable(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	if err := a.queue.Store().Keep(ctx, keptWell, []byte(time.Now().UTC().Format(time.RFC3339))); err != nil {
		return fmt.Errorf("the database cannot be written: %w", err)
	}
	return nil
}

// well says what is wrong with this server, as far as it can tell itself: nil while the database is written, what waits is
// worked on, and what may have been missed was looked for.
func (a *app) well(ctx context.Context) error {
	if !a.ready.Load() {
		return errors.New("the server is starting or stopping")
	}
	if err := a.writable(ctx); err != nil {
		return err
	}
	s, err := a.queue.Store().Stats(ctx)
	if err != nil {
		return fmt.Errorf("the database does not answer: %w", err)
	}
	if s.Waiting > s.Failing && s.Running == 0 && !s.Oldest.IsZero() && time.Since(s.Oldest) > stuckAfter {
		return fmt.Errorf("%d issues wait, the longest since %s, and nobody works on them", s.Waiting, s.Oldest.Format(time.RFC3339))
	}
	if last := a.ops.lastLook(); time.Since(last) > lookedAway {
		return errors.New("what no webhook told has not been looked for successfully for 20 minutes")
	}
	return nil
}
