package queue

import (
	"context"
	"sync/atomic"
	"time"
)

// Lease is the right to work on a key, until a time. It is renewed while the run lasts and the database answers.
type Lease struct {
	start time.Time    // with the monotonic clock
	ends  atomic.Int64 // after start; 0 = never
	lost  atomic.Bool
}

type leaseKey struct{}

func newLease(now time.Time, d time.Duration) *Lease {
	l := &Lease{start: now}
	l.ends.Store(int64(d))
	return l
}

// extend moves the end of the lease to d after now.
func (l *Lease) extend(now time.Time, d time.Duration) { l.ends.Store(int64(now.Sub(l.start) + d)) }

// Valid says whether nobody else can have the key now. A process that stood still finds that it is not, by the clock that
// goes on meanwhile and by the wall's.
func (l *Lease) Valid() bool {
	if l.lost.Load() {
		return false
	}
	ends := time.Duration(l.ends.Load())
	now := time.Now()
	return ends == 0 || now.Sub(l.start) < ends && now.Round(0).Sub(l.start.Round(0)) < ends
}

// Fenced returns ErrLeaseLost where the run that ctx belongs to must not write any more. Outside of a run it is nil.
func Fenced(ctx context.Context) error {
	if l, ok := ctx.Value(leaseKey{}).(*Lease); ok && !l.Valid() {
		return ErrLeaseLost
	}
	return nil
}

// until is when a lease that is taken now ends.
func (q *Queue[K]) until(now time.Time) time.Time {
	if q.set.Lease == 0 {
		return forever
	}
	return now.Add(q.set.Lease)
}

// renewals keeps the leases of what runs. A run whose lease ends before that succeeds is stopped.
func (q *Queue[K]) renewals(ctx context.Context) {
	tick := time.NewTicker(q.set.Lease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			q.renew(ctx)
		}
	}
}

func (q *Queue[K]) renew(ctx context.Context) {
	q.mu.Lock()
	runs := map[string]*run[K]{}
	var leases []held
	for id, r := range q.running {
		runs[id] = r
		leases = append(leases, r.held)
	}
	q.mu.Unlock()
	if len(leases) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, q.set.Lease/4)
	defer cancel()
	now := time.Now()
	var lost []held
	err := q.store.backend.update(ctx, func(t txn) (err error) {
		lost, err = t.renew(q.until(now), leases)
		return err
	})
	if err != nil {
		q.set.Log.Warn("leases cannot be renewed", "keys", len(leases), "error", err.Error())
	}
	for _, h := range lost {
		runs[h.id].lease.lost.Store(true)
	}
	for _, r := range runs {
		if err == nil && !r.lease.lost.Load() {
			r.lease.extend(now, q.set.Lease)
		}
		if !r.lease.Valid() {
			r.cancel(ErrLeaseLost)
		}
	}
}
