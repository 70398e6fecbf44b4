package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// mitigated says that the impact is smaller, though not gone.
var mitigated = Spec{
	Verb: "mitigated", Aliases: []string{"mitigate"}, Usage: "[text] [at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Judge: func(c Call) (string, *ledger.Problem) { return c.Args, beforeRecovery(c) },
	Apply: reaches(incident.Mitigated),
}
