package command

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// isu classifies an action item: on the item's issue, or on the incident with the item named.
var isu = Spec{
	Verb: "isu", Usage: "[#12] I:high S:s U:medium C:low [K:repair]", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		told, _, problem := followup.ParseISU(c.Args)
		values := withoutRef(c.Args)
		if problem != nil {
			values = withoutRef(strings.TrimPrefix(problem.Paste[0], "/isu "))
			word, _ := cutWord(c.Args)
			told.Ref, _ = followup.Reference(word)
		}
		if which := whichItem(c, told.Ref, "isu", values); which != nil {
			return "", which
		}
		return c.Args, problem
	},
	Doubt: func(c Call) *ledger.Problem {
		_, ignored, _ := followup.ParseISU(c.Args)
		if len(ignored) == 0 {
			return nil
		}
		return &ledger.Problem{Code: ledger.IgnoredWords, Detail: strings.Join(ignored, " ")}
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		told, _, problem := followup.ParseISU(f.Args)
		if problem == nil {
			tell(i, f, told)
		}
	},
}

// tell adds what a fact says about an item.
func tell(i *incident.Incident, f ledger.Fact, told incident.Told) {
	told.Item, told.At, told.By = f.Item, f.At, f.Actor
	i.Told = append(i.Told, told)
}

// mostOffered bounds how many lines are offered where it is not clear which item is meant.
const mostOffered = 3

// whichItem is a problem where a line on the incident does not say which of its items is meant. One item needs no name.
// What is offered names one, with the values; an item that is no issue yet is classified by saying it again.
func whichItem(c Call, ref, verb, values string) *ledger.Problem {
	if c.Item != 0 || ref == "" && len(c.Incident.Actions) == 1 {
		return nil
	}
	var paste []string
	for _, a := range c.Incident.Actions {
		if ref != "" && (a.Ref == ref || followup.SameIssue(ref, "", a.Repo, strconv.Itoa(a.Number))) {
			return nil
		}
		switch {
		case a.Settled() || len(paste) == mostOffered:
		case a.Number != 0:
			paste = append(paste, "/"+verb+" "+a.Name()+" "+values)
		case verb == "isu":
			paste = append(paste, "/action "+a.Title+" "+values)
		}
	}
	return &ledger.Problem{Code: ledger.WhichItem, Detail: ref, Paste: paste}
}

// withoutRef takes an issue's name off the beginning.
func withoutRef(args string) string {
	word, rest := cutWord(args)
	if _, ok := followup.Reference(word); ok {
		return rest
	}
	return args
}
