package queue

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// benchPayload is about as long and as repetitive as an issue_comment of GitHub's.
var benchPayload = []byte(strings.Repeat(`{"action":"created","issue":{"url":"https://api.github.com/repos/acme/shop/issues/42","user":{"login":"aiko"}}},`, 100))

func benchStore(b *testing.B, database string) *Store {
	b.Helper()
	s, err := Open(b.Context(), database, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// benchIntake is durable intake by 16 senders, with the work it makes going on beside it.
func benchIntake(b *testing.B, s *Store) {
	q := New(Settings[key]{Run: func(context.Context, key, []Note) (Outcome[key], error) { return Outcome[key]{}, nil }, Now: time.Now, Store: s})
	ctx, cancel := context.WithCancel(b.Context())
	if err := q.Start(ctx); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cancel(); _ = q.Stop(context.Background()) })
	var n atomic.Int64
	b.SetParallelism(8) // times 2 cores
	b.ResetTimer()
	start := time.Now()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			i := n.Add(1)
			d := Delivery{ID: fmt.Sprint("d", i), Event: "issue_comment", ReceivedAt: time.Now(), Payload: benchPayload}
			if _, err := q.Accept(context.Background(), d, []Wish[key]{{Key: key(fmt.Sprint("k", i%200)), Urgency: People}}); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "deliveries/s")
}

func BenchmarkIntakeOf16SendersOnSQLite(b *testing.B) {
	benchIntake(b, benchStore(b, "sqlite:"+filepath.Join(b.TempDir(), "sensible.db")))
}

func BenchmarkIntakeInMemory(b *testing.B) { benchIntake(b, Memory()) }

// BenchmarkOpenEmpty is all of a start that the queue is to blame for.
func BenchmarkOpenEmpty(b *testing.B) {
	for b.Loop() {
		s, err := Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "sensible.db"), slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		q := New(Settings[key]{Run: func(context.Context, key, []Note) (Outcome[key], error) { return Outcome[key]{}, nil }, Now: time.Now, Store: s})
		if err := q.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		_ = q.Stop(b.Context())
		_ = s.Close()
	}
}

// BenchmarkStartWith10000Waiting is from opening the file to the first key that runs.
func BenchmarkStartWith10000Waiting(b *testing.B) {
	database := "sqlite:" + filepath.Join(b.TempDir(), "sensible.db")
	s := benchStore(b, database)
	q := New(Settings[key]{Run: func(context.Context, key, []Note) (Outcome[key], error) { return Outcome[key]{}, nil }, Now: time.Now, Store: s})
	for n := range 40 {
		var keys []key
		for i := range 250 {
			keys = append(keys, key(fmt.Sprint("k", n, "-", i)))
		}
		if err := q.Raise(b.Context(), Housekeeping, keys...); err != nil {
			b.Fatal(err)
		}
	}
	_ = s.Close()
	for b.Loop() {
		s, err := Open(b.Context(), database, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		first := make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(b.Context())
		q := New(Settings[key]{Store: s, Now: time.Now, Run: func(ctx context.Context, _ key, _ []Note) (Outcome[key], error) {
			select {
			case first <- struct{}{}:
			default:
			}
			<-ctx.Done()
			return Outcome[key]{}, ctx.Err()
		}})
		if err := q.Start(ctx); err != nil {
			b.Fatal(err)
		}
		<-first
		b.StopTimer()
		cancel()
		_ = q.Stop(context.Background())
		_ = s.Close()
		b.StartTimer()
	}
}
