package main

import (
	"strings"

	"github.com/sensible-im/sensible/internal/webhook"
)

// heard tells the reconciler what a delivery says: a new comment need not be looked up, anything else must be. It is only
// remembered here, so that whoever else runs the issue looks.
func (a *app) heard(d webhook.Delivery) {
	hint, comment := a.client.Told(d.Event, d.Payload)
	for _, i := range d.Issues {
		if comment && len(d.Issues) == 1 {
			a.rec.Heard(keyOf(i), hint)
		} else {
			a.rec.Doubt(keyOf(i))
		}
	}
}

// shared says whether other replicas may work on the same incidents.
func (s settings) shared() bool { return strings.HasPrefix(s.Database, "postgres") }
