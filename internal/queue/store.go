package queue

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync"
)

// ErrClosed says that a store was closed.
var ErrClosed = errors.New("the queue's store is closed")

// Store is where deliveries, keys and timers are kept. Get one from Memory or Open, or from Beside to look into that of a
// server that runs.
type Store struct {
	backend backend

	mu     sync.Mutex
	queues []filler
}

// backend runs transactions.
type backend interface {
	// update runs fn in a transaction that is durable when update returns. Others' functions may be in the same one. With an
	// error nothing happened; fn may run more than once, and returns errors of the backend only.
	update(ctx context.Context, fn func(txn) error) error
	// view runs fn, which only reads.
	view(ctx context.Context, fn func(txn) error) error
	shared() bool // other processes may have it open
	// start begins what the backend carries by itself: timers that outlive the process, chores.
	start(carry) error
	stop(context.Context) error
	close() error
}

// carry is what a backend that outlives the process does for a queue.
type carry struct {
	due    func(ctx context.Context, key string) error // a timer or retry of the key may be due
	chores []Chore
}

// filler is a queue that takes what a transaction left to be run, within that transaction. The function that it returns is
// told how the transaction ended; nil = it wants nothing.
type filler interface {
	fill(txn) func(committed bool)
	stir()
	emptied()
}

func (s *Store) shared() bool { return s.backend.shared() }

func (s *Store) attach(q filler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queues = append(s.queues, q)
}

func (s *Store) attached() []filler {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queues[:len(s.queues):len(s.queues)]
}

// fill lets the queues claim at the end of a transaction.
func (s *Store) fill(t txn) func(committed bool) {
	var done []func(bool)
	for _, q := range s.attached() {
		if f := q.fill(t); f != nil {
			done = append(done, f)
		}
	}
	return func(committed bool) {
		for _, f := range done {
			f(committed)
		}
	}
}

func (s *Store) stir() {
	for _, q := range s.attached() {
		q.stir()
	}
}

func (s *Store) emptied() {
	for _, q := range s.attached() {
		q.emptied()
	}
}

// Close ends the store. What is durable stays.
func (s *Store) Close() error { return s.backend.close() }

// newOwner names this process among replicas.
func newOwner() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
