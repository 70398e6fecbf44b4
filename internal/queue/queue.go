// Package queue decides when a key is run: one worker per key, run again while more is wanted than done, timers, retries
// with growing pauses. It keeps everything in memory: what was waiting when the process ends is found again by the sweep
// at the next start, not by this package.
//
// It does not know what a key is about, and does not run anything itself but the function it was given.
package queue

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Key is what is run; keys with the same ID are the same.
type Key interface{ ID() string }

// Outcome is what a run asks for afterwards.
type Outcome[K Key] struct {
	WakeAt time.Time // run again then; zero = only when asked
	Also   []K       // keys that must run because of this one
}

// Settings of a queue. Run and Now are needed.
type Settings[K Key] struct {
	Run     func(context.Context, K) (Outcome[K], error)
	Now     func() time.Time                                // the time that WakeAt is in; it need not be the wall's
	After   func(d time.Duration, f func()) (cancel func()) // wall time, for retries; nil = time.AfterFunc
	Pause   func(attempt int) time.Duration                 // after failure 1, 2, …; nil = Backoff
	Workers int                                             // keys at once; 0 = 8
	Log     *slog.Logger
}

// Queue runs keys. Get one from New.
type Queue[K Key] struct {
	set   Settings[K]
	slots chan struct{}

	mu      sync.Mutex
	ctx     context.Context // of the workers; nil before Start
	stopped bool
	keys    map[string]*entry[K]
	seen    map[string]bool // deliveries that are done
	order   []string        // their ids, oldest first
	busy    int             // keys that are running, or wanted more than done
	idle    chan struct{}   // closed and replaced whenever busy falls to 0
	running sync.WaitGroup
}

// entry is one key: a row of the table that a database would hold.
type entry[K Key] struct {
	key        K
	wanted     uint64
	done       uint64
	running    bool
	waiting    bool // for its retry
	attempt    int
	cancel     func()    // of the retry
	wakeAt     time.Time // run again then; zero = never
	deliveries map[string]uint64
}

// New returns a queue that takes keys at once and runs them after Start.
func New[K Key](s Settings[K]) *Queue[K] {
	if s.Workers == 0 {
		s.Workers = 8
	}
	if s.Pause == nil {
		s.Pause = Backoff(nil)
	}
	if s.After == nil {
		s.After = func(d time.Duration, f func()) func() {
			t := time.AfterFunc(d, f)
			return func() { t.Stop() }
		}
	}
	return &Queue[K]{
		set: s, slots: make(chan struct{}, s.Workers), keys: map[string]*entry[K]{}, seen: map[string]bool{}, idle: make(chan struct{}),
	}
}

// Raise wants a key run. A delivery id makes it count once: while that delivery's work is done, raising it again changes
// nothing; before, it is only another wish. Empty = not a delivery.
func (q *Queue[K]) Raise(k K, delivery string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped || (delivery != "" && q.seen[delivery+" "+k.ID()]) {
		return
	}
	e := q.entry(k)
	if e.wanted == e.done && !e.running {
		q.busy++
	}
	e.wanted++
	e.wakeAt = time.Time{}
	if delivery != "" {
		e.deliveries[delivery] = e.wanted
	}
	if e.waiting { // something new happened: no need to wait for the retry
		e.stopRetry()
	}
	q.start(e)
}

func (q *Queue[K]) entry(k K) *entry[K] {
	e, ok := q.keys[k.ID()]
	if !ok {
		e = &entry[K]{deliveries: map[string]uint64{}}
		q.keys[k.ID()] = e
	}
	e.key = k // the newest name counts
	return e
}

func (e *entry[K]) stopRetry() {
	if e.cancel != nil {
		e.cancel()
	}
	e.cancel, e.waiting = nil, false
}

// start runs an entry unless it runs, waits or nothing is wanted of it. The lock is held.
func (q *Queue[K]) start(e *entry[K]) {
	if q.ctx == nil || q.stopped || e.running || e.waiting || e.wanted == e.done {
		return
	}
	e.running = true
	q.running.Add(1)
	go q.work(q.ctx, e)
}

// work runs one key until nothing more is wanted of it.
func (q *Queue[K]) work(ctx context.Context, e *entry[K]) {
	defer q.running.Done()
	select {
	case q.slots <- struct{}{}:
	case <-ctx.Done():
		q.settle(ctx, e, 0, Outcome[K]{}, ctx.Err())
		return
	}
	defer func() { <-q.slots }()
	for {
		q.mu.Lock()
		goal, key := e.wanted, e.key
		q.mu.Unlock()
		out, err := q.set.Run(ctx, key)
		if !q.settle(ctx, e, goal, out, err) {
			return
		}
	}
}

// Backoff is the usual pause: 1 s, doubled each time up to 5 min, with up to half of it taken off by random (0 ≤ x < 1; nil
// = none), so that what failed together does not come back together.
func Backoff(random func() float64) func(attempt int) time.Duration {
	return func(attempt int) time.Duration {
		d := min(time.Second<<min(attempt-1, 16), 5*time.Minute)
		if random != nil {
			d -= time.Duration(random() * float64(d) / 2)
		}
		return d
	}
}
