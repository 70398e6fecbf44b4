package command

import "github.com/sensible-im/sensible/internal/incident"

// incidentCommand makes an issue an incident, or a suspected incident a real one.
var incidentCommand = Spec{
	Verb: "incident", Aliases: []string{"declare"}, Usage: "[at …]", Who: incident.TriageAccess, Moves: true,
	Time:  TextThenTime,
	Apply: declare,
}
