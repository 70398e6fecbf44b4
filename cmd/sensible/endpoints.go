package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// Handler answers the app's paths.
func (a *app) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/webhook", a.webhook)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { write(w, "ok\n") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !a.ready.Load() {
			http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
			return
		}
		write(w, "ok\n")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		write(w, a.metrics())
	})
	mux.HandleFunc("GET /commands", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		write(w, commandList())
	})
	return mux
}

// write answers; a client that went away is no concern of ours.
func write(w http.ResponseWriter, text string) { _, _ = w.Write([]byte(text)) }

// commandList is the table of commands, one a line.
func commandList() string {
	var b strings.Builder
	for _, s := range command.Table() {
		fmt.Fprintf(&b, "/%s %s", s.Verb, s.Usage)
		for _, alias := range s.Aliases {
			b.WriteString(" · /" + alias)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// runCounts count what became of runs.
type runCounts struct{ ok, failed, actions atomic.Int64 }

func (c *runCounts) note(r reconcile.Result, err error) {
	c.actions.Add(int64(len(r.Actions)))
	if err != nil {
		c.failed.Add(1)
		return
	}
	c.ok.Add(1)
}

// waiting is how many keys are wanted or running.
func (a *app) waiting() int {
	s, err := a.queue.Store().Stats(context.Background())
	if err != nil {
		a.log.Warn("nobody can say how much is waiting", "error", err.Error())
	}
	return s.Waiting
}

// metrics is the state in Prometheus' text format.
func (a *app) metrics() string {
	d := &a.webhook.Counts
	var b strings.Builder
	counter := func(name, label string, value int64) { fmt.Fprintf(&b, "%s%s %d\n", name, label, value) }
	b.WriteString("# TYPE sensible_deliveries_total counter\n")
	counter("sensible_deliveries_total", `{result="raised"}`, d.Raised.Load())
	counter("sensible_deliveries_total", `{result="ignored"}`, d.Ignored.Load())
	counter("sensible_deliveries_total", `{result="malformed"}`, d.Malformed.Load())
	counter("sensible_deliveries_total", `{result="refused"}`, d.Refused.Load())
	counter("sensible_deliveries_total", `{result="too_large"}`, d.TooLarge.Load())
	b.WriteString("# TYPE sensible_runs_total counter\n")
	counter("sensible_runs_total", `{result="ok"}`, a.runs.ok.Load())
	counter("sensible_runs_total", `{result="failed"}`, a.runs.failed.Load())
	b.WriteString("# TYPE sensible_actions_total counter\n")
	counter("sensible_actions_total", "", a.runs.actions.Load())
	b.WriteString("# TYPE sensible_keys_waiting gauge\n")
	counter("sensible_keys_waiting", "", int64(a.waiting()))
	return b.String()
}
