package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/timeline"
)

// changesRetry is how long a look for changes that failed is left alone.
const changesRetry = 5 * time.Minute

// changesMemory is what was found when changes were last looked for, and for which question.
type changesMemory struct {
	question string
	found    []snapshot.Change
	failedAt time.Time
}

// changes looks up what went out before the incident and during it, where the policy wants it. It is looked up when the
// incident is declared, and again when something was done about it: an ordinary command costs no request. A look that fails
// costs the answer, never the run: what was known before stands.
func (r *run) changes(ctx context.Context, inc incident.Incident) {
	if !r.cfg.Effective().WhatChanged || !inc.Declared || inc.Cancelled != "" || inc.DuplicateOf != 0 {
		r.world.Changes = nil
		return
	}
	places, since := placesOf(inc, r.cfg, r.key), timeline.ChangesSince(inc)
	question := fmt.Sprint(places, since, inc.Has(incident.Mitigated), inc.Has(incident.Fixed), inc.Has(incident.Recovered))
	known := r.memory.changes(r.key)
	due := known.question != question && !known.recent(r.Now())
	if due && r.leaves() {
		r.later = true
	} else if due {
		found, err := r.Observer.Changes(ctx, r.key, r.world.Repository.Private, places, since)
		if err != nil {
			r.Log.Warn("what changed is not known", "issue", r.key.String(), "error", err.Error())
			known.failedAt = r.Now()
		} else {
			known = changesMemory{question: question, found: found}
		}
		r.memory.keepChanges(r.key, known)
	}
	r.world.Changes = known.found
}

// recent says whether a look failed just now.
func (m changesMemory) recent(now time.Time) bool {
	return !m.failedAt.IsZero() && now.Sub(m.failedAt) < changesRetry
}

// mostPlaces bounds how many requests one look costs.
const mostPlaces = 5

// placesOf are the repositories of the incident's components, and the incident's own where none is known.
func placesOf(inc incident.Incident, cfg policy.Config, k Key) []Place {
	var out []Place
	for _, name := range inc.Components {
		c := cfg.Components[name]
		if c.Repository == "" && len(c.Paths) == 0 {
			continue
		}
		p := Place{Owner: k.Owner, Repo: k.Repo}
		if c.Repository != "" && c.Repository != "here" {
			p.Owner, p.Repo = cutName(c.Repository)
		}
		if len(c.Paths) == 1 { // GitHub takes one path; of several, all commits are shown
			p.Path = folder(c.Paths[0])
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []Place{{Owner: k.Owner, Repo: k.Repo}}
	}
	return out[:min(len(out), mostPlaces)]
}

// folder is what of a glob is no pattern: "checkout/**" → "checkout".
func folder(glob string) string {
	var out []string
	for _, part := range strings.Split(glob, "/") {
		if strings.ContainsAny(part, "*?[{") {
			break
		}
		out = append(out, part)
	}
	return strings.Join(out, "/")
}

func (m *memory) changes(k Key) changesMemory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.issue(k).changes
}

func (m *memory) keepChanges(k Key, c changesMemory) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.issue(k).changes = c
}
