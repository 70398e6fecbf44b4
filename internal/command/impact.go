package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// impact says who suffers and how; it stands on the card and in the postmortem.
var impact = Spec{
	Verb: "impact", Usage: "text", Who: incident.TriageAccess,
	Judge: needs("text", "/impact who cannot do what"),
	Apply: func(i *incident.Incident, f ledger.Fact) { i.Impact = f.Args },
}
