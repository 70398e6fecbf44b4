package reconcile

import (
	"slices"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/replay"
)

// withoutPull has the ledger take note that GitHub did not let the pull request be opened: a process that ends with this run
// has no other memory, and the next one would try again and be refused again.
func (r *run) withoutPull(vain []plan.Action) {
	refused := slices.ContainsFunc(vain, func(a plan.Action) bool { return a.Kind == plan.PullCreate })
	if !refused || r.Timers {
		return
	}
	r.ledger.Seen = slices.DeleteFunc(slices.Clone(r.ledger.Seen), func(o ledger.Observation) bool { return o.Kind == replay.SeenNoPull })
	r.ledger.Seen = append(r.ledger.Seen, ledger.Observation{Kind: replay.SeenNoPull, At: r.Now(), Ref: "pull"})
}
