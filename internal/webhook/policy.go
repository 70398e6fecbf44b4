package webhook

import "slices"

// policyOf is the policy of the delivery's repository: an issue without a number.
func policyOf(p payload) []Issue {
	k := p.key(p.Repository, 1)
	for i := range k {
		k[i].Number = 0
	}
	return k
}

// proposing are what happens to a pull request that may change what it makes of the policy.
var proposing = []string{"opened", "reopened", "synchronize", "edited", "ready_for_review"}

// policyProposed is the policy, where a pull request may change it: which files it touches is not in the payload.
func (h *Handler) policyProposed(event string, p payload) []Issue {
	if event != "pull_request" || p.PullRequest == nil || !slices.Contains(proposing, p.Action) {
		return nil
	}
	return policyOf(p)
}

// knownHere are the incidents of the delivery's repository that are known here.
func (h *Handler) knownHere(p payload) []Issue {
	if h.Incidents == nil {
		return nil
	}
	return h.Incidents(int64(p.Repository.ID))
}
