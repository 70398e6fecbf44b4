package queue

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Start lets the workers run until ctx ends.
func (q *Queue[K]) Start(ctx context.Context) error {
	q.mu.Lock()
	q.ctx = ctx
	q.ready = true
	q.mu.Unlock()
	if err := q.store.backend.start(carry{due: q.due, chores: q.set.Chores}); err != nil {
		return err
	}
	if q.set.Lease > 0 {
		go q.renewals(ctx)
		go q.poll(ctx)
	}
	q.kick()
	return nil
}

// poll looks for what other replicas left.
func (q *Queue[K]) poll(ctx context.Context) {
	tick := time.NewTicker(min(pollEvery, q.set.Lease))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			q.stir()
			q.kick()
		}
	}
}

func (q *Queue[K]) emptied() {
	if q.set.Emptied != nil {
		go q.set.Emptied()
	}
}

// Idle waits until nothing is wanted or running; timers do not count, waiting for a retry does.
func (q *Queue[K]) Idle(ctx context.Context) error {
	for {
		q.mu.Lock()
		changed, stopped := q.changed, q.stopped
		q.mu.Unlock()
		var s Stats
		if !stopped {
			var err error
			if s, err = q.store.Stats(ctx); err != nil {
				return err
			}
		}
		// What is not wanted any more may still be about to set its timers.
		if s.Waiting == 0 && q.Running() == 0 {
			return nil
		}
		var later <-chan time.Time
		if q.set.Lease > 0 {
			later = time.After(50 * time.Millisecond) // another replica may have done it
		}
		select {
		case <-changed:
		case <-later:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Drop forgets what is wanted of the keys that match, their timers and retries. One that is running ends its run.
func (q *Queue[K]) Drop(ctx context.Context, match func(K) bool) error {
	err := q.write(ctx, func(t txn) error {
		return t.drop(time.Now(), func(body []byte) bool {
			var k K
			return json.Unmarshal(body, &k) == nil && match(k)
		})
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	q.rest()
	return err
}

// Store is where the queue keeps what it must not forget.
func (q *Queue[K]) Store() *Store { return q.store }

// Running is how many keys this process works on: a gauge.
func (q *Queue[K]) Running() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.running)
}

// Stop takes no more keys and waits for those that run, at most until ctx ends. What still waits is run by another replica
// or after the next start.
func (q *Queue[K]) Stop(ctx context.Context) error {
	q.mu.Lock()
	q.stopped = true
	for id := range q.retries {
		q.forgetRetry(id)
	}
	q.rest()
	q.mu.Unlock()
	err := q.store.backend.stop(ctx)
	finished := make(chan struct{})
	go func() { q.workers.Wait(); close(finished) }()
	select {
	case <-finished:
		return err
	case <-ctx.Done():
	}
	q.mu.Lock()
	for _, r := range q.running {
		r.cancel(ctx.Err())
	}
	q.mu.Unlock()
	select {
	case <-finished:
	case <-time.After(cutShort):
	}
	return errors.Join(err, ctx.Err())
}

// cutShort is how long what is cut short may take to note that.
const cutShort = time.Second
