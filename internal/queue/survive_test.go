package queue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/queue/postgrestest"
)

// lasting runs a test on the stores that outlive a process, both at once: what River carries takes its time.
func lasting(t *testing.T, test func(*testing.T, string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "sensible.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, server(t).Database(t))
	})
}

// crash ends a queue without any goodbye.
func crash(w *worker, end context.CancelFunc) {
	_ = w.Store().Close()
	end()
}

func TestTimersRetriesNotesAndHalfDoneWorkOutliveTheProcess(t *testing.T) {
	lasting(t, func(t *testing.T, database string) {
		short := func(s *Settings[key]) {
			s.Pause = func(int) time.Duration { return 2 * time.Second }
			if s.Store.shared() {
				s.Lease = time.Second
			}
		}
		w := newWorker(t, at(database, false).open(t), short)
		w.out = func(ctx context.Context, k key, _ int) (Outcome[key], error) {
			switch k {
			case "timer":
				return Outcome[key]{WakeAt: time.Now().Add(2 * time.Second)}, nil
			case "retry":
				return Outcome[key]{}, errors.New("down")
			}
			<-ctx.Done() // half done
			return Outcome[key]{}, ctx.Err()
		}
		ctx, end := context.WithCancel(context.Background())
		if err := w.Start(ctx); err != nil {
			t.Fatal(err)
		}
		w.take(t, "d1", "timer", "retry", "half")
		until(t, "all began, and two ended", func() bool {
			return w.runs("half") == 1 && w.Running() == 1 && w.runs("retry") == 1 && w.runs("timer") == 1
		})
		crash(w, end)

		next := newWorker(t, at(database, false).open(t), short).started(t)
		until(t, "half done work is done again", func() bool { return next.runs("half") == 1 })
		until(t, "the retry is carried on", func() bool { return next.runs("retry") == 1 })
		until(t, "the timer is carried on", func() bool { return next.runs("timer") == 1 })
		next.rest(t)
		if s := next.state(t, "d1"); s != Done {
			t.Errorf("the delivery is %s", s)
		}
		if len(next.notes) < 2 {
			t.Errorf("what the delivery told was forgotten: %v", next.notes)
		}
	})
}

func TestADeliveryIsLookedAtAndRetriedBesideAServerThatRuns(t *testing.T) {
	lasting(t, func(t *testing.T, database string) {
		w := newWorker(t, at(database, false).open(t), nil).started(t)
		w.take(t, "d1", "a")
		w.rest(t)
		beside, err := Beside(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = beside.Close() }()
		if s, ok, err := beside.Delivery(t.Context(), "d1"); err != nil || !ok || s.State != Done || string(s.Payload) != `{"id":"d1"}` {
			t.Errorf("%+v %v %v", s, ok, err)
		}
		if ok, err := beside.Retry(t.Context(), "d1"); !ok || err != nil {
			t.Fatalf("%v %v", ok, err)
		}
		until(t, "the server hears of it", func() bool { return w.runs("a") == 2 })
	})
}

func TestAPostgresThatIsRestartedIsWaitedFor(t *testing.T) {
	t.Parallel()
	db := postgrestest.Start(t)
	w := newWorker(t, at(db.Database(t), true).open(t), nil).started(t)
	w.take(t, "d1", "a")
	w.rest(t)
	gate := make(chan struct{})
	w.mu.Lock()
	w.gate = gate
	w.mu.Unlock()
	w.take(t, "d2", "b")
	until(t, "it runs", func() bool { return w.runs("b") == 1 })
	db.Stop()
	close(gate) // it ends while nobody can note that
	if _, err := w.Accept(t.Context(), Delivery{ID: "d3", ReceivedAt: time.Now()}, []Wish[key]{{Key: "c"}}); err == nil {
		t.Error("a delivery was acknowledged that nobody kept")
	}
	db.Run(t)
	until(t, "deliveries are kept again", func() bool {
		_, err := w.Accept(t.Context(), Delivery{ID: "d3", ReceivedAt: time.Now()}, []Wish[key]{{Key: "c"}})
		return err == nil
	})
	w.rest(t)
	if w.state(t, "d2") != Done || w.state(t, "d3") != Done || w.runs("c") != 1 {
		t.Errorf("%s, %s, c ran %d times", w.state(t, "d2"), w.state(t, "d3"), w.runs("c"))
	}
}

func TestNothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "sensible.db")
	for range 5 {
		acknowledged := killedSender(t, database)
		s := at(database, false).open(t)
		known, err := s.Known(t.Context(), acknowledged...)
		if err != nil || len(known) != len(acknowledged) || len(acknowledged) == 0 {
			t.Errorf("%d acknowledged, %d known, %v", len(acknowledged), len(known), err)
		}
		_ = s.Close()
	}
	w := newWorker(t, at(database, false).open(t), nil).started(t)
	w.rest(t)
	if s, err := w.Store().Stats(t.Context()); err != nil || s.Pending != 0 || s.Deliveries == 0 {
		t.Errorf("%+v %v", s, err)
	}
	if os.Getenv(senderEnv) != "" {
		t.Error("this is the child")
	}
}
