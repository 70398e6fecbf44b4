package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// begun says on the issue of an action item that somebody is on it.
var begun = Spec{
	Verb: "begin", Aliases: []string{"ack", "fixing"}, Who: incident.TriageAccess,
	Apply: func(i *incident.Incident, f ledger.Fact) { tell(i, f, incident.Told{Begun: true}) },
}
