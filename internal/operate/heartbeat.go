package operate

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// BeatEvery is how often somebody outside is told that all is well.
const BeatEvery = time.Minute

// Heartbeat calls an address every minute while all is well, and not otherwise: whoever waits for it there raises the alarm.
type Heartbeat struct {
	URL     string
	Well    func(context.Context) error // what is wrong; nil = nothing
	Client  *http.Client
	Metrics *Metrics
	Log     *slog.Logger
}

// Beat tells once that all is well, if it is. The address is a secret and is never logged.
func (h Heartbeat) Beat(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, BeatEvery/2)
	defer cancel()
	if err := h.Well(ctx); err != nil {
		h.Metrics.beats.WithLabelValues("withheld").Inc()
		h.Log.Warn("no heartbeat is sent: something is wrong", "error", err.Error())
		return
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.URL, nil)
	if err != nil {
		h.Metrics.beats.WithLabelValues("unheard").Inc()
		h.Log.Warn("the heartbeat's address cannot be used; check --heartbeat-url")
		return
	}
	resp, err := h.Client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	if err != nil || resp.StatusCode >= 300 {
		h.Metrics.beats.WithLabelValues("unheard").Inc()
		h.Log.Warn("the heartbeat was not heard; check --heartbeat-url and what listens there")
		return
	}
	h.Metrics.beats.WithLabelValues("sent").Inc()
}

// Run beats every minute, the first time at once, until ctx ends.
func (h Heartbeat) Run(ctx context.Context) {
	tick := time.NewTicker(BeatEvery)
	defer tick.Stop()
	for {
		h.Beat(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
