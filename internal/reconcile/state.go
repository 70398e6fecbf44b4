package reconcile

import "github.com/sensible-im/sensible/internal/snapshot"

// issueState is how an issue stood when it was last looked at.
type issueState struct{ untouchable, locked bool }

// untouchable says whether nothing may be written about an issue: its repository is archived, or it came out of a private
// repository into a public one, where whatever we add would be shown to everybody. It is logged once. What a lock forbade
// is tried again as soon as the lock is another.
func (r *Reconciler) untouchable(k Key, w snapshot.World) bool {
	why := ""
	switch {
	case w.Repository.Archived:
		why = "the repository is archived"
	case w.Issue.FromPrivate && !w.Repository.Private:
		why = "it came out of a private repository into a public one; nothing more is published there"
	}
	if before := r.memory.state(k, issueState{untouchable: why != "", locked: w.Issue.Locked}); why != "" && !before.untouchable {
		r.Log.Warn("this issue is left alone", "issue", k.String(), "why", why)
	}
	return why != ""
}

// state keeps how an issue stands and returns how it stood.
func (m *memory) state(k Key, now issueState) issueState {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.states[k.Group()]
	if before.locked != now.locked {
		if i, ok := m.issues[k.Group()]; ok {
			clear(i.vain)
		}
	}
	if m.states == nil || len(m.states) >= issuesHeld {
		m.states = map[string]issueState{}
	}
	if now == (issueState{}) {
		delete(m.states, k.Group()) // the usual case leaves nothing behind
	} else {
		m.states[k.Group()] = now
	}
	return before
}
