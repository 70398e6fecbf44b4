package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// halted are the installations in which the App may do nothing at present: suspended, or gone. What a webhook did not tell
// shows as refused tokens instead, and is tried again with growing pauses.
type halted struct {
	mu  sync.Mutex
	ids map[int64]bool
}

func (h *halted) set(id int64, on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ids == nil {
		h.ids = map[int64]bool{}
	}
	h.ids[id] = on
}

func (h *halted) has(id int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ids[id]
}

// installation takes what befell an installation of the App. One that ends stops everything in it at once; one that begins,
// perhaps for the same account under another id, has all its open incidents looked at.
func (a *app) installation(action string, id int64) {
	switch action {
	case "deleted", "suspend":
		a.halted.set(id, true)
		a.client.Forget(id)
		if err := a.queue.Drop(context.Background(), func(k reconcile.Key) bool { return k.Installation == id }); err != nil {
			a.log.Warn("what waits in the installation is refused instead", "installation", id, "error", err.Error())
		}
		a.log.Warn("the App may not act in this installation any more", "installation", id, "action", action)
	case "created", "unsuspend", "new_permissions_accepted", "added":
		a.halted.set(id, false)
		a.client.Forget(id)
		a.rec.Hope(id)
		a.log.Info("looking for open incidents in this installation", "installation", id, "action", action)
		a.raise(reconcile.Key{Installation: id})
	}
}

// lookAround wants every open incident of an installation run.
func (a *app) lookAround(ctx context.Context, installation int64) (queue.Outcome[reconcile.Key], error) {
	var out queue.Outcome[reconcile.Key]
	err := a.client.OpenIncidentsIn(ctx, installation, labelsOf, func(k reconcile.Key) { out.Also = append(out.Also, k) })
	if err != nil && a.unknown(ctx, installation, err) {
		return queue.Outcome[reconcile.Key]{}, nil
	}
	if err != nil {
		return out, fmt.Errorf("installation %d: list the open incidents: %w", installation, err)
	}
	return out, nil
}
