package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// started corrects when the impact began.
var started = Spec{
	Verb: "started", Usage: "at 10:05 JST", Who: incident.TriageAccess, Time: OnlyTime,
	Judge: needsTime("/started at 10:05 JST"),
	Apply: func(i *incident.Incident, f ledger.Fact) { mark(i, incident.Started, f) },
}

// needsTime refuses a correction that tells no time.
func needsTime(example string) func(Call) (string, *ledger.Problem) {
	return func(c Call) (string, *ledger.Problem) {
		if !c.Told {
			return "", &ledger.Problem{Code: ledger.NeedsArgument, Detail: "at 10:05 JST", Paste: []string{example}}
		}
		return "", nil
	}
}
