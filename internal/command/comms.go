package command

import "github.com/sensible-im/sensible/internal/incident"

// communications splits the telling off from the lead.
var communications = Spec{
	Verb: "comms", Aliases: []string{"communications"}, Usage: "[@u]", Who: incident.TriageAccess, Moves: true,
	Judge: judgePerson, Apply: takes(incident.Communications),
}
