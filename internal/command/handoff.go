package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// handoff asks somebody to lead on. It takes effect with that person's `/ack`: until then whoever leads, leads.
var handoff = Spec{
	Verb: "handoff", Aliases: []string{"handover", "hand-over"}, Usage: "@u", Who: incident.TriageAccess, Moves: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		to, why := judgePerson(c)
		lead := c.Incident.Roles[incident.Lead]
		name, _ := login(to)
		switch {
		case why != nil:
			return "", why
		case to == "":
			return "", &ledger.Problem{Code: ledger.NeedsArgument, Detail: "@u"}
		case !lead.IsZero() && !leads(lead, c.Actor): // whoever leads hands over; anybody else takes the role openly
			return "", &ledger.Problem{Code: ledger.NotLead, Detail: lead.Login, Paste: []string{"/lead " + to}}
		case lowerASCII(name) == lowerASCII(c.Actor.Login):
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "@login", Paste: []string{"/lead"}}
		}
		return to, nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		name, _ := login(f.Args)
		i.Handover = incident.Person{Login: name}
	},
}

// leads says whether two are the same person; who was named by somebody else has a login only.
func leads(lead, p incident.Person) bool {
	if lead.ID != 0 && p.ID != 0 {
		return lead.ID == p.ID
	}
	return lowerASCII(lead.Login) == lowerASCII(p.Login)
}
