package hooks

import (
	"time"

	"github.com/sensible-im/sensible/internal/hub/faults"
	"github.com/sensible-im/sensible/internal/hub/store"
)

const (
	// overtaken is how long a delivery that shall be overtaken waits for another one.
	overtaken = 2 * time.Second
	// look is how often the hub's clock is asked whether a late delivery is due.
	look = 50 * time.Millisecond
)

// job is one delivery on its way.
type job struct {
	app           *store.App
	url, secret   string
	hook          int64
	guid          string
	event, action string
	installation  int64
	repository    int64
	payload       []byte
	again         bool // a redelivery
}

// queue is one App's deliveries, sent one after the other.
type queue struct {
	jobs    []job
	held    *job // to be overtaken by the next one
	running bool
}

// enqueue applies the faults to a new delivery and puts it in line.
func (s *Sender) enqueue(j job) {
	var fate faults.Delivery
	if s.Faults != nil {
		fate = s.Faults.Webhook(j.event, j.action)
	}
	if fate.Drop {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	copies := 1
	if fate.Double {
		copies = 2
	}
	for range copies {
		switch {
		case fate.Late > 0:
			s.parked = append(s.parked, parked{due: s.Store.Now().Add(fate.Late), job: j})
			s.watch()
		case fate.Reorder:
			s.hold(j)
		default:
			s.push(j)
		}
	}
}

// hold keeps a delivery back until the next one has overtaken it; if none comes, it goes after a while.
func (s *Sender) hold(j job) {
	q := s.queue(j.app.ID)
	if q.held != nil {
		s.push(j)
		return
	}
	q.held = &j
	s.begin()
	time.AfterFunc(overtaken, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.release(q)
	})
}

// push puts a delivery at the end of its App's line, and behind it the one that it overtakes.
func (s *Sender) push(j job) {
	if s.closed {
		return
	}
	q := s.queue(j.app.ID)
	q.jobs = append(q.jobs, j)
	s.begin()
	s.release(q)
	s.run(q)
}

// release lets go what was held; it was counted as busy already.
func (s *Sender) release(q *queue) {
	if q.held == nil || s.closed {
		return
	}
	q.jobs, q.held = append(q.jobs, *q.held), nil
	s.run(q)
}

func (s *Sender) queue(app int64) *queue {
	if s.queues[app] == nil {
		s.queues[app] = &queue{}
	}
	return s.queues[app]
}

// run starts the App's worker unless it works already. The caller holds the lock.
func (s *Sender) run(q *queue) {
	if q.running {
		return
	}
	q.running = true
	s.work.Go(func() {
		for {
			s.mu.Lock()
			if len(q.jobs) == 0 || s.closed {
				q.running = false
				s.mu.Unlock()
				return
			}
			next := q.jobs[0]
			q.jobs = q.jobs[1:]
			s.mu.Unlock()
			s.deliver(next)
			s.mu.Lock()
			s.end()
			s.mu.Unlock()
		}
	})
}

func (s *Sender) begin() {
	if s.busy == 0 {
		s.idle = make(chan struct{})
	}
	s.busy++
}

func (s *Sender) end() {
	if s.busy--; s.busy == 0 {
		close(s.idle)
	}
}
