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
	phase, _ := phaseOf(e, j.config)
	before := j.phaseBefore(e)
	if phase == before {
		return
	}
	o.Detail = string(phase)
	if !j.world.Permissions[e.Actor.ID].Responder() || !slices.Contains(phaseProposals[phase], before) {
		o.Kind = SeenPutRight
	}
	j.ledger.Seen = append(j.ledger.Seen, o)
}

// phaseBefore is the phase at the moment of an event, from what was said and seen before it: the same whenever the event is
// looked at, since one that was no news is not kept and may be looked at again.
func (j *judging) phaseBefore(e snapshot.Event) incident.Phase {
	earlier := map[string]bool{}
	for _, other := range j.world.Events {
		if other.ID == e.ID {
			break
		}
		earlier["event:"+other.ID] = true
	}
	past := *j.ledger
	past.Facts = slices.DeleteFunc(slices.Clone(past.Facts), func(f ledger.Fact) bool { return !f.Posted.Before(e.At) })
	past.Seen = slices.DeleteFunc(slices.Clone(past.Seen), func(o ledger.Observation) bool {
		return o.At.After(e.At) || o.At.Equal(e.At) && !earlier[o.Ref]
	})
	return Fold(past, j.world, j.config).Phase
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
