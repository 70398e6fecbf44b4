package command

import "github.com/sensible-im/sensible/internal/incident"

// communications splits the telling off from the lead.
var communications = Spec{
	Verb: "comms", Aliases: []string{"communications"}, Usage: "[@u] [at …]", Who: incident.TriageAccess, Moves: true,
	Time:  TextThenTime,
	Judge: judgePerson, Apply: takes(incident.Communications),
}
