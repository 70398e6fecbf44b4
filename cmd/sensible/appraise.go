package main

import (
	"context"
	"time"

	"github.com/sensible-im/sensible/internal/queue"
)

// Raise wants one issue looked at, as a delivery about it would: repo is owner/name.
func (a *app) Raise(ctx context.Context, repo string, number int) error {
	k, err := a.client.Find(ctx, repo)
	if err != nil {
		return err
	}
	k.Number = number
	return a.queue.Raise(ctx, queue.People, k)
}

// NextWake is when the earliest timer is due; zero = none.
func (a *app) NextWake() time.Time { return a.queue.NextWake() }

// Tick runs what is due by now. A running app does that every second; whoever moves the clock may not want to wait.
func (a *app) Tick() { a.queue.Tick() }
