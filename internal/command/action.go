package command

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// action asks for a follow-up. It stays on the card until recovery and becomes an issue then.
var action = Spec{
	Verb: "action", Aliases: []string{"follow-up", "followup"}, Usage: "text [@u] [I:high S:s U:medium C:low K:prevent]",
	Who: incident.TriageAccess, Seven: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		parsed, problem := followup.Parse(c.Args)
		if problem != nil {
			return "", problem
		}
		if _, bare := issueNumber(parsed.Title); bare { // an item cannot be an issue that exists already
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "text [@u] [I:high S:s U:medium C:low K:prevent]"}
		}
		if parsed.Owner.Login != "" {
			p, known := c.People(parsed.Owner.Login)
			if !known {
				return "", &ledger.Problem{Code: ledger.UnknownPerson, Detail: parsed.Owner.Login}
			}
			parsed.Owner = p
		}
		return c.Args, nil
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		item, problem := followup.Parse(f.Args)
		if problem != nil {
			return
		}
		item.Key = fmt.Sprintf("c%d-l%d", f.Comment, f.Line)
		item.Asked, item.By = f.At, f.Actor
		i.Actions = append(i.Actions, item)
	},
}
