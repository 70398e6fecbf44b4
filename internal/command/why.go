package command

import "github.com/sensible-im/sensible/internal/incident"

// why asks which rule is behind what the card asks for, or behind a key of the settings; the answer names the rule, its line
// in the file and the file's version.
var why = Spec{Verb: "why", Usage: "[key of the settings]", Who: incident.NoAccess}
