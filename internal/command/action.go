package command

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// action asks for a follow-up. It stays on the card until recovery and becomes an issue then; an issue that exists already
// is named: `/action #12`.
var action = Spec{
	Verb: "action", Aliases: []string{"follow-up", "followup"}, Usage: "text or #12 [@u] [I:high S:s U:medium C:low K:prevent]",
	Who: incident.TriageAccess, Seven: true,
	Judge: func(c Call) (string, *ledger.Problem) {
		parsed, problem := followup.Parse(c.Args)
		if problem != nil {
			return "", problem
		}
		if followup.SameIssue(parsed.Ref, "", "", strconv.Itoa(c.Incident.Number)) { // an incident is no action item of itself
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
		if item.Ref == "" {
			item.Said = item.Title
		}
		if n := alreadyNamed(*i, item); n >= 0 { // the same issue once more: what was said last about it counts
			tell(i, f, incident.Told{
				Key: i.Actions[n].Key, Importance: item.Importance, Size: item.Size, Urgency: item.Urgency, Confidence: item.Confidence,
				Kind: item.Kind, DueSaid: item.DueSaid,
			})
			return
		}
		i.Actions = append(i.Actions, item)
	},
}

// alreadyNamed is the place of the action item with the same words, or about the same issue; -1 = none.
func alreadyNamed(i incident.Incident, item incident.ActionItem) int {
	return slices.IndexFunc(i.Actions, func(a incident.ActionItem) bool {
		return item.Ref != "" && a.Ref == item.Ref || item.Ref == "" && followup.SameText(a.Title, item.Title)
	})
}
