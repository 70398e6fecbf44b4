// Package queue decides when a key is run: durably, one worker per key, run again while more is wanted than done, timers,
// retries with growing pauses. It takes deliveries in (Queue.Accept is one durable transaction: the inbox row and what is
// wanted of each key), tells what became of them (Store.Deliveries) and keeps them for a week.
//
// The tables inbox, keys, works and leases are the truth, in memory, on SQLite or on Postgres. All that writes goes through
// one goroutine, which puts what waits into one transaction and claims, within the same one, what the workers are free for:
// 16 senders get 2,000 durable deliveries a second on SQLite (2 cores, busy), and between the commit and the worker lies
// nothing. The lease is not the key's but its group's, with a token that only grows, so that the aspects of one issue never
// run at once, in whichever replica; whoever ends a run or writes to GitHub (Fenced) must still have it.
//
// River is not in that transaction, where it allows 334 inserts a second, and its uniqueness would swallow the doorbell that
// rings while a job is scheduled. It carries what is due later: timers and retries, each put in with the end of the run that
// asks for it, and chores. The process that asked has timers of its own, exact to the second; River is what is left of them
// when it is gone, and what a process beside the server calls it by. What a replica had claimed or left waiting the others
// find by looking every two seconds. A job of River takes at most 10 minutes and is rescued after 20.
//
// It does not know what a key is about, and does not run anything itself but the function it was given.
package queue

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Key is what is run; keys with the same ID are the same. A key is kept as JSON, so its exported fields must say it all.
//
// A key may have a method Group() string: keys of the same group never run at once, in whichever replica. Without it a key
// is a group of its own.
type Key interface{ ID() string }

// Urgency says what goes first.
type Urgency int

// Housekeeping waits for People: it never takes the last quarter of the workers either.
const (
	Housekeeping Urgency = iota
	People
)

// Wish is a key that should run.
type Wish[K Key] struct {
	Key     K
	Urgency Urgency
	// Note is kept with the key and handed to its runs until one succeeds; nil = none. The same delivery notes a key once.
	Note []byte
}

// Note is something that a delivery told a key and that cannot be looked up anywhere else.
type Note struct {
	Delivery string
	Body     []byte
}

// Timer is a key that should run at a time, or earlier where it has an earlier one already.
type Timer[K Key] struct {
	Key K
	At  time.Time
}

// Outcome is what a run asks for afterwards.
type Outcome[K Key] struct {
	WakeAt time.Time  // run again then; zero = only when asked
	Also   []K        // keys that must run because of this one
	Later  []Timer[K] // keys that must run later because of this one
}

// ErrLeaseLost is the cause of a run's end whose key another replica may have taken meanwhile: it must write nothing more.
var ErrLeaseLost = errors.New("the lease on this key is lost")

// Settings of a queue. Run and Now are needed.
type Settings[K Key] struct {
	Run     func(context.Context, K, []Note) (Outcome[K], error)
	Now     func() time.Time                                // the time that WakeAt is in; with a database it must be the wall's
	After   func(d time.Duration, f func()) (cancel func()) // wall time, for retries; nil = time.AfterFunc
	Pause   func(attempt int) time.Duration                 // after failure 1, 2, …; nil = Backoff
	Workers int                                             // keys at once; 0 = 8
	Log     *slog.Logger

	Store  *Store        // nil = Memory()
	Lease  time.Duration // how long a replica may be silent before others take its keys; 0 = 15 s where the store is shared
	Chores []Chore       // what is done now and then, once for all replicas
	// Emptied is told that the database was gone and was made anew while this ran: what was waiting must be found again.
	Emptied func()
}

// Kept is how long deliveries stay in the inbox.
const Kept = 7 * 24 * time.Hour

// Chore is something that is done now and then, by one replica for all.
type Chore struct {
	Name    string // the same in every version: the database knows it by this
	Every   time.Duration
	AtStart bool
	Run     func(context.Context) error
}

// Queue runs keys. Get one from New.
type Queue[K Key] struct {
	set   Settings[K]
	store *Store
	owner string // this process, among replicas

	mu       sync.Mutex
	ctx      context.Context // of the workers; nil before Start
	stopped  bool
	ready    bool                 // something may be waiting that nobody has claimed
	reserved int                  // workers that a claim under way may need
	running  map[string]*run[K]   // by key
	wakes    map[string]time.Time // of keys that this process ran last
	changed  chan struct{}        // closed and replaced whenever something may have come to rest
	workers  sync.WaitGroup
	retries  map[string]func() // cancels, by key
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
	if s.Store == nil {
		s.Store = Memory()
	}
	if s.Lease == 0 && s.Store.shared() {
		s.Lease = 15 * time.Second
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	s.Chores = append(slices.Clone(s.Chores), Chore{Name: "prune", Every: time.Hour, AtStart: true, Run: func(ctx context.Context) error {
		_, err := s.Store.Prune(ctx, time.Now().Add(-Kept))
		return err
	}})
	q := &Queue[K]{
		set: s, store: s.Store, owner: newOwner(), running: map[string]*run[K]{}, wakes: map[string]time.Time{},
		changed: make(chan struct{}), retries: map[string]func(){},
	}
	s.Store.attach(q)
	return q
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
