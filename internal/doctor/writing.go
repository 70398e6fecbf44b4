package doctor

import "strings"

// commits looks whether postmortems can be committed.
func commits(r *report) {
	switch {
	case r.Signed && r.Policy.Postmortems.Sign == "never":
		r.find(Bad, "commits-never", r.Repository.DefaultBranch)
	case r.Signed:
		r.find(Well, "commits-signed", r.Repository.DefaultBranch)
	default:
		r.find(Well, "commits", nil)
	}
}

// actions looks at the setting that keeps workflows from opening pull requests. No route tells it without administration: a
// postmortem that has a branch and no pull request does.
func actions(r *report) {
	switch {
	case !r.Workflow && !r.Actions:
		r.find(Well, "actions-none", nil)
	case len(r.Drafts) > 0:
		r.find(Bad, "actions-pulls", map[string]any{"Branches": strings.Join(r.Drafts, ", "), "URL": r.URL})
	default:
		r.find(Skipped, "actions-unknown", map[string]any{"URL": r.URL})
	}
}

// alerts shows the key with which monitoring reaches this repository.
func alerts(r *report) {
	if r.AlertKey == "" {
		r.find(Skipped, "alerts-none", nil)
		return
	}
	r.find(Well, "alerts", r.AlertKey)
}
