package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// identified says what is wrong; `unknown` is a legal answer.
var identified = Spec{
	Verb: "identified", Usage: "text | unknown [at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Apply: func(i *incident.Incident, f ledger.Fact) {
		declare(i, f)
		mark(i, incident.MilestoneIdentified, f)
		if lowerASCII(f.Args) == "unknown" {
			i.Cause, i.CauseUnknown = "", true
		} else if f.Args != "" {
			i.Cause, i.CauseUnknown = f.Args, false
		}
	},
}
