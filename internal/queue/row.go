package queue

import (
	"encoding/json"
	"fmt"
	"time"
)

// forever is the end of a lease in a store that no other process can have open.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// want is a wish as a store takes it.
type want struct {
	id, group string
	body      []byte // the key, JSON
	urgency   Urgency
	note      []byte
	at        time.Time // of timers
	notSince  time.Time // only where the key has not run since then; zero = always
}

// ask is what a claim is for.
type ask struct {
	now, until time.Time // wall
	owner      string
	most       int // keys
	quiet      int // of them housekeeping
}

// held is a key that somebody works on.
type held struct {
	id, group string
	owner     string
	token     int64
}

// claim is a key that this process may work on until its lease ends.
type claim struct {
	held
	body    []byte
	goal    int64 // the generation that a success brings the key to
	attempt int   // failures so far
	notes   []Note
}

// settlement is the end of a run.
type settlement struct {
	held
	goal     int64
	now      time.Time
	released bool // it was cut short: the key waits as before
	failure  string
	attempt  int // failures, with this one
	pause    time.Duration
	retryAt  time.Time // wall: now and the pause
	wakeAt   time.Time
	also     []want
	later    []want
}

// when is a time of a key that ran: for the process' own timers.
type when struct {
	id string
	at time.Time
}

// txn is what can be done to a store within one transaction. Times are the caller's.
type txn interface {
	accept(d Delivery, packed []byte, wants []want) (fresh bool, err error)
	raise(now time.Time, wants []want) error
	claim(ask) ([]claim, error)
	// renew gives the leases until a later time and returns those that are not this owner's any more.
	renew(until time.Time, leases []held) (lost []held, err error)
	// settle ends a run; false where the lease is not the run's any more, and then nothing happened.
	settle(settlement) (bool, error)
	// again ends the pause before attempt's retry; attempt 0 = whatever it is, where it is over by now.
	again(id string, attempt int, now time.Time) error
	// fired notes that what the backend carried for a key has arrived; next is what it must carry on, zero = nothing.
	fired(id string, next time.Time) error
	// wake wants the keys run whose timer is due. It returns the timers that are not.
	wake(now time.Time, ids []string) ([]when, error)
	// retry wants the work of a delivery done once more; false where there is no such delivery.
	retry(now time.Time, id string) (bool, error)
	drop(now time.Time, match func(body []byte) bool) error
	prune(before time.Time) (int, error)
	keep(name string, value []byte) error

	kept(name string) ([]byte, error)
	known(ids []string) (map[string]bool, error)
	deliveries(Filter) ([]Status, error)
	payload(id string) (packed []byte, err error)
	stats() (Stats, error)
	ran(id string) (time.Time, error)
}

func grouped(k Key) string {
	if g, ok := k.(interface{ Group() string }); ok && g.Group() != "" {
		return g.Group()
	}
	return k.ID()
}

func wanted[K Key](wishes []Wish[K]) ([]want, error) {
	out := make([]want, 0, len(wishes))
	for _, w := range wishes {
		body, err := json.Marshal(w.Key)
		if err != nil {
			return nil, fmt.Errorf("key %s cannot be kept: %w", w.Key.ID(), err)
		}
		out = append(out, want{id: w.Key.ID(), group: grouped(w.Key), body: body, urgency: w.Urgency, note: w.Note})
	}
	return out, nil
}
