package main

import (
	"context"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// newWebhook is what answers GitHub's deliveries.
func (a *app) newWebhook() *webhook.Handler {
	return &webhook.Handler{
		Secret: a.set.Secret, Accept: a.accept, Press: a.press, Self: a.self.Load, IncidentLabel: a.rec.Labels,
		Incidents: a.incidents, Away: a.away, Installation: a.installation, Log: a.log,
	}
}

// accept keeps a delivery and has what it is about run.
func (a *app) accept(ctx context.Context, d webhook.Delivery) error {
	urgency := queue.Housekeeping
	if d.Urgent {
		urgency = queue.People
	}
	var wishes []queue.Wish[reconcile.Key]
	for _, i := range d.Issues {
		wishes = append(wishes, queue.Wish[reconcile.Key]{Key: keyOf(i), Urgency: urgency})
	}
	_, err := a.queue.Accept(ctx, queue.Delivery{
		ID: d.ID, Event: d.Event, Action: d.Action, Installation: d.Installation, ReceivedAt: time.Now().UTC(), Payload: d.Payload, Unreadable: d.Unreadable,
	}, wishes)
	return err
}

// press hands a button that somebody pressed to the next run of its incident.
func (a *app) press(p webhook.Press) {
	a.rec.Press(keyOf(p.Issue), reconcile.Press{Button: p.Button, Delivery: p.Delivery, By: incident.Person{ID: p.ID, Login: p.Login}})
}
