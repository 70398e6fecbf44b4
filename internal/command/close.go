package command

import "github.com/sensible-im/sensible/internal/incident"

// closeCommand is closing the issue, said instead of clicked: users are fine again.
var closeCommand = Spec{
	Verb: "close", Usage: "[at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Apply: reaches(incident.Recovered),
}
