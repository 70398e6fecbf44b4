package doctor

import (
	"time"

	"github.com/sensible-im/sensible/internal/setup/needs"
)

// access looks at the credentials: what the installation was granted, and whether each permission really answers.
func access(r *report) {
	r.find(Well, "access-as", r.Facts)
	missing := map[string]bool{}
	if r.App {
		for _, p := range needs.Missing(r.Granted) {
			if p.Organization && !r.Repository.OwnerIsOrg {
				continue
			}
			missing[p.Name] = true
			level := Bad
			if p.Organization || p.Name == "deployments" || p.Name == "checks" {
				level = Warning // incidents run without
			}
			r.find(level, "permission-missing", map[string]any{"Name": p.Name, "Level": p.Level, "Has": r.Granted[p.Name], "Installed": r.Installed})
		}
	}
	answered := 0
	for _, p := range r.Probes {
		switch {
		case p.Status >= 200 && p.Status < 300:
			answered++
		case missing[p.Permission]:
		case p.Optional:
			r.find(Warning, "probe-failed", p)
		default:
			r.find(Bad, "probe-failed", p)
		}
	}
	if answered > 0 {
		r.find(Well, "probes", map[string]any{"Answered": answered, "All": len(r.Probes)})
	}
	if r.ReadOnly {
		r.find(Bad, "read-only", r.Facts)
	}
}

// mostSkew is how far clocks may be apart: GitHub's own limit for an App's signed requests is a minute.
const mostSkew = 45 * time.Second

func clock(r *report) {
	seconds := int(r.Skew.Abs().Round(time.Second) / time.Second)
	if r.Skew.Abs() > mostSkew {
		r.find(Bad, "clock-skew", map[string]any{"Seconds": seconds, "Ahead": r.Skew > 0})
		return
	}
	r.find(Well, "clock", seconds)
}

// repository looks at what keeps anything from being written.
func repository(r *report) {
	switch {
	case r.Repository.Archived:
		r.find(Bad, "archived", r.Facts)
	case !r.HasIssues:
		r.find(Bad, "issues-off", r.Facts)
	default:
		r.find(Well, "repository", r.Facts)
	}
}

// deliveries looks at what GitHub delivered in the last day.
func deliveries(r *report) {
	if !r.App {
		r.find(Skipped, "deliveries-token", nil)
		return
	}
	failed := 0
	var last Delivery
	for _, d := range r.Deliveries {
		if !d.OK {
			failed++
			if d.At.After(last.At) {
				last = d
			}
		}
	}
	all := len(r.Deliveries)
	switch {
	case all == 0:
		r.find(Warning, "deliveries-none", nil)
	case failed > 0:
		level := Warning
		if failed*10 >= all {
			level = Bad
		}
		r.find(level, "deliveries-failed", map[string]any{"Failed": failed, "All": all, "Percent": (failed*100 + all - 1) / all, "At": last.At, "Event": last.Event})
	default:
		r.find(Well, "deliveries", all)
	}
}
