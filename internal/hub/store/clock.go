package store

import (
	"sync"
	"time"
)

// Clock tells the time at which content is created.
type Clock interface{ Now() time.Time }

// ScaledClock starts at a given instant and runs at a given speed: 1 is real time, 60 a minute a second, 0 stands still
// until Advance. It is safe for concurrent use.
type ScaledClock struct {
	mu    sync.Mutex
	base  time.Time
	since time.Time
	scale float64
}

// NewClock returns a clock that shows start now. A zero start means the real time.
func NewClock(start time.Time, scale float64) *ScaledClock {
	now := time.Now()
	if start.IsZero() {
		start = now
	}
	return &ScaledClock{base: start.UTC(), since: now, scale: scale}
}

// Now is the clock's time, UTC.
func (c *ScaledClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *ScaledClock) now() time.Time {
	if c.scale == 0 {
		return c.base
	}
	return c.base.Add(time.Duration(float64(time.Since(c.since)) * c.scale))
}

// Advance moves the clock forward by d; backward is refused silently, as time does not go back.
func (c *ScaledClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.base = c.base.Add(d)
	}
}

// Set jumps to t. Used by seeds, which date what they create.
func (c *ScaledClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.since = t.UTC(), time.Now()
}
