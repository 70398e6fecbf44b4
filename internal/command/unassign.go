package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// unassign takes a role back from whoever has it.
var unassign = Spec{
	Verb: "unassign", Usage: "lead | ops | comms [at …]", Who: incident.TriageAccess, Time: TextThenTime,
	Judge: func(c Call) (string, *ledger.Problem) {
		if r, ok := roleNamed(c.Args); ok {
			return string(r), nil
		}
		return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "lead | ops | comms",
			Paste: []string{"/unassign lead", "/unassign ops", "/unassign comms"}}
	},
	Apply: func(i *incident.Incident, f ledger.Fact) { delete(i.Roles, incident.Role(f.Args)) },
}

func roleNamed(word string) (incident.Role, bool) {
	switch lowerASCII(word) {
	case "lead", "ic", "commander":
		return incident.Lead, true
	case "ops", "operations":
		return incident.Operations, true
	case "comms", "communications":
		return incident.Communications, true
	}
	return "", false
}
