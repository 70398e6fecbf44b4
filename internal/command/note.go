package command

import "github.com/sensible-im/sensible/internal/incident"

// note adds a row to the timeline and nothing else, whoever may comment.
var note = Spec{
	Verb: "note", Usage: "text [at …]", Who: incident.NoAccess, Time: TextThenTime, Seven: true,
	Judge: needs("text", "/note what was seen"),
}
