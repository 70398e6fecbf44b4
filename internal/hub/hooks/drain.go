package hooks

import (
	"context"
	"slices"
	"time"
)

// watch asks the clock from time to time while something is parked. The caller holds the lock.
func (s *Sender) watch() {
	if len(s.parked) != 1 || s.closed {
		return // it runs already
	}
	s.work.Go(func() {
		ticker := time.NewTicker(look)
		defer ticker.Stop()
		for {
			select {
			case <-s.stop:
				return
			case <-ticker.C:
			}
			if s.releaseDue() == 0 {
				return
			}
		}
	})
}

// releaseDue puts late deliveries whose time has come in line and tells how many wait on.
func (s *Sender) releaseDue() int {
	now := s.Store.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parked = slices.DeleteFunc(s.parked, func(p parked) bool {
		if now.Before(p.due) {
			return false
		}
		s.push(p.job)
		return true
	})
	return len(s.parked)
}

// Drain waits until nothing is queued or in flight. What a fault holds back by the hub's clock is not waited for,
// unless the clock has passed its time. The error is the context's.
func (s *Sender) Drain(ctx context.Context) error {
	s.releaseDue()
	for {
		s.mu.Lock()
		for _, q := range s.queues {
			s.release(q)
		}
		busy, idle := s.busy, s.idle
		s.mu.Unlock()
		if busy == 0 {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Close stops sending, forgets what is queued, and waits for the delivery in flight.
func (s *Sender) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.stop)
	s.mu.Unlock()
	s.work.Wait()
	s.client.CloseIdleConnections()
}
