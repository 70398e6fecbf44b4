package queue

import (
	"context"
	"errors"
	"time"
)

// remind sets the timers of a key that ran. The lock is held.
func (q *Queue[K]) remind(id string, s settlement) {
	q.forgetRetry(id)
	if s.failure != "" {
		attempt := s.attempt
		q.retries[id] = q.set.After(s.pause, func() { q.again(id, attempt) })
	}
	if !s.wakeAt.IsZero() {
		q.wakes[id] = s.wakeAt
	}
	for _, l := range s.later {
		if at, ok := q.wakes[l.id]; !ok || l.at.Before(at) {
			q.wakes[l.id] = l.at
		}
	}
}

func (q *Queue[K]) forgetRetry(id string) {
	if cancel, ok := q.retries[id]; ok {
		cancel()
		delete(q.retries, id)
	}
}

// again ends the pause before a retry.
func (q *Queue[K]) again(id string, attempt int) {
	q.soon(func(t txn) error { return t.again(id, attempt, time.Now()) })
}

// soon does something to the store, and again after a while where that fails.
func (q *Queue[K]) soon(fn func(txn) error) {
	q.mu.Lock()
	ctx := q.ctx
	q.mu.Unlock()
	if ctx == nil || ctx.Err() != nil {
		return
	}
	within, cancel := context.WithTimeout(ctx, q.grace())
	defer cancel()
	if err := q.write(within, fn); err != nil && !errors.Is(err, ErrClosed) && ctx.Err() == nil {
		time.AfterFunc(writeAgain, func() { q.soon(fn) })
	}
}

// Tick raises the keys whose time has come. Somebody must call it whenever time has passed.
func (q *Queue[K]) Tick() {
	now := q.set.Now()
	q.mu.Lock()
	var due []string
	for id, at := range q.wakes {
		if !at.After(now) {
			due = append(due, id)
			delete(q.wakes, id)
		}
	}
	q.mu.Unlock()
	if len(due) == 0 {
		return
	}
	q.soon(func(t txn) error {
		left, err := t.wake(now, due)
		if err != nil {
			return err
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		for _, w := range left {
			q.wakes[w.id] = w.at
		}
		return nil
	})
}

// due is the backend's word that a timer or retry of a key may be over.
func (q *Queue[K]) due(ctx context.Context, id string) error {
	now := q.set.Now()
	return q.write(ctx, func(t txn) error {
		if err := t.again(id, 0, time.Now()); err != nil {
			return err
		}
		left, err := t.wake(now, []string{id})
		if err != nil {
			return err
		}
		next := time.Time{}
		for _, w := range left {
			next = w.at
		}
		return t.fired(id, next)
	})
}

// NextWake is the earliest time that any key of this process waits for; zero = none does.
func (q *Queue[K]) NextWake() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	var next time.Time
	for _, at := range q.wakes {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}
