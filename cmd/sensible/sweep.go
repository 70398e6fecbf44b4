package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

const (
	upkeepEvery = 5 * time.Minute // how often what no webhook told is looked for
	fullEvery   = time.Hour       // how often every open incident is
	upkeepAgain = time.Minute     // after a look that failed
)

// seenTo is what a look for changed incidents remembers.
type seenTo struct {
	labels map[string]bool     // of incidents, in all repositories seen so far
	upTo   map[int64]time.Time // by installation: the newest change that was seen
}

// open lists every incident that is not over and learns by which labels they are told.
func (a *app) open(ctx context.Context) ([]reconcile.Key, error) {
	var found []reconcile.Key
	err := a.client.OpenIncidents(reconcile.Housekeeping(ctx), a.learnLabels, func(k reconcile.Key) { found = append(found, k) })
	return found, err
}

func (a *app) learnLabels(f snapshot.ConfigFile) github.Labels {
	l := labelsOf(f)
	a.ops.mu.Lock()
	defer a.ops.mu.Unlock()
	for _, name := range []string{l.Incident, l.PostIncident, l.Preparation} {
		a.ops.seen.labels[name] = true
	}
	return l
}

// drifted notes that issues are looked at because something may have been missed: their next run does not go by memory.
func (a *app) drifted(keys []reconcile.Key) {
	a.ops.drifted(keys)
	for _, k := range keys {
		a.rec.Doubt(k)
	}
}

// sweep raises every incident that is not over. It is true where all could be listed.
func (a *app) sweep(ctx context.Context) bool {
	found, err := a.open(ctx)
	a.drifted(found)
	err = errors.Join(err, a.queue.Raise(ctx, queue.Housekeeping, found...))
	return a.swept(err, len(found))
}

// sweepIdle raises those that were not looked at for an hour.
func (a *app) sweepIdle(ctx context.Context) error {
	found, err := a.open(ctx)
	a.drifted(found)
	err = errors.Join(err, a.queue.RaiseIdle(ctx, queue.Housekeeping, time.Now().Add(-fullEvery), found...))
	a.swept(err, len(found))
	return err
}

func (a *app) swept(err error, found int) bool {
	a.ops.metrics.Swept(time.Now(), err != nil)
	if err != nil {
		a.log.Warn("not all open incidents could be listed; this is tried again", "error", err.Error())
		return false
	}
	a.ops.mu.Lock()
	a.ops.full = time.Now()
	a.ops.mu.Unlock()
	a.log.Debug("open incidents looked for", "found", found)
	return true
}

// changed raises the incidents that changed since the last look: one request for each installation, and nothing is raised where
// nothing changed.
func (a *app) changed(ctx context.Context) error {
	ctx = reconcile.Housekeeping(ctx)
	list, err := a.client.Installations(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, i := range list {
		if i.Suspended {
			continue
		}
		a.resumed(i.ID)
		errs = append(errs, a.changedIn(ctx, i))
	}
	return errors.Join(errs...)
}

// resumed goes on in an installation that was taken for ended: deliveries may come late, and the last one need not be the truth.
func (a *app) resumed(id int64) {
	if a.halted.has(id) {
		a.installation("unsuspend", id)
	}
}

func (a *app) changedIn(ctx context.Context, i github.Installation) error {
	a.ops.mu.Lock()
	labels, upTo := slices.Sorted(maps.Keys(a.ops.seen.labels)), a.ops.seen.upTo[i.ID]
	a.ops.mu.Unlock()
	if len(labels) == 0 {
		return nil // nothing was listed yet: the look at all that is open comes first
	}
	newest := upTo
	var found []reconcile.Key
	err := a.client.UpdatedIncidents(ctx, i, labels, func(k reconcile.Key, at time.Time) bool {
		if at.After(newest) {
			newest = at
		}
		if upTo.IsZero() || !at.After(upTo) {
			return false // the first look only learns where the next one begins
		}
		found = append(found, k)
		return true
	})
	if err != nil {
		return err
	}
	a.drifted(found)
	if err := a.queue.Raise(ctx, queue.Housekeeping, found...); err != nil {
		return err
	}
	a.ops.mu.Lock()
	defer a.ops.mu.Unlock()
	a.ops.seen.upTo[i.ID] = newest
	return nil
}

// unknown says whether a run failed because there is no such installation of the App (any more): then nothing is tried again
// until GitHub lists it.
func (a *app) unknown(ctx context.Context, id int64, err error) bool {
	if !github.NoInstallation(err) {
		return false
	}
	list, err := a.client.Installations(ctx)
	if err != nil || slices.ContainsFunc(list, func(i github.Installation) bool { return i.ID == id && !i.Suspended }) {
		return false
	}
	a.installation("deleted", id)
	return true
}
