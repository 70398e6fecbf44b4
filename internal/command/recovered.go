package command

import "github.com/sensible-im/sensible/internal/incident"

// recovered says that users are fine again.
var recovered = Spec{
	Verb: "recovered", Aliases: []string{"resolved", "resolve", "recover"}, Usage: "[text] [at …]",
	Who: incident.TriageAccess, Moves: true, Time: TextThenTime, Seven: true,
	Apply: reaches(incident.Recovered),
}
