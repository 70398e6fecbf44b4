package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/reconcile"
)

const (
	hookOverlap  = 10 * time.Minute                  // GitHub's list may show a delivery later than younger ones
	answeredFor  = time.Hour                         // before a first start: how far back deliveries are read that somebody answered, but not we
	mostAnswered = 100                               // of them
	mostAtOnce   = 500                               // payloads that are read in one go
	keptHorizon  = "deliveries looked through until" // the name in the store
)

// missed is a delivery that did not arrive here.
type missed struct {
	github.HookDelivery
	failed bool // no attempt of GitHub's was answered well
}

// catchUp reads GitHub's list of deliveries for those that did not arrive or that failed, and takes them in as if they had
// come: the same delivery counts once. While nothing is missing it costs one request.
func (a *app) catchUp(ctx context.Context) error {
	ctx = reconcile.Housekeeping(ctx)
	for {
		list, horizon, err := a.missing(ctx)
		if err != nil {
			return err
		}
		more := len(list) > mostAtOnce
		if more {
			list = list[:mostAtOnce]
			horizon = list[len(list)-1].At
		}
		for _, d := range list {
			if err := a.recover(ctx, d); err != nil {
				return err
			}
		}
		if !horizon.IsZero() {
			if err := a.queue.Store().Keep(ctx, keptHorizon, []byte(horizon.UTC().Format(time.RFC3339Nano))); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// missing are the deliveries that must be taken in, the oldest first, and until when the list has been looked through.
func (a *app) missing(ctx context.Context) ([]missed, time.Time, error) {
	since, err := a.horizon(ctx)
	if err != nil {
		return nil, since, err
	}
	var newest time.Time
	var order []string
	found := map[string]missed{}
	err = a.client.HookDeliveries(ctx, func(d github.HookDelivery) bool {
		if newest.IsZero() {
			newest = d.At
		}
		if d.At.Before(since) {
			return false
		}
		m, again := found[d.GUID]
		if !again {
			m = missed{HookDelivery: d, failed: true}
			order = append(order, d.GUID)
		}
		m.failed = m.failed && !d.OK
		found[d.GUID] = m
		return true
	})
	if err != nil || len(order) == 0 {
		return nil, newest, err
	}
	known, err := a.queue.Store().Known(ctx, order...)
	if err != nil {
		return nil, newest, fmt.Errorf("look for deliveries that did not arrive: %w", err)
	}
	var out []missed
	answered := 0
	for _, guid := range order { // the newest first
		m := found[guid]
		switch {
		case known[guid] || a.ops.knows(guid):
			continue
		case m.failed:
		case answered >= mostAnswered || !a.swallowed(m.HookDelivery, newest, since):
			continue
		default:
			answered++
		}
		out = append(out, m)
	}
	slices.Reverse(out)
	return out, newest, nil
}

// horizon is until when the list was looked through before, less what may show up late; zero = never.
func (a *app) horizon(ctx context.Context) (time.Time, error) {
	text, err := a.queue.Store().Kept(ctx, keptHorizon)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for deliveries that did not arrive: %w", err)
	}
	if at, err := time.Parse(time.RFC3339Nano, string(text)); err == nil {
		return at.Add(-hookOverlap), nil
	}
	return time.Time{}, nil // nothing is kept, or not by us
}

// swallowed says whether a delivery must be read although somebody answered it well: something may stand before us, or our
// database is gone. Where replicas share one, another of them answered. What the look at open incidents finds anyway is left
// to it.
func (a *app) swallowed(d github.HookDelivery, newest, since time.Time) bool {
	if strings.HasPrefix(a.set.Database, "postgres") || since.IsZero() && newest.Sub(d.At) > answeredFor {
		return false
	}
	switch d.Event {
	case "issue_comment":
		return d.Action == "created"
	case "check_run":
		return d.Action == "requested_action" || d.Action == "rerequested"
	}
	return false
}

// recover reads one delivery and takes it in.
func (a *app) recover(ctx context.Context, d missed) error {
	payload, err := a.client.HookPayload(ctx, d.ID)
	switch {
	case err != nil && github.Unavailable(err):
		return err
	case err != nil: // it is not there any more
		a.log.Warn("a delivery that did not arrive cannot be read", "delivery", d.GUID, "event", d.Event, "error", err.Error())
		a.ops.wasRead(d.GUID)
		return nil
	}
	if err := a.webhook.Take(ctx, d.Event, d.GUID, payload); err != nil {
		return fmt.Errorf("take in delivery %s: %w", d.GUID, err)
	}
	a.ops.wasRead(d.GUID)
	known, err := a.queue.Store().Known(ctx, d.GUID)
	if err == nil && known[d.GUID] {
		a.ops.metrics.Recovered()
		a.log.Info("taken in from GitHub's list: it had not arrived", "delivery", d.GUID, "event", d.Event, "at", d.At)
	}
	return nil
}

// upkeep looks for all that was missed: deliveries, incidents that changed, and once an hour every incident that is open. It is
// true where all could be looked at.
func (a *app) upkeep(ctx context.Context) bool {
	err := errors.Join(a.catchUp(ctx), a.changed(ctx))
	if err == nil && time.Since(a.ops.lastFull()) >= fullEvery {
		err = a.sweepIdle(ctx)
	}
	a.sendDeclared(ctx)
	a.ops.sawAll(err == nil)
	if err != nil {
		a.log.Warn("not everything that may have been missed could be looked for; this is tried again", "error", err.Error())
	}
	return err == nil
}
