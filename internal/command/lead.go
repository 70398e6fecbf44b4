package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// lead says who leads; without an argument, whoever says it.
var lead = Spec{
	Verb: "lead", Aliases: []string{"ic", "commander"}, Usage: "[@u] [at …]", Who: incident.TriageAccess, Moves: true,
	Time:  TextThenTime,
	Judge: judgePerson, Apply: takes(incident.Lead),
}

// judgePerson reads at most one person; nobody means the speaker. The canonical argument is `@login`, or empty.
func judgePerson(c Call) (string, *ledger.Problem) {
	words := blankFields(c.Args)
	if len(words) == 0 {
		return "", nil
	}
	name, ok := login(words[0])
	if !ok || len(words) > 1 {
		return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "@login"}
	}
	if lowerASCII(name) == "me" {
		return "", nil
	}
	p, known := c.People(name)
	if !known {
		return "", &ledger.Problem{Code: ledger.UnknownPerson, Detail: name}
	}
	return "@" + p.Login, nil
}

// takes returns an Apply that gives a role. Taking one oneself is a sign of life: the incident is engaged.
func takes(r incident.Role) func(*incident.Incident, ledger.Fact) {
	return func(i *incident.Incident, f ledger.Fact) {
		declare(i, f)
		if name, given := login(f.Args); given && lowerASCII(name) != lowerASCII(f.Actor.Login) {
			i.Roles[r] = incident.Person{Login: name}
			return
		}
		i.Roles[r] = f.Actor
		mark(i, incident.Engaged, f)
	}
}
