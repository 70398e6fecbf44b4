package main

import (
	"context"

	"github.com/sensible-im/sensible/internal/incident"
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
func (a *app) accept(_ context.Context, d webhook.Delivery) error {
	for _, i := range d.Issues {
		a.queue.Raise(keyOf(i), d.ID)
	}
	return nil
}

// press hands a button that somebody pressed to the next run of its incident.
func (a *app) press(p webhook.Press) {
	a.rec.Press(keyOf(p.Issue), reconcile.Press{Button: p.Button, Delivery: p.Delivery, By: incident.Person{ID: p.ID, Login: p.Login}})
}
