package main

import (
	"context"
	"time"

	"github.com/sensible-im/sensible/internal/operate"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// newWebhook is what answers GitHub's deliveries.
func (a *app) newWebhook() *webhook.Handler {
	return &webhook.Handler{
		Secret: a.set.Secret, Accept: a.accept, Self: a.self.Load, IncidentLabel: a.rec.Labels,
		Incidents: a.incidents, Away: a.away, Item: a.item, Numbered: a.numbered, Installation: a.installation, Answered: a.ops.wasAnswered, Log: a.log,
	}
}

// accept keeps a delivery and has what it is about run; both are durable once it returns nil.
func (a *app) accept(ctx context.Context, d webhook.Delivery) (err error) {
	ctx, trace, end := operate.Delivery(ctx, d.Event, d.Action, d.ID)
	defer func() { end(err) }()
	urgency := queue.Housekeeping
	if d.Urgent {
		urgency = queue.People
	}
	told, err := note{Press: d.Press, Trace: trace}.encode()
	if err != nil {
		return err
	}
	var wishes []queue.Wish[reconcile.Key]
	for _, i := range d.Issues {
		wishes = append(wishes, queue.Wish[reconcile.Key]{Key: keyOf(i), Urgency: urgency, Note: told})
	}
	now := time.Now().UTC()
	a.ops.came(now, wishes)
	a.heard(d)
	_, err = a.queue.Accept(ctx, queue.Delivery{
		ID: d.ID, Event: d.Event, Action: d.Action, Installation: d.Installation, ReceivedAt: now,
		Payload: d.Payload, Unreadable: d.Unreadable,
	}, wishes)
	return err
}
