package queue

import (
	"context"
	"errors"
	"time"
)

// deliveriesKept bounds how many finished deliveries are remembered.
const deliveriesKept = 20000

// settle takes a run's result. It is true where the key must run again at once: more was wanted while it ran.
func (q *Queue[K]) settle(ctx context.Context, e *entry[K], goal uint64, out Outcome[K], err error) bool {
	if err == nil {
		for _, k := range out.Also {
			q.Raise(k, "")
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if err != nil {
		return q.failed(ctx, e, err)
	}
	e.done, e.attempt = max(e.done, goal), 0
	for id, at := range e.deliveries {
		if at <= goal {
			delete(e.deliveries, id)
			q.remember(id + " " + e.key.ID())
		}
	}
	if e.wanted > e.done && ctx.Err() == nil {
		return true
	}
	e.running = false
	if e.wanted == e.done {
		e.wakeAt = out.WakeAt
		if e.wakeAt.IsZero() {
			delete(q.keys, e.key.ID())
		}
		q.rest()
	}
	return false
}

// failed arranges the next attempt: after a pause that grows, or when the error says that it makes sense.
func (q *Queue[K]) failed(ctx context.Context, e *entry[K], err error) bool {
	e.running = false
	if ctx.Err() != nil || q.stopped {
		return false
	}
	e.attempt++
	pause := q.set.Pause(e.attempt)
	var later interface{ RetryAt() time.Time }
	if errors.As(err, &later) {
		pause = max(pause, time.Until(later.RetryAt()))
	}
	if q.set.Log != nil {
		q.set.Log.Error("run failed; it is tried again", "key", e.key.ID(), "attempt", e.attempt, "in", pause.String(), "error", err.Error())
	}
	e.waiting = true
	attempt := e.attempt
	e.cancel = q.set.After(pause, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if e.waiting && e.attempt == attempt {
			e.waiting = false
			q.start(e)
		}
	})
	return false
}

// Tick raises the keys whose time has come. Somebody must call it whenever time has passed.
func (q *Queue[K]) Tick() {
	now := q.set.Now()
	q.mu.Lock()
	var due []K
	for _, e := range q.keys {
		if !e.wakeAt.IsZero() && !e.wakeAt.After(now) && e.wanted == e.done {
			due = append(due, e.key)
		}
	}
	q.mu.Unlock()
	for _, k := range due {
		q.Raise(k, "")
	}
}

// Drop forgets the keys that match: what was wanted of them, their timers and retries. One that is running ends its run.
func (q *Queue[K]) Drop(match func(K) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for id, e := range q.keys {
		if e.running || !match(e.key) {
			continue
		}
		e.stopRetry()
		delete(q.keys, id)
		if e.wanted > e.done {
			q.rest()
		}
	}
}

// NextWake is the earliest time that any key waits for; zero = none does.
func (q *Queue[K]) NextWake() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	var next time.Time
	for _, e := range q.keys {
		if !e.wakeAt.IsZero() && (next.IsZero() || e.wakeAt.Before(next)) {
			next = e.wakeAt
		}
	}
	return next
}

// rest notes that a key has nothing more to do. The lock is held.
func (q *Queue[K]) rest() {
	q.busy--
	if q.busy == 0 {
		close(q.idle)
		q.idle = make(chan struct{})
	}
}

func (q *Queue[K]) remember(delivery string) {
	q.seen[delivery] = true
	q.order = append(q.order, delivery)
	if len(q.order) > deliveriesKept {
		delete(q.seen, q.order[0])
		q.order = q.order[1:]
	}
}

// Start lets the workers run until ctx ends.
func (q *Queue[K]) Start(ctx context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ctx = ctx
	for _, e := range q.keys {
		q.start(e)
	}
}

// Idle waits until nothing is wanted or running; timers do not count, waiting for a retry does.
func (q *Queue[K]) Idle(ctx context.Context) error {
	for {
		q.mu.Lock()
		busy, idle := q.busy, q.idle
		q.mu.Unlock()
		if busy == 0 {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Waiting is how many keys are wanted or running: a gauge.
func (q *Queue[K]) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.busy
}

// Stop takes no more keys and waits for those that run, at most until ctx ends. What still waits is lost with the process.
func (q *Queue[K]) Stop(ctx context.Context) error {
	q.mu.Lock()
	q.stopped = true
	for _, e := range q.keys {
		e.stopRetry()
	}
	q.mu.Unlock()
	finished := make(chan struct{})
	go func() { q.running.Wait(); close(finished) }()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
