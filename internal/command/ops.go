package command

import "github.com/sensible-im/sensible/internal/incident"

// operations splits the hands-on work off from the lead.
var operations = Spec{
	Verb: "ops", Aliases: []string{"operations"}, Usage: "[@u] [at …]", Who: incident.TriageAccess, Moves: true,
	Time:  TextThenTime,
	Judge: judgePerson, Apply: takes(incident.Operations),
}
