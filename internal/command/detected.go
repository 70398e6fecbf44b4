package command

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// detected corrects when somebody or something first noticed.
var detected = Spec{
	Verb: "detected", Usage: "at 10:05 JST", Who: incident.TriageAccess, Time: OnlyTime,
	Judge: needsTime("/detected at 10:05 JST"),
	Apply: func(i *incident.Incident, f ledger.Fact) { mark(i, incident.Detected, f) },
}
