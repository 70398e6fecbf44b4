package replay

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// What a phase label set by hand can come to.
const (
	SeenPhase    = "phase"         // a responder moved the life cycle on by its label; Detail: the phase
	SeenPutRight = "phase-refused" // a phase label that does not fit, or by somebody who may not; Detail: the phase
)

// phaseProposals are the phases that a label can propose, and the phases it can come from: forward only, and only where
// the command that does the same needs nothing more than its verb. A cancellation needs its reason, a duplicate its number,
// and the phases after an incident follow from the work done.
var phaseProposals = map[incident.Phase][]incident.Phase{
	incident.Detection:    {incident.Suspected},
	incident.Recovery:     {incident.Suspected, incident.Detection},
	incident.PostIncident: {incident.Suspected, incident.Detection, incident.Recovery},
}

// phaseLabel judges a phase label set by hand. One that only repeats the phase is no news; one that is put right is kept as
// seen, so that it is explained once.
func (j *judging) phaseLabel(e snapshot.Event, o ledger.Observation) {
	j.fold()
	phase, _ := phaseOf(e, j.config)
	if phase == j.state.Phase {
		return
	}
	o.Detail = string(phase)
	if !j.world.Permissions[e.Actor.ID].Responder() || !slices.Contains(phaseProposals[phase], j.state.Phase) {
		o.Kind = SeenPutRight
	}
	j.ledger.Seen = append(j.ledger.Seen, o)
}

// phaseOf reads a phase label, in any capitals, as GitHub compares labels.
func phaseOf(e snapshot.Event, cfg policy.Config) (incident.Phase, bool) {
	label, prefix := lowerASCII(e.Label), lowerASCII(cfg.Labels.Phase)
	if !strings.HasPrefix(label, prefix) {
		return "", false
	}
	phase := incident.Phase(label[len(prefix):])
	return phase, slices.Contains(incident.Phases, phase)
}

// applyPhase does what the command for that phase would do, as seen and not told.
func applyPhase(i *incident.Incident, o ledger.Observation) {
	observed := incident.Point{At: o.At, Quality: incident.Observed}
	i.Declared = true
	i.Mark(incident.MilestoneDeclared, observed, false)
	switch incident.Phase(o.Detail) {
	case incident.Recovery:
		i.Fixing = true
	case incident.PostIncident:
		i.Mark(incident.Recovered, observed, false)
	}
}
