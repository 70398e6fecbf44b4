package command

import (
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// postmortem asks for the document at once, and may name who writes it. refresh brings it up to date beside what people
// wrote, recreate writes over it.
var postmortem = Spec{
	Verb: "postmortem", Aliases: []string{"pm"}, Usage: "[@owner | refresh | recreate]", Who: incident.TriageAccess, Moves: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		if _, problem := afterRecovery(c); problem != nil {
			return "", problem
		}
		if word := lowerASCII(c.Args); word == "refresh" || word == "recreate" {
			return word, nil
		}
		return judgePerson(c)
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		i.WantsPM = true
		if name, named := strings.CutPrefix(f.Args, "@"); named {
			i.PMOwner = incident.Person{Login: name}
		}
	},
}
