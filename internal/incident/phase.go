package incident

// Phase is where in the life cycle an incident is; shown as the label `phase/<p>`.
type Phase string

// The phases, in the order of the life cycle; the last two end it early.
const (
	Suspected      Phase = "suspected"
	Detection      Phase = "detection"
	Recovery       Phase = "recovery"
	PostIncident   Phase = "post-incident"
	Preparation    Phase = "preparation"
	Closed         Phase = "closed"
	PhaseCancelled Phase = "cancelled"
	PhaseDuplicate Phase = "duplicate"
)

// Phases lists all phases, so that labels and documents are complete.
var Phases = []Phase{Suspected, Detection, Recovery, PostIncident, Preparation, Closed, PhaseCancelled, PhaseDuplicate}

// Status is finer than the phase and what a status page shows.
type Status string

// The statuses, in order.
const (
	Investigating Status = "investigating"
	Identified    Status = "identified"
	BeingFixed    Status = "fixing"
	Monitoring    Status = "monitoring"
	Resolved      Status = "resolved"
)

// Afterwards is what the fold knows about the work after recovery, which GitHub itself keeps: the postmortem and items.
type Afterwards struct {
	PostmortemAsked bool // the policy asks for a postmortem (light or required) at this severity
}

// Derive sets what follows from the rest: assumed milestones, `improved`, `prepared`, the phase and the status. It may be
// called any number of times; it never changes what people said.
func (i *Incident) Derive(after Afterwards) {
	i.assume()
	i.improve(after)
	i.Phase = i.phase()
	i.Status = i.status()
}

func (i *Incident) phase() Phase {
	switch {
	case i.DuplicateOf != 0:
		return PhaseDuplicate
	case i.Cancelled != "":
		return PhaseCancelled
	case !i.Declared:
		return Suspected
	case i.Has(Improved) && i.preparing():
		return Preparation
	case i.Has(Improved):
		return Closed
	case i.Has(Recovered):
		return PostIncident
	case i.Fixing || i.Has(Mitigated) || i.Has(Fixed):
		return Recovery
	}
	return Detection
}

// status follows the same milestones; `mitigated` makes the impact smaller, so the fix still goes on.
func (i *Incident) status() Status {
	switch {
	case i.Has(Recovered) || i.DuplicateOf != 0 || i.Cancelled != "":
		return Resolved
	case i.Has(Fixed):
		return Monitoring
	case i.Fixing || i.Has(Mitigated):
		return BeingFixed
	case i.Has(MilestoneIdentified):
		return Identified
	}
	return Investigating
}

// preparing says whether an item of kind prepare is still open.
func (i *Incident) preparing() bool {
	for _, a := range i.Actions {
		if a.Kind == "prepare" && a.DoneAt.IsZero() && !a.Declined {
			return true
		}
	}
	return false
}
