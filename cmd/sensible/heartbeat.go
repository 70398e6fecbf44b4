package main

import (
	"context"
	"net/http"

	"github.com/sensible-im/sensible/internal/operate"
)

// heartbeat tells somebody outside every minute that all is well, while it is; until ctx ends.
func (a *app) heartbeat(ctx context.Context) {
	if a.set.HeartbeatURL == "" {
		return
	}
	operate.Heartbeat{
		URL: a.set.HeartbeatURL, Well: a.well, Client: &http.Client{Timeout: operate.BeatEvery / 2}, Metrics: a.ops.metrics, Log: a.log,
	}.Run(ctx)
}
