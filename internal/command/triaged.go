package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// triaged says that what happened is understood, or that it is known to stay unknown.
var triaged = Spec{
	Verb: "triaged", Usage: "[text | unknown] [at …]", Who: incident.TriageAccess, Moves: true, Time: TextThenTime,
	Judge: afterRecovery,
	Apply: func(i *incident.Incident, f ledger.Fact) {
		mark(i, incident.Triaged, f)
		if lowerASCII(f.Args) == "unknown" {
			i.CauseUnknown = true
		} else if f.Args != "" {
			i.Triage = f.Args
		}
	},
}

// afterRecovery refuses what belongs to the time after the incident while users still suffer.
func afterRecovery(c Call) (string, *ledger.Problem) {
	if !c.Incident.Has(incident.Recovered) {
		return "", &ledger.Problem{Code: ledger.NotNow, Detail: string(c.Incident.Phase), Paste: []string{"/recovered"}}
	}
	return c.Args, nil
}
