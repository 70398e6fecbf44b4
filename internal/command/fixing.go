package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// fixing says that work on the change that ends the impact has begun.
var fixing = Spec{
	Verb: "fixing", Usage: "[text] [at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Judge: func(c Call) (string, *ledger.Problem) { return c.Args, beforeRecovery(c) },
	Apply: func(i *incident.Incident, f ledger.Fact) {
		declare(i, f)
		i.Fixing = true
	},
}
