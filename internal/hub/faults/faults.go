// Package faults makes the in-memory GitHub misbehave on command: failing and cut requests, latency, rate limits,
// lists that lag, lost and late webhooks, a dead hour. It parses the specs and applies them around any handler. It
// knows no route and no store: what it needs of them (whose token, the hub's time) it is given.
package faults

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is one parsed spec. The zero value of a field means that the spec does not use it.
type Fault struct {
	// Text is the spec as it was given.
	Text string
	// Status is the answer instead of the handler's; RetryAfter its Retry-After header.
	Status     int
	RetryAfter time.Duration
	// After lets the handler take effect first; otherwise the request never reaches it.
	After bool
	// Drop cuts the connection without an answer.
	Drop bool
	// Delay is slept, on the wall clock, before the handler.
	Delay time.Duration
	// Match limits the fault to some requests, or for webhooks to some events; "" is all.
	Match string
	// Count is how often the fault strikes (0: for ever); Every lets it strike only each n-th matching time.
	Count, Every int
	// Stale is how many reads of lists a new thing stays hidden from.
	Stale int
	// Limits switches GitHub's secondary limits on.
	Limits bool
	// Primary is the hourly allowance of each token; -1 where the spec does not set one.
	Primary int
	// Webhook is drop, double, reorder or late; Late says how late, on the hub's clock.
	Webhook string
	Late    time.Duration
	// Down is how long nothing but 503 is answered, on the hub's clock from the moment the fault is added.
	Down time.Duration
}

// Options is what the faults need to know of the hub around them.
type Options struct {
	// Latency is slept before every request, on the wall clock.
	Latency time.Duration
	// Now is the hub's time (down=, webhooks=late); nil means the wall clock.
	Now func() time.Time
	// Wall is the wall clock, on which rate limits run; nil means time.Now.
	Wall func() time.Time
	// Identify names whose allowance a request uses, for instance installation:10; nil counts all together.
	Identify func(*http.Request) string
}

// Set holds the active faults. Create it with New; it is safe for concurrent use.
type Set struct {
	options Options

	mu      sync.Mutex
	active  []*armed
	limiter limiter
	stale   hidden
}

// armed is a fault with its history.
type armed struct {
	Fault
	since   time.Time
	matched int
	struck  int
}

// New gives a set without faults.
func New(options Options) *Set {
	if options.Wall == nil {
		options.Wall = time.Now
	}
	if options.Now == nil {
		options.Now = options.Wall
	}
	if options.Identify == nil {
		options.Identify = func(*http.Request) string { return "" }
	}
	return &Set{options: options}
}

// Add parses the specs and switches them on beside those that are on, all or none: the error names the one that is
// wrong and why. A later call's stale=, primary=, webhooks= or down= takes the place of an earlier one's.
func (s *Set) Add(specs ...string) error {
	parsed := make([]*armed, 0, len(specs))
	for _, spec := range specs {
		fault, err := Parse(spec)
		if err != nil {
			return err
		}
		parsed = append(parsed, &armed{Fault: fault, since: s.options.Now()})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = slices.DeleteFunc(s.active, func(old *armed) bool {
		return slices.ContainsFunc(parsed, old.replacedBy)
	})
	s.active = append(s.active, parsed...)
	return nil
}

// replacedBy tells whether a newer spec sets what this one set: of stale=, primary=, webhooks= and down= only one can
// hold for the same match.
func (a *armed) replacedBy(newer *armed) bool {
	switch {
	case a.Stale > 0:
		return newer.Stale > 0
	case a.Primary >= 0:
		return newer.Primary >= 0
	case a.Webhook != "":
		return newer.Webhook != "" && newer.Match == a.Match
	case a.Down > 0:
		return newer.Down > 0 && newer.Match == a.Match
	}
	return false
}

// Clear switches all faults off and forgets what the limits counted. The latency stays.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active, s.limiter, s.stale = nil, limiter{}, hidden{}
}

// List gives the specs that are on, in the order in which they were added, those that are used up included.
func (s *Set) List() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]string, 0, len(s.active))
	for _, fault := range s.active {
		out = append(out, fault.Text)
	}
	return out
}

// strike counts one matching request and tells whether the fault hits it. The caller holds the lock.
func (a *armed) strike() bool {
	if a.Count > 0 && a.struck >= a.Count {
		return false
	}
	a.matched++
	if a.Every > 1 && a.matched%a.Every != 0 {
		return false
	}
	a.struck++
	return true
}
