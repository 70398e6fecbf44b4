package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// reopen takes the end back: the same incident goes on, and its times run to the last recovery. Once something was
// learned from it, a new incident is the honest record.
var reopen = Spec{
	Verb: "reopen", Usage: "reason", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		if i := c.Incident; i.Has(incident.Learned) && !i.Ended() {
			return "", &ledger.Problem{Code: ledger.NotNow, Detail: string(i.Phase)}
		}
		return needs("reason", "/reopen it is failing again")(c)
	},
	Apply: func(i *incident.Incident, _ ledger.Fact) { i.Reopen() },
}
