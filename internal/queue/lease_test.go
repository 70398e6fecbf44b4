package queue

import (
	"context"
	"errors"
	"testing"
	"time"
)

func within(t *testing.T, s *Store, fn func(txn) error) {
	t.Helper()
	if err := s.backend.update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestALateWorkerCannotEndWhatAnotherHasTakenAndTokensOnlyGrow(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.take(t, "d1", "a")
		now := time.Now()
		var first, second []claim
		var late, again, good bool
		within(t, w.Store(), func(t txn) (err error) {
			first, err = t.claim(ask{now: now, until: now.Add(time.Minute), owner: "one", most: 8, quiet: 8})
			return err
		})
		within(t, w.Store(), func(t txn) (err error) {
			second, err = t.claim(ask{now: now.Add(30 * time.Second), until: now.Add(time.Hour), owner: "two", most: 8, quiet: 8})
			return err
		})
		if len(first) != 1 || len(second) != 0 {
			t.Fatalf("claimed %v, and %v while that lease lasted", first, second)
		}
		within(t, w.Store(), func(x txn) (err error) { // the clock of the database may not be ours: the lease ends in the past
			_, err = x.renew(now.Add(-time.Minute), []held{first[0].held})
			return err
		})
		within(t, w.Store(), func(t txn) (err error) {
			second, err = t.claim(ask{now: now, until: now.Add(time.Minute), owner: "two", most: 8, quiet: 8})
			return err
		})
		if len(second) != 1 || second[0].token <= first[0].token {
			t.Fatalf("claimed %v, then %v", first, second)
		}
		var lost []held
		within(t, w.Store(), func(t txn) (err error) {
			if lost, err = t.renew(now.Add(time.Hour), []held{first[0].held}); err != nil {
				return err
			}
			late, err = t.settle(settlement{held: first[0].held, goal: first[0].goal, now: now})
			return err
		})
		if late || len(lost) != 1 || w.state(t, "d1") == Done {
			t.Errorf("a late worker ended it (%v), its lease was renewed (%v)", late, lost)
		}
		within(t, w.Store(), func(t txn) (err error) {
			if good, err = t.settle(settlement{held: second[0].held, goal: second[0].goal, now: now}); err != nil {
				return err
			}
			again, err = t.settle(settlement{held: second[0].held, goal: second[0].goal, now: now})
			return err
		})
		if !good || again || w.state(t, "d1") != Done {
			t.Errorf("the owner ended it: %v, twice: %v, %s", good, again, w.state(t, "d1"))
		}
	})
}

func TestARunWhoseLeaseIsTakenIsStoppedAndMayWriteNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), func(s *Settings[key]) { s.Lease = 400 * time.Millisecond })
		ended := make(chan error, 9)
		w.out = func(ctx context.Context, _ key, n int) (Outcome[key], error) {
			if n > 1 {
				return Outcome[key]{}, nil
			}
			if err := Fenced(ctx); err != nil {
				t.Errorf("fenced off while the lease lasts: %v", err)
			}
			<-ctx.Done()
			ended <- errors.Join(context.Cause(ctx), Fenced(ctx))
			return Outcome[key]{}, nil // it does not even notice
		}
		w.started(t)
		w.take(t, "d1", "a")
		until(t, "it runs", func() bool { return w.runs("a") == 1 })
		w.Queue.mu.Lock()
		had := w.running["a"].held
		w.Queue.mu.Unlock()
		within(t, w.Store(), func(x txn) error { // as if it had been silent, and another replica had come
			now := time.Now()
			if _, err := x.renew(now.Add(-time.Minute), []held{had}); err != nil {
				return err
			}
			s, err := x.claim(ask{now: now, until: now.Add(time.Second), owner: "thief", most: 8, quiet: 8})
			if err == nil && len(s) != 1 {
				t.Errorf("the thief got %v", s)
			}
			return err
		})
		if err := <-ended; !errors.Is(err, ErrLeaseLost) {
			t.Errorf("it ended with %v", err)
		}
		w.rest(t)
		if w.runs("a") < 2 {
			t.Error("what a worker said whose lease was lost was believed")
		}
	})
}

func TestALeaseIsOverByEitherClock(t *testing.T) {
	l := newLease(time.Now(), time.Minute)
	if !l.Valid() {
		t.Error("a new lease is over")
	}
	if l = newLease(time.Now().Add(-2*time.Minute), time.Minute); l.Valid() {
		t.Error("an old lease is not over")
	}
	if l = newLease(time.Now().Round(0).Add(-2*time.Minute), 0); !l.Valid() {
		t.Error("a lease without end is over")
	}
	l.lost.Store(true)
	if l.Valid() || Fenced(context.WithValue(t.Context(), leaseKey{}, l)) == nil || Fenced(t.Context()) != nil {
		t.Error("a lost lease lets writes out")
	}
}

func TestKeysOfOneGroupNeverRunAtOnceInWhicheverReplica(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		s := h.open(t)
		other := s
		if h.shared {
			other = h.open(t)
		}
		set := func(s *Settings[key]) { s.Lease = 2 * time.Second }
		one, two := newWorker(t, s, set), newWorker(t, other, set)
		slow := func(context.Context, key, int) (Outcome[key], error) {
			<-time.After(3 * time.Millisecond)
			return Outcome[key]{}, nil
		}
		shared := newBusy()
		one.set.Run, two.set.Run = shared.watch(one, slow), shared.watch(two, slow)
		one.started(t)
		two.started(t)
		for n := range 6 {
			for _, k := range []key{"issue/card", "issue/board", "issue/pull", "other/card"} {
				if err := one.Raise(t.Context(), People, k); err != nil {
					t.Fatal(err)
				}
				if n%2 == 0 {
					if err := two.Raise(t.Context(), Housekeeping, k); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		one.rest(t)
		if shared.most["issue"] != 1 || shared.runs < 4 {
			t.Errorf("%d of a group at once, %d runs", shared.most["issue"], shared.runs)
		}
	})
}
