package ledger

import "slices"

// Imported is the kind of an observation that an import brought: Ref is the milestone, At its time, as somebody's table
// told it.
const Imported = "imported"

// Imported says whether the incident was brought in from elsewhere when it was over: it is told of and counted, and nothing
// is asked of anybody.
func (l Ledger) Imported() bool {
	return slices.ContainsFunc(l.Seen, func(o Observation) bool { return o.Kind == Imported })
}
