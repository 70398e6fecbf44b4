package command

import (
	"net/url"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// verified names the evidence that an action item did what it was for: on the item's issue, or on the incident with the
// item named.
var verified = Spec{
	Verb: "verified", Usage: "[#12] link", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		ref, evidence := evidenceOf(c)
		switch {
		case evidence == "":
			return "", whichOr(c, ref, "https://…", &ledger.Problem{Code: ledger.NeedsArgument, Detail: "link", Paste: []string{"/verified https://…"}})
		case !isEvidence(evidence):
			return "", whichOr(c, ref, "https://… "+evidence, &ledger.Problem{
				Code: ledger.BadArguments, Detail: "https://…, #12", Paste: []string{"/verified https://… " + evidence},
			})
		}
		return c.Args, whichItem(c, ref, "verified", evidence)
	},
	Apply: func(i *incident.Incident, f ledger.Fact) {
		ref, evidence := evidenceOf(Call{Args: f.Args, Item: f.Item, Incident: *i})
		tell(i, f, incident.Told{Ref: ref, Evidence: evidence})
	},
}

// whichOr is the problem that no item is named, else the other one.
func whichOr(c Call, ref, values string, other *ledger.Problem) *ledger.Problem {
	if which := whichItem(c, ref, "verified", values); which != nil {
		return which
	}
	return other
}

// evidenceOf splits the arguments. On the incident, an issue named first is the item, if there is more; on the item's own
// issue all of it is evidence.
func evidenceOf(c Call) (ref, evidence string) {
	word, rest := cutWord(c.Args)
	named, ok := followup.Reference(word)
	if !ok || c.Item != 0 || rest == "" {
		return "", c.Args
	}
	return named, rest
}

// isEvidence says whether a text begins with an address, or names an issue, a pull request or a commit.
func isEvidence(text string) bool {
	word, _ := cutWord(text)
	if _, ok := followup.Reference(word); ok {
		return true
	}
	u, err := url.Parse(word)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
