package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue/postgrestest"
)

// home is a place where a store can be opened, again and again.
type home struct {
	open   func(t *testing.T) *Store // the same store each time, after it was closed
	shared bool
	lasts  bool // what is durable is there when it is opened again
}

// everywhere runs a test on every kind of store.
func everywhere(t *testing.T, test func(*testing.T, home)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		s := Memory()
		test(t, home{open: func(*testing.T) *Store { return s }})
	})
	t.Run("sqlite", func(t *testing.T) {
		test(t, at("sqlite:"+filepath.Join(t.TempDir(), "sensible.db"), false))
	})
	t.Run("postgres", func(t *testing.T) { test(t, at(server(t).Database(t), true)) })
}

// server is one Postgres for all tests that do not stop it.
func server(t *testing.T) *postgrestest.Server {
	t.Helper()
	return postgrestest.Shared(t)
}

func at(database string, shared bool) home {
	return home{shared: shared, lasts: true, open: func(t *testing.T) *Store {
		t.Helper()
		s, err := Open(t.Context(), database, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}}
}

// worker is a queue whose runs the test can hold, fail and count.
type worker struct {
	*Queue[key]
	mu    sync.Mutex
	count map[key]int
	at    map[key]int // how many run now
	most  map[key]int
	order []key
	notes []Note
	gate  chan struct{} // nil = runs end at once
	out   func(context.Context, key, int) (Outcome[key], error)
}

func newWorker(t *testing.T, s *Store, set func(*Settings[key])) *worker {
	t.Helper()
	w := &worker{count: map[key]int{}, at: map[key]int{}, most: map[key]int{}}
	settings := Settings[key]{Run: w.run, Now: func() time.Time { return time.Now().UTC() }, Store: s, Pause: func(int) time.Duration { return 20 * time.Millisecond }}
	if set != nil {
		set(&settings)
	}
	w.Queue = New(settings)
	return w
}

func (w *worker) started(t *testing.T) *worker {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	if err := w.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		stop, end := context.WithTimeout(context.Background(), 5*time.Second)
		defer end()
		_ = w.Stop(stop)
	})
	return w
}

func (w *worker) run(ctx context.Context, k key, notes []Note) (Outcome[key], error) {
	w.mu.Lock()
	w.count[k]++
	n := w.count[k]
	w.at[k]++
	w.most[k] = max(w.most[k], w.at[k])
	w.order = append(w.order, k)
	w.notes = append(w.notes, notes...)
	gate, out := w.gate, w.out
	w.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	w.mu.Lock()
	w.at[k]--
	w.mu.Unlock()
	if out != nil {
		return out(ctx, k, n)
	}
	return Outcome[key]{}, ctx.Err()
}

func (w *worker) runs(k key) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count[k]
}

// rest waits until nothing is left to do.
func (w *worker) rest(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := w.Idle(ctx); err != nil {
		s, _ := w.Store().Stats(t.Context())
		t.Fatalf("it does not come to rest: %v, %+v", err, s)
	}
}

// until waits for something that no channel tells.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !is() {
		select {
		case <-deadline:
			t.Fatalf("never: %s", what)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (w *worker) take(t *testing.T, id string, keys ...key) bool {
	t.Helper()
	var wishes []Wish[key]
	for _, k := range keys {
		wishes = append(wishes, Wish[key]{Key: k, Urgency: People, Note: []byte(id + " for " + string(k))})
	}
	fresh, err := w.Accept(t.Context(), Delivery{ID: id, Event: "issue_comment", Action: "created", Installation: 10, ReceivedAt: time.Now().UTC(), Payload: []byte(`{"id":"` + id + `"}`)}, wishes)
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func (w *worker) state(t *testing.T, id string) State {
	t.Helper()
	s, ok, err := w.Store().Delivery(t.Context(), id)
	if err != nil || !ok {
		t.Fatalf("delivery %s: %v %v", id, ok, err)
	}
	return s.State
}

func TestADeliveryIsDoneWhenAllItsWorkIsAndCountsOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		if !w.take(t, "d1", "a", "b") || w.take(t, "d1", "a", "b") {
			t.Error("a delivery is new once")
		}
		if s := w.state(t, "d1"); s != Waiting {
			t.Errorf("before it ran: %s", s)
		}
		w.started(t)
		w.rest(t)
		if s := w.state(t, "d1"); s != Done || w.runs("a") != 1 || w.runs("b") != 1 {
			t.Errorf("%s, ran %d and %d times", s, w.runs("a"), w.runs("b"))
		}
		w.take(t, "d1", "a", "b")
		w.rest(t)
		if w.runs("a") != 1 {
			t.Errorf("a delivery that was done ran again")
		}
		if fmt.Sprint(len(w.notes)) != "2" || w.notes[0].Delivery != "d1" {
			t.Errorf("notes: %v", w.notes)
		}
	})
}

func TestARedeliveryOfOneThatFailedRunsAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), func(s *Settings[key]) { s.Pause = func(int) time.Duration { return time.Hour } })
		fail := true
		w.out = func(context.Context, key, int) (Outcome[key], error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if fail {
				return Outcome[key]{}, errors.New("GitHub is down\x00")
			}
			return Outcome[key]{}, nil
		}
		w.started(t)
		w.take(t, "d1", "a")
		until(t, "it fails", func() bool { return w.state(t, "d1") == Failing })
		s, _, _ := w.Store().Delivery(t.Context(), "d1")
		if len(s.Works) != 1 || s.Works[0].Attempt != 1 || s.Works[0].Failure == "" || s.Works[0].RetryAt.IsZero() {
			t.Errorf("what failed is not told: %+v", s.Works)
		}
		w.mu.Lock()
		fail = false
		w.mu.Unlock()
		w.take(t, "d1", "a")
		w.rest(t)
		if w.runs("a") != 2 || w.state(t, "d1") != Done {
			t.Errorf("ran %d times, %s", w.runs("a"), w.state(t, "d1"))
		}
		if len(w.notes) != 2 {
			t.Errorf("a note is told until a run succeeds: %v", w.notes)
		}
	})
}

func TestAKeyThatIsWantedWhileItRunsRunsOnceMoreAndNeverTwiceAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, h home) {
		w := newWorker(t, h.open(t), nil)
		w.gate = make(chan struct{})
		w.started(t)
		w.take(t, "d0", "a")
		until(t, "it runs", func() bool { return w.runs("a") == 1 })
		for i := range 5 {
			w.take(t, fmt.Sprint("more", i), "a")
		}
		close(w.gate)
		w.rest(t)
		if w.runs("a") != 2 || w.most["a"] != 1 {
			t.Errorf("ran %d times, %d at once", w.runs("a"), w.most["a"])
		}
	})
}
