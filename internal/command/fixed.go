package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// fixed says that the change that ends the impact is in place; a rollback counts. After recovery it can only correct the
// record, with an earlier time.
var fixed = Spec{
	Verb: "fixed", Usage: "[text] [at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime, Seven: true,
	Judge: func(c Call) (string, *ledger.Problem) { return c.Args, beforeRecovery(c) },
	Apply: reaches(incident.Fixed),
}
