package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// cancel ends what turned out to be no incident. Declaring early and cancelling is good practice.
var cancel = Spec{
	Verb: "cancel", Usage: "reason", Who: incident.TriageAccess,
	Judge: needs("reason", "/cancel a planned change, nobody was affected"),
	Apply: func(i *incident.Incident, f ledger.Fact) { i.Cancelled = f.Args },
}
