package plan

import "time"

// seenNoPull is package replay's SeenNoPull, which this package must not import.
const seenNoPull = "no-pull"

// noPullHolds is how long GitHub's refusal to open a pull request is believed. What a server remembers, one run inside Actions
// reads from the ledger: without it every run would try, and every card would change twice.
const noPullHolds = 24 * time.Hour

// pullRefused says when GitHub last refused to open the postmortem's pull request; zero = never.
func (s *scene) pullRefused() time.Time {
	var last time.Time
	for _, o := range s.Ledger.Seen {
		if o.Kind == seenNoPull && o.At.After(last) {
			last = o.At
		}
	}
	return last
}

// mayOpenPull says whether it is worth asking for the pull request, and looks again once it is.
func (s *scene) mayOpenPull() bool {
	refused := s.pullRefused()
	if again := refused.Add(noPullHolds); !refused.IsZero() && again.After(s.Now) {
		s.wakeAt(again)
		return false
	}
	return true
}

// pullByHand is where a person can open the pull request that GitHub did not let us open; empty where it is not needed.
func (s *scene) pullByHand() string {
	if s.pullRefused().IsZero() || s.World.Postmortem != nil || s.World.Document.BranchOID == "" || s.World.Document.OnDefault {
		return ""
	}
	return s.homeURL() + "/compare/" + s.home().DefaultBranch + "..." + s.branch() + "?expand=1"
}
