package command

import "github.com/sensible-im/sensible/internal/incident"

// operations splits the hands-on work off from the lead.
var operations = Spec{
	Verb: "ops", Aliases: []string{"operations"}, Usage: "[@u]", Who: incident.TriageAccess, Moves: true,
	Judge: judgePerson, Apply: takes(incident.Operations),
}
