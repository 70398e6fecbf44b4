package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// update tells the team how it stands. It is internal: nothing of it becomes public.
var update = Spec{
	Verb: "update", Usage: "text", Who: incident.TriageAccess, Seven: true,
	Judge: needs("text", "/update what is known, what is being tried"),
	Apply: func(i *incident.Incident, f ledger.Fact) {
		i.LastUpdate = &incident.Update{At: f.At, By: f.Actor, Text: f.Args}
	},
}
