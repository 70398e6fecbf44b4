package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/operate"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// mostArrivals bounds how many issues are remembered whose work has not come to its end.
const mostArrivals = 10000

// watching is what is measured of an app, and what is remembered to measure it. All of it may be lost at any time.
type watching struct {
	metrics *operate.Metrics

	mu       sync.Mutex
	arrived  map[string]time.Time // issue → when the first delivery came that its work is not done for
	raised   map[string]bool      // issues that the sweep wants looked at
	answered recent
	seen     seenTo
	looked   time.Time // when all that may have been missed was last looked for successfully, wall
	full     time.Time // when every open incident was last listed, wall
}

func newWatching(a *app) *watching {
	o := &watching{arrived: map[string]time.Time{}, raised: map[string]bool{}, looked: time.Now()}
	o.seen = seenTo{labels: map[string]bool{}, upTo: map[int64]time.Time{}}
	o.metrics = operate.New(operate.Sources{Version: version, Deliveries: a.deliveryCounts, Queue: a.queueFigures})
	return o
}

// transport counts and traces what goes to GitHub.
func (o *watching) transport(next http.RoundTripper) http.RoundTripper {
	return o.metrics.Transport(next)
}

func (a *app) deliveryCounts() map[string]int64 {
	c := &a.webhook.Counts
	return map[string]int64{
		"raised": c.Raised.Load(), "ignored": c.Ignored.Load(), "malformed": c.Malformed.Load(), "refused": c.Refused.Load(),
		"too_large": c.TooLarge.Load(), "slow": c.Slow.Load(), "not_kept": c.Failed.Load(),
	}
}

func (a *app) queueFigures() (operate.Queue, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
	defer cancel()
	s, err := a.queue.Store().Stats(ctx)
	return operate.Queue{
		Waiting: s.Waiting, Running: s.Running, Failing: s.Failing, Oldest: s.Oldest, Deliveries: s.Deliveries, Pending: s.Pending, Unreadable: s.Unreadable,
	}, err
}

// wasAnswered remembers which deliveries this process answered, and how fast.
func (o *watching) wasAnswered(id string, after time.Duration) {
	o.metrics.Answered(after)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.answered.add(id)
}

// wasRead remembers a delivery that was read from GitHub's list.
func (o *watching) wasRead(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.answered.add(id)
}

// sawAll notes a look for all that may have been missed.
func (o *watching) sawAll(well bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if well {
		o.looked = time.Now()
	}
}

func (o *watching) lastLook() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.looked
}

func (o *watching) lastFull() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.full
}

// knows says whether this process answered a delivery.
func (o *watching) knows(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.answered.has(id)
}

// came notes that a delivery wants work done.
func (o *watching) came(at time.Time, wishes []queue.Wish[reconcile.Key]) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range wishes {
		id := w.Key.Group()
		if _, waits := o.arrived[id]; !waits && len(o.arrived) < mostArrivals {
			o.arrived[id] = at
		}
	}
}

// drifted notes that a sweep wants issues looked at.
func (o *watching) drifted(keys []reconcile.Key) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, k := range keys {
		if len(o.raised) < mostArrivals {
			o.raised[k.Group()] = true
		}
	}
}

// quiet says whether a run that no delivery asked for is only a sweep's.
func (o *watching) quiet(k reconcile.Key) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.raised[k.Group()]
}

// ran counts a run that ended: how long after the first delivery its last write came, and what only a sweep found.
func (o *watching) ran(k reconcile.Key, since time.Time, r reconcile.Result, err error) {
	o.metrics.Ran(len(r.Actions), err != nil)
	o.mu.Lock()
	defer o.mu.Unlock()
	id := k.Group()
	switch {
	case err != nil && !since.IsZero():
		o.arrived[id] = since // it is not over
	case err != nil:
	case !since.IsZero() && len(r.Actions) > 0:
		o.metrics.Wrote(time.Since(since))
	case since.IsZero() && o.raised[id]:
		o.metrics.Healed(len(r.Actions))
	}
	if err == nil {
		delete(o.raised, id)
	}
}

// begins returns since when deliveries wait for the run that begins; zero = none does.
func (o *watching) begins(k reconcile.Key) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	since := o.arrived[k.Group()]
	delete(o.arrived, k.Group())
	return since
}

// recent remembers some thousand words, the newest.
type recent struct {
	known map[string]bool
	order []string
	next  int
}

// mostRecent is how many.
const mostRecent = 20000

func (r *recent) add(word string) {
	if word == "" || r.known[word] {
		return
	}
	if r.known == nil {
		r.known = map[string]bool{}
	}
	if len(r.order) < mostRecent {
		r.order = append(r.order, word)
	} else {
		delete(r.known, r.order[r.next])
		r.order[r.next] = word
		r.next = (r.next + 1) % mostRecent
	}
	r.known[word] = true
}

func (r *recent) has(word string) bool { return r.known[word] }
