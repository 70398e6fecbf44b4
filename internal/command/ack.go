package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// ack says: somebody is on it. Whoever says it leads until somebody else does.
var ack = Spec{
	Verb: "ack", Aliases: []string{"acked", "engaged"}, Usage: "[at …]",
	Who: incident.TriageAccess, Moves: true, Time: TextThenTime, Seven: true,
	Apply: func(i *incident.Incident, f ledger.Fact) {
		declare(i, f)
		mark(i, incident.Engaged, f)
		_, led := i.Roles[incident.Lead]
		if asked := lowerASCII(i.Handover.Login); !led || asked != "" && asked == lowerASCII(f.Actor.Login) {
			i.Roles[incident.Lead], i.Handover = f.Actor, incident.Person{}
		}
	},
}
