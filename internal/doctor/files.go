package doctor

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/policy"
)

// MissingLabels are the labels that the policy uses and the repository lacks; GitHub compares names without regard to case.
func MissingLabels(f Facts) []string {
	var out []string
	for _, w := range f.Wanted {
		if !slices.ContainsFunc(f.Labels, func(l string) bool { return strings.EqualFold(l, w) }) {
			out = append(out, w)
		}
	}
	return out
}

func labels(r *report) {
	missing := MissingLabels(r.Facts)
	if len(missing) == 0 {
		r.find(Well, "labels", len(r.Wanted))
		return
	}
	level := Warning
	if slices.Contains(missing, r.Policy.Labels.Incident) {
		level = Bad // the form's label would be dropped
	}
	r.find(level, "labels-missing", missing).Mend = true
}

func form(r *report) {
	switch {
	case r.Form == "":
		r.find(Warning, "form-missing", nil)
	case len(r.FormDrift) > 0:
		r.find(Warning, "form-drift", r.FormDrift).Mend = r.FormOptions
	default:
		r.find(Well, "form", nil)
	}
}

// config looks at the policy: what is wrong with it, and what it says in vain.
func config(r *report) {
	for _, p := range r.Problems {
		if p.Severity == policy.Error {
			r.find(Bad, "config-error", p)
		} else {
			r.find(Warning, "config-warning", p)
		}
	}
	for _, p := range r.Redundant {
		r.find(Warning, "config-redundant", p)
	}
	switch {
	case len(r.Problems)+len(r.Redundant) > 0:
	case !r.Config.Found:
		r.find(Well, "config-none", r.Policy)
	default:
		r.find(Well, "config", r.Policy)
	}
}
