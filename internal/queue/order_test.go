package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// busy watches how many keys of a group run at once, over all replicas.
type busy struct {
	mu   sync.Mutex
	at   map[string]int
	most map[string]int
	runs int
}

func newBusy() *busy { return &busy{at: map[string]int{}, most: map[string]int{}} }

func (b *busy) watch(_ *worker, run func(context.Context, key, int) (Outcome[key], error)) func(context.Context, key, []Note) (Outcome[key], error) {
	return func(ctx context.Context, k key, _ []Note) (Outcome[key], error) {
		b.mu.Lock()
		b.runs++
		b.at[k.Group()]++
		b.most[k.Group()] = max(b.most[k.Group()], b.at[k.Group()])
		b.mu.Unlock()
		defer func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.at[k.Group()]--
		}()
		return run(ctx, k, 1)
	}
}

func TestPeopleGoBeforeHousekeepingWhichNeverTakesAllWorkers(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.gate = make(chan struct{})
		var sweep []key
		for n := range 20 {
			sweep = append(sweep, key(fmt.Sprint("h", n)))
		}
		if err := w.Raise(t.Context(), Housekeeping, sweep...); err != nil {
			t.Fatal(err)
		}
		w.started(t)
		until(t, "housekeeping runs", func() bool { return w.Running() == 6 })
		for n := range 3 {
			w.take(t, fmt.Sprint("d", n), key(fmt.Sprint("p", n)))
		}
		until(t, "people's run beside it", func() bool { return w.runs("p0") == 1 && w.runs("p1") == 1 })
		if n := w.Running(); n != 8 {
			t.Errorf("%d at once", n)
		}
		close(w.gate)
		w.rest(t)
		// It was claimed first; when its goroutine ran, among the eight at most that were claimed with it, nobody decides.
		if at := slices.Index(w.order, "p2"); at < 8 || at >= 16 {
			t.Errorf("what people wait for ran as number %d: %v", at, w.order)
		}
	})
}

func TestARunMayAskForOthersNowAndLaterAndForItself(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		var ahead atomic.Int64
		now := func() time.Time { return time.Now().UTC().Add(time.Duration(ahead.Load())) }
		w := newWorker(t, h.open(t), func(s *Settings[key]) { s.Now = now })
		at := now().Add(time.Hour).Truncate(time.Microsecond)
		w.out = func(_ context.Context, k key, n int) (Outcome[key], error) {
			if k == "item" && n == 1 {
				return Outcome[key]{Also: []key{"incident"}, Later: []Timer[key]{{"board", at}}, WakeAt: at}, nil
			}
			return Outcome[key]{}, nil
		}
		w.started(t)
		w.take(t, "d1", "item")
		w.rest(t)
		w.Tick()
		if w.runs("incident") != 1 || w.runs("board") != 0 || w.runs("item") != 1 || !w.NextWake().Equal(at) {
			t.Errorf("before the time: %v, next %s", w.count, w.NextWake())
		}
		ahead.Store(int64(time.Hour + time.Second))
		w.Tick()
		w.Tick()
		w.rest(t)
		if w.runs("board") != 1 || w.runs("item") != 2 || !w.NextWake().IsZero() {
			t.Errorf("after it: %v, next %s", w.count, w.NextWake())
		}
	})
}

func TestWhatFailedIsTriedAgainAndToldMeanwhile(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.out = func(_ context.Context, _ key, n int) (Outcome[key], error) {
			if n < 4 {
				return Outcome[key]{}, errors.New("down")
			}
			return Outcome[key]{}, nil
		}
		w.started(t)
		w.take(t, "d1", "a")
		w.rest(t)
		if s, err := w.Store().Stats(t.Context()); w.runs("a") != 4 || err != nil || s != (Stats{Deliveries: 1}) {
			t.Errorf("ran %d times; %+v %v", w.runs("a"), s, err)
		}
	})
}

func TestDroppedKeysAreForgottenAndTheirDeliveriesDone(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.take(t, "d1", "gone/1", "gone/2")
		w.take(t, "d2", "stays")
		if err := w.Drop(t.Context(), func(k key) bool { return k.Group() == "gone" }); err != nil {
			t.Fatal(err)
		}
		if w.state(t, "d1") != Done || w.state(t, "d2") != Waiting {
			t.Errorf("%s and %s", w.state(t, "d1"), w.state(t, "d2"))
		}
		w.started(t)
		w.rest(t)
		if w.runs("gone/1") != 0 || w.runs("stays") != 1 {
			t.Errorf("%v", w.count)
		}
	})
}

func TestOnlyKeysThatHaveNotRunLatelyAreSwept(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil).started(t)
		w.take(t, "d1", "a")
		w.rest(t)
		if err := w.RaiseIdle(t.Context(), Housekeeping, time.Now().Add(-time.Hour), "a", "b"); err != nil {
			t.Fatal(err)
		}
		w.rest(t)
		if w.runs("a") != 1 || w.runs("b") != 1 {
			t.Errorf("%v", w.count)
		}
		if at, err := w.Store().Ran(t.Context(), "a"); err != nil || time.Since(at) > time.Minute {
			t.Errorf("a ran at %s, %v", at, err)
		}
	})
}
