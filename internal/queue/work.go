package queue

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

const (
	writeAgain = time.Second // after a transaction of ours that failed
	runFor     = 10 * time.Minute
	pollEvery  = 2 * time.Second // where other replicas may leave something
)

// run is one key that is worked on.
type run[K Key] struct {
	claim
	key    K
	lease  *Lease
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// write does something to the store after which keys may be waiting.
func (q *Queue[K]) write(ctx context.Context, fn func(txn) error) error {
	q.mu.Lock()
	stopped := q.stopped
	q.mu.Unlock()
	if stopped {
		return ErrClosed
	}
	return q.store.backend.update(ctx, func(t txn) error {
		q.stir()
		return fn(t)
	})
}

// stir notes that something may be waiting.
func (q *Queue[K]) stir() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ready = true
}

// fill claims keys for the workers that are free.
func (q *Queue[K]) fill(t txn) func(committed bool) {
	q.mu.Lock()
	free := q.set.Workers - len(q.running) - q.reserved
	if q.ctx == nil || q.stopped || !q.ready || free <= 0 {
		q.mu.Unlock()
		return nil
	}
	q.reserved += free
	q.ready = false
	quiet := max(free-q.set.Workers/4, 0)
	q.mu.Unlock()
	now := time.Now()
	claims, err := t.claim(ask{now: now, until: q.until(now), owner: q.owner, most: free, quiet: quiet})
	return func(committed bool) {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.reserved -= free
		if err != nil || !committed {
			q.ready = true
			return
		}
		q.ready = q.ready || len(claims) > 0 // there may be more
		for _, c := range claims {
			q.begin(c, now)
		}
	}
}

// begin starts a worker. The lock is held.
func (q *Queue[K]) begin(c claim, now time.Time) {
	r := &run[K]{claim: c, lease: newLease(now, q.set.Lease)}
	ctx, cancel := context.WithCancelCause(q.ctx)
	r.ctx, r.cancel = context.WithValue(ctx, leaseKey{}, r.lease), cancel
	if err := json.Unmarshal(c.body, &r.key); err != nil {
		q.set.Log.Error("a key cannot be read and is put aside", "key", c.id, "error", err.Error())
		r.cancel(errUnreadable)
	}
	q.running[c.id] = r
	delete(q.wakes, c.id)
	q.workers.Add(1)
	go q.work(r)
}

var errUnreadable = errors.New("the key cannot be read")

func (q *Queue[K]) work(r *run[K]) {
	defer q.workers.Done()
	var out Outcome[K]
	var err error
	if !errors.Is(context.Cause(r.ctx), errUnreadable) {
		ctx, cancel := context.WithTimeout(r.ctx, runFor)
		out, err = q.set.Run(ctx, r.key, r.notes)
		cancel()
	}
	q.settle(r, out, err)
	r.cancel(nil)
}

// settle records a run's end, and tries until that is durable: a key whose end is unknown would run again.
func (q *Queue[K]) settle(r *run[K], out Outcome[K], err error) {
	s := q.settlement(r, out, err)
	for {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), q.grace())
		var ours bool
		failed := q.store.backend.update(ctx, func(t txn) (err error) {
			q.stir()
			ours, err = t.settle(s)
			return err
		})
		cancel()
		if failed == nil {
			q.settled(r, s, ours)
			return
		}
		if r.ctx.Err() != nil || errors.Is(failed, ErrClosed) {
			q.set.Log.Warn("the end of a run could not be kept; the key runs again", "key", r.id, "error", failed.Error())
			q.settled(r, s, false)
			return
		}
		q.set.Log.Error("the end of a run cannot be kept; this is tried again", "key", r.id, "error", failed.Error())
		select {
		case <-time.After(writeAgain):
		case <-r.ctx.Done():
		}
	}
}

// grace is how long one transaction may take.
func (q *Queue[K]) grace() time.Duration { return 5 * time.Second }

func (q *Queue[K]) settlement(r *run[K], out Outcome[K], err error) settlement {
	s := settlement{held: r.held, goal: r.goal, now: time.Now()}
	if err == nil {
		s.wakeAt = out.WakeAt
		var bad error
		if s.also, bad = wanted(wishesOf(out.Also)); bad != nil {
			err = bad
		}
		for _, l := range out.Later {
			wants, bad := wanted(wishesOf([]K{l.Key}))
			if bad != nil {
				err = bad
				continue
			}
			wants[0].at = l.At
			s.later = append(s.later, wants...)
		}
	}
	switch {
	case err == nil:
		return s
	case r.ctx.Err() != nil: // it was stopped, or the lease is lost
		return settlement{held: r.held, now: s.now, released: true}
	}
	s.failure, s.attempt = err.Error(), r.attempt+1
	pause := q.set.Pause(s.attempt)
	var later interface{ RetryAt() time.Time }
	if errors.As(err, &later) {
		pause = max(pause, time.Until(later.RetryAt()))
	}
	s.pause, s.retryAt = pause, s.now.Add(pause)
	q.set.Log.Error("run failed; it is tried again", "key", r.id, "attempt", s.attempt, "in", pause.String(), "error", s.failure)
	return s
}

func wishesOf[K Key](keys []K) []Wish[K] {
	out := make([]Wish[K], 0, len(keys))
	for _, k := range keys {
		out = append(out, Wish[K]{Key: k})
	}
	return out
}

// settled takes a key from the running ones and sets the timers of this process.
func (q *Queue[K]) settled(r *run[K], s settlement, ours bool) {
	q.mu.Lock()
	if q.running[r.id] == r {
		delete(q.running, r.id)
	}
	if ours && !s.released {
		q.remind(r.id, s)
	}
	q.rest()
	q.mu.Unlock()
	if !ours && !s.released {
		q.set.Log.Warn("another replica took this key meanwhile", "key", r.id)
	}
	q.kick()
}

// kick claims what is waiting, if there is anything. Where a claim fails it is tried again.
func (q *Queue[K]) kick() {
	q.mu.Lock()
	ctx, idle := q.ctx, q.ctx == nil || q.stopped || !q.ready || len(q.running)+q.reserved >= q.set.Workers
	q.mu.Unlock()
	if idle {
		return
	}
	if err := q.store.backend.update(ctx, func(txn) error { return nil }); err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		time.AfterFunc(writeAgain, q.kick)
	}
}

// rest notes that something may have come to rest. The lock is held.
func (q *Queue[K]) rest() {
	close(q.changed)
	q.changed = make(chan struct{})
}
