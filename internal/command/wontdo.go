package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// wontDo decides against an action item, on its issue.
var wontDo = Spec{
	Verb: "wontdo", Aliases: []string{"cancel"}, Usage: "reason", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		if c.Args == "" {
			return "", &ledger.Problem{Code: ledger.NeedsArgument, Detail: "reason", Paste: []string{"/cancel why"}}
		}
		return c.Args, nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) { tell(i, f, incident.Told{Declined: f.Args}) },
}
