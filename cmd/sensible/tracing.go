package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/operate"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// note is what a delivery tells a run through the queue, beyond that it came.
type note struct {
	Press *webhook.Press `json:"press,omitempty"`
	Trace string         `json:"trace,omitempty"` // traceparent, where somebody collects traces
}

// encode is nil where there is nothing to tell.
func (n note) encode() ([]byte, error) {
	if n.Press == nil && n.Trace == "" {
		return nil, nil
	}
	return json.Marshal(n)
}

// told hands what deliveries told a key, and what GitHub keeps no trace of, to the run that begins: the buttons that somebody
// pressed. The run goes on in the trace of the deliveries.
func (a *app) told(ctx context.Context, k reconcile.Key, notes []queue.Note) (context.Context, func(error)) {
	var traces []string
	for _, n := range notes {
		var body note
		if err := json.Unmarshal(n.Body, &body); err != nil {
			a.log.Warn("a note cannot be read", "delivery", n.Delivery, "error", err.Error())
			continue
		}
		if p := body.Press; p != nil {
			a.rec.Press(k, reconcile.Press{Button: p.Button, Delivery: n.Delivery, By: incident.Person{ID: p.ID, Login: p.Login}})
		}
		if body.Trace != "" {
			traces = append(traces, body.Trace)
		}
	}
	return operate.Run(ctx, k.ID(), traces)
}

// startTracing sends traces where the environment says so; stop sends what is left.
func startTracing(ctx context.Context) (stop func(context.Context) error, err error) {
	if !operate.Tracing(os.Getenv) {
		return func(context.Context) error { return nil }, nil
	}
	return operate.StartTracing(ctx, version)
}
