package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/webhook"
)

// newWebhook is what answers GitHub's deliveries.
func (a *app) newWebhook() *webhook.Handler {
	return &webhook.Handler{
		Secret: a.set.Secret, Accept: a.accept, Self: a.self.Load, IncidentLabel: a.rec.Labels,
		Incidents: a.incidents, Away: a.away, Item: a.item, Numbered: a.numbered, Installation: a.installation, Log: a.log,
	}
}

// accept keeps a delivery and has what it is about run; both are durable once it returns nil.
func (a *app) accept(ctx context.Context, d webhook.Delivery) error {
	urgency := queue.Housekeeping
	if d.Urgent {
		urgency = queue.People
	}
	var note []byte
	if d.Press != nil {
		text, err := json.Marshal(d.Press)
		if err != nil {
			return err
		}
		note = text
	}
	var wishes []queue.Wish[reconcile.Key]
	for _, i := range d.Issues {
		wishes = append(wishes, queue.Wish[reconcile.Key]{Key: keyOf(i), Urgency: urgency, Note: note})
	}
	a.heard(d)
	_, err := a.queue.Accept(ctx, queue.Delivery{
		ID: d.ID, Event: d.Event, Action: d.Action, Installation: d.Installation, ReceivedAt: time.Now().UTC(),
		Payload: d.Payload, Unreadable: d.Unreadable,
	}, wishes)
	return err
}

// told hands what deliveries told a key, and what GitHub keeps no trace of, to the run that is about to begin: the buttons
// that somebody pressed.
func (a *app) told(k reconcile.Key, notes []queue.Note) {
	for _, n := range notes {
		var p webhook.Press
		if err := json.Unmarshal(n.Body, &p); err != nil {
			a.log.Warn("a note cannot be read", "delivery", n.Delivery, "error", err.Error())
			continue
		}
		a.rec.Press(k, reconcile.Press{Button: p.Button, Delivery: n.Delivery, By: incident.Person{ID: p.ID, Login: p.Login}})
	}
}
