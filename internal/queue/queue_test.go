package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type key string

func (k key) ID() string { return string(k) }

// bench is a queue whose runs the test can hold and count.
type bench struct {
	*Queue[key]
	mu    sync.Mutex
	count map[key]int
	at    map[key]int // how many run now
	most  map[key]int
	gate  chan struct{} // nil = runs end at once
	out   func(key, int) (Outcome[key], error)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{count: map[key]int{}, at: map[key]int{}, most: map[key]int{}}
	b.Queue = New(Settings[key]{Run: b.run, Now: time.Now})
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	b.Start(ctx)
	return b
}

func (b *bench) run(ctx context.Context, k key) (Outcome[key], error) {
	b.mu.Lock()
	b.count[k]++
	n := b.count[k]
	b.at[k]++
	b.most[k] = max(b.most[k], b.at[k])
	gate := b.gate
	b.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at[k]--
	if b.out != nil {
		return b.out(k, n)
	}
	return Outcome[key]{}, nil
}

func (b *bench) runs(k key) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.count[k]
}

func TestAKeyThatIsWantedWhileItRunsRunsOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.gate = make(chan struct{})
		b.Raise("a", "")
		synctest.Wait()
		for i := range 5 {
			b.Raise("a", fmt.Sprint("d", i))
		}
		close(b.gate)
		if err := b.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if b.runs("a") != 2 || b.most["a"] != 1 {
			t.Errorf("ran %d times, %d at once", b.runs("a"), b.most["a"])
		}
	})
}

func TestADeliveryThatIsDoneCountsOnceAndOneThatFailedCountsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.Raise("a", "d1")
		_ = b.Idle(t.Context())
		b.Raise("a", "d1")
		_ = b.Idle(t.Context())
		if b.runs("a") != 1 {
			t.Errorf("a finished delivery ran %d times", b.runs("a"))
		}
		b.Raise("b", "d1")
		_ = b.Idle(t.Context())
		if b.runs("b") != 1 {
			t.Error("the same delivery about another issue was dropped")
		}
		b.mu.Lock()
		b.out = func(_ key, n int) (Outcome[key], error) {
			if n == 1 {
				return Outcome[key]{}, errors.New("down")
			}
			return Outcome[key]{}, nil
		}
		b.mu.Unlock()
		b.Raise("c", "d2")
		synctest.Wait()
		b.Raise("c", "d2")
		_ = b.Idle(t.Context())
		if b.runs("c") != 2 {
			t.Errorf("a delivery whose work failed ran %d times", b.runs("c"))
		}
	})
}

func TestAFailedRunIsTriedAgainWithGrowingPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var at []time.Duration
		start := time.Now()
		b.out = func(_ key, n int) (Outcome[key], error) {
			at = append(at, time.Since(start))
			if n < 4 {
				return Outcome[key]{}, errors.New("down")
			}
			return Outcome[key]{}, nil
		}
		b.Raise("a", "")
		if err := b.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(at) != "[0s 1s 3s 7s]" {
			t.Errorf("tried at %v", at)
		}
	})
}

// later is an error that says when to come back.
type later struct{ at time.Time }

func (l later) Error() string      { return "limited" }
func (l later) RetryAt() time.Time { return l.at }

func TestAnErrorMaySayWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		start := time.Now()
		b.out = func(_ key, n int) (Outcome[key], error) {
			if n == 1 {
				return Outcome[key]{}, fmt.Errorf("observe: %w", later{start.Add(time.Hour)})
			}
			return Outcome[key]{}, nil
		}
		b.Raise("a", "")
		if err := b.Idle(t.Context()); err != nil || time.Since(start) != time.Hour {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

func TestAKeyRunsAgainWhenItsTimeHasComeAndNotBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		wake := time.Now().Add(30 * time.Minute)
		b.out = func(_ key, n int) (Outcome[key], error) {
			if n == 1 {
				return Outcome[key]{WakeAt: wake}, nil
			}
			return Outcome[key]{}, nil
		}
		b.Raise("a", "")
		_ = b.Idle(t.Context())
		<-time.After(29 * time.Minute)
		b.Tick()
		_ = b.Idle(t.Context())
		if b.runs("a") != 1 || !b.NextWake().Equal(wake) {
			t.Errorf("ran %d times, next at %s", b.runs("a"), b.NextWake())
		}
		<-time.After(time.Minute)
		b.Tick()
		b.Tick()
		_ = b.Idle(t.Context())
		if b.runs("a") != 2 || !b.NextWake().IsZero() {
			t.Errorf("ran %d times, next at %s", b.runs("a"), b.NextWake())
		}
	})
}

func TestARunMayAskForAnotherKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.out = func(k key, _ int) (Outcome[key], error) {
			if k == "item" {
				return Outcome[key]{Also: []key{"incident"}}, nil
			}
			return Outcome[key]{}, nil
		}
		b.Raise("item", "d1")
		_ = b.Idle(t.Context())
		if b.runs("incident") != 1 {
			t.Errorf("the incident ran %d times", b.runs("incident"))
		}
	})
}

func TestStopLetsWhatRunsFinishAndTakesNothingNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.gate = make(chan struct{})
		b.Raise("a", "")
		synctest.Wait()
		done := make(chan error, 1)
		go func() { done <- b.Stop(t.Context()) }()
		synctest.Wait()
		b.Raise("b", "")
		close(b.gate)
		if err := <-done; err != nil || b.runs("a") != 1 || b.runs("b") != 0 {
			t.Errorf("%v; a ran %d times, b %d", err, b.runs("a"), b.runs("b"))
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := b.Idle(short); err != nil {
			t.Errorf("not idle after it stopped: %v", err)
		}
	})
}

func TestManyKeysRunAtOnceButNoMoreThanTheWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.gate = make(chan struct{})
		for i := range 20 {
			b.Raise(key(fmt.Sprint(i)), "")
		}
		synctest.Wait()
		b.mu.Lock()
		running := 0
		for _, n := range b.at {
			running += n
		}
		b.mu.Unlock()
		close(b.gate)
		_ = b.Idle(t.Context())
		if running != 8 || len(b.count) != 20 {
			t.Errorf("%d at once, %d in all", running, len(b.count))
		}
	})
}

func TestPausesGrowToFiveMinutesAndDifferByRandom(t *testing.T) {
	plain, random := Backoff(nil), Backoff(func() float64 { return 0.5 })
	for attempt, want := range map[int]time.Duration{1: time.Second, 4: 8 * time.Second, 9: 256 * time.Second, 10: 5 * time.Minute, 900: 5 * time.Minute} {
		if plain(attempt) != want || random(attempt) != want*3/4 {
			t.Errorf("attempt %d: %s and %s, want %s and %s", attempt, plain(attempt), random(attempt), want, want*3/4)
		}
	}
}
