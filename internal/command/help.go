package command

import "github.com/sensible-im/sensible/internal/incident"

// help asks for the table of commands. Its reply is rendered by a surface (package plan): a reader of the table here
// would make the table refer to itself.
var help = Spec{Verb: "help", Usage: "[verb]", Who: incident.NoAccess}
