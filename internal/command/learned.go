package command

import "github.com/sensible-im/sensible/internal/incident"

// learned says that a session was held; merging the postmortem says the same.
var learned = Spec{
	Verb: "learned", Usage: "[at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Judge: afterRecovery,
	Apply: reaches(incident.Learned),
}
