package reconcile_test

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

// stopwatch measures how long somebody waits for GitHub: from when a request is under way until the last of its answer is
// here, times that overlap once.
type stopwatch struct {
	mu       sync.Mutex
	underWay int
	since    time.Time
	waited   time.Duration
	requests int
}

// RoundTrip implements http.RoundTripper.
func (s *stopwatch) RoundTrip(r *http.Request) (*http.Response, error) {
	s.step(1)
	defer s.step(-1)
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, err
}

func (s *stopwatch) step(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.underWay == 0 {
		s.since = time.Now()
	}
	if n > 0 {
		s.requests++
	}
	if s.underWay += n; s.underWay == 0 {
		s.waited += time.Since(s.since)
	}
}

// BenchmarkAnIncidentOf2400CommentsReadAnew is what a new process needs for it. own-ms is what is not spent waiting for GitHub,
// which here is a hub in the same process; the goal is 500.
func BenchmarkAnIncidentOf2400CommentsReadAnew(b *testing.B) {
	w := known(b)
	w.talk(2400)
	w.run()
	watch := &stopwatch{}
	var own time.Duration
	for b.Loop() {
		w.sent.next = watch
		w.restart()
		w.key.Number = 1
		watch.waited, watch.requests = 0, 0
		begin := time.Now()
		if got := w.run(); len(got.Actions) != 0 {
			b.Fatalf("%v was left to do", got.Actions)
		}
		own += time.Since(begin) - watch.waited
	}
	b.ReportMetric(float64(own.Milliseconds())/float64(b.N), "own-ms/op")
	b.ReportMetric(float64(watch.requests), "requests/op")
}
