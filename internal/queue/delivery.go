package queue

import (
	"context"
	"fmt"
	"time"
)

// Delivery is one webhook as it came in.
type Delivery struct {
	ID           string // GitHub's X-GitHub-Delivery: the same delivery counts once
	Event        string
	Action       string // of the payload; empty = none
	Installation int64  // of the App; 0 = none named
	ReceivedAt   time.Time
	Payload      []byte // as it came; kept compressed
	Unreadable   string // why the payload, which was signed, cannot be read: kept to be looked at, never run; empty = it can
}

// State of a delivery: how far its work is.
type State string

// The states of a delivery.
const (
	Waiting    State = "waiting"    // some key of it has not run since
	Failing    State = "failing"    // some key of it failed and is tried again
	Done       State = "done"       // all its keys ran
	Unreadable State = "unreadable" // kept only
)

// Work is one key of a delivery.
type Work struct {
	Key     string // its ID
	Body    []byte // the key, JSON
	Done    bool
	Attempt int       // failures in a row
	RetryAt time.Time // when it is tried again, UTC; zero = not waiting for that
	Failure string    // the last error of a key that fails
}

// Status is a delivery and what became of it. Its Payload is nil in lists.
type Status struct {
	Delivery
	State  State
	DoneAt time.Time // UTC; zero = not done
	Size   int       // of the payload as it came, bytes
	Works  []Work
}

// Filter chooses deliveries.
type Filter struct {
	ID    string // empty = any
	State State  // empty = any
	Event string // empty = any
	Limit int    // 0 = 100; the newest
}

// Stats are figures of a store, over all replicas.
type Stats struct {
	Waiting    int       // keys wanted more than done, running ones included
	Running    int       // keys leased
	Failing    int       // keys waiting for a retry
	Oldest     time.Time // since when the longest waiting key waits, UTC; zero = none waits
	Deliveries int       // in the inbox
	Pending    int       // of them not done
	Unreadable int       // of them
}

// Accept takes a delivery in: its row and what it wants in one transaction. It returns once both are durable. Fresh is
// false for one that is known: where its work is done nothing happens, else it is tried at once.
//
// An error says that nothing was kept and the sender must be told so; the next call may succeed.
func (q *Queue[K]) Accept(ctx context.Context, d Delivery, wishes []Wish[K]) (fresh bool, err error) {
	wants, err := wanted(wishes)
	if err != nil {
		return false, err
	}
	packed, err := pack(d.Payload)
	if err != nil {
		return false, fmt.Errorf("delivery %s cannot be compressed: %w", d.ID, err)
	}
	err = q.write(ctx, func(t txn) (err error) {
		fresh, err = t.accept(d, packed, wants)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("delivery %s cannot be kept: %w", d.ID, err)
	}
	return fresh, nil
}

// Raise wants keys run, durably, all in one transaction.
func (q *Queue[K]) Raise(ctx context.Context, u Urgency, keys ...K) error {
	return q.RaiseIdle(ctx, u, time.Time{}, keys...)
}

// RaiseIdle wants those of the keys run that have not run since a time (wall).
func (q *Queue[K]) RaiseIdle(ctx context.Context, u Urgency, since time.Time, keys ...K) error {
	wishes := make([]Wish[K], 0, len(keys))
	for _, k := range keys {
		wishes = append(wishes, Wish[K]{Key: k, Urgency: u})
	}
	wants, err := wanted(wishes)
	if err != nil || len(wants) == 0 {
		return err
	}
	for n := range wants {
		wants[n].notSince = since
	}
	if err := q.write(ctx, func(t txn) error { return t.raise(time.Now(), wants) }); err != nil {
		return fmt.Errorf("%d keys cannot be wanted: %w", len(wants), err)
	}
	return nil
}

// Deliveries lists deliveries, the newest first, without their payloads.
func (s *Store) Deliveries(ctx context.Context, f Filter) (out []Status, err error) {
	if f.Limit <= 0 {
		f.Limit = 100
	}
	err = s.backend.view(ctx, func(t txn) (err error) { out, err = t.deliveries(f); return err })
	return out, err
}

// Delivery returns one delivery with its payload; false where there is none with that ID.
func (s *Store) Delivery(ctx context.Context, id string) (out Status, found bool, err error) {
	err = s.backend.view(ctx, func(t txn) error {
		list, err := t.deliveries(Filter{ID: id, Limit: 1})
		if err != nil || len(list) == 0 {
			return err
		}
		out, found = list[0], true
		packed, err := t.payload(id)
		if err != nil {
			return err
		}
		out.Payload, err = unpack(packed)
		return err
	})
	return out, found, err
}

// Known tells which of the deliveries were taken in, whatever became of them.
func (s *Store) Known(ctx context.Context, ids ...string) (out map[string]bool, err error) {
	err = s.backend.view(ctx, func(t txn) (err error) { out, err = t.known(ids); return err })
	return out, err
}

// Retry wants the work of a delivery done once more, at once, even if it is done; false where there is none with that ID.
// A server that runs beside this process notices within seconds.
func (s *Store) Retry(ctx context.Context, id string) (found bool, err error) {
	err = s.backend.update(ctx, func(t txn) (err error) {
		s.stir()
		found, err = t.retry(time.Now(), id)
		return err
	})
	return found, err
}

// Prune forgets deliveries that were done or unreadable before a time, and keys that have rested since. It returns how many
// deliveries went.
func (s *Store) Prune(ctx context.Context, before time.Time) (n int, err error) {
	err = s.backend.update(ctx, func(t txn) (err error) { n, err = t.prune(before); return err })
	return n, err
}

// Stats counts what is in the store.
func (s *Store) Stats(ctx context.Context) (out Stats, err error) {
	err = s.backend.view(ctx, func(t txn) (err error) { out, err = t.stats(); return err })
	return out, err
}

// Keep remembers a small value under a name, across restarts and for all replicas; nil forgets it.
func (s *Store) Keep(ctx context.Context, name string, value []byte) error {
	return s.backend.update(ctx, func(t txn) error { return t.keep(name, value) })
}

// Kept returns what is remembered under a name; nil = nothing.
func (s *Store) Kept(ctx context.Context, name string) (value []byte, err error) {
	err = s.backend.view(ctx, func(t txn) (err error) { value, err = t.kept(name); return err })
	return value, err
}

// Ran is when a key's last run succeeded, wall time, UTC; zero = never, or longer ago than is remembered.
func (s *Store) Ran(ctx context.Context, key string) (at time.Time, err error) {
	err = s.backend.view(ctx, func(t txn) (err error) { at, err = t.ran(key); return err })
	return at, err
}
