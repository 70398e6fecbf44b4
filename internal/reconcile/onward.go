package reconcile

import (
	"strconv"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// onward is the incident whose talk goes on in an issue, if it is one that we made for that; it never is an incident of its
// own, whatever is said there.
func (r *Reconciler) onward(k Key, w snapshot.World) *Key {
	if w.Continuation != nil {
		r.memory.goesOn(k, w.Continuation.Number)
	}
	of, is := marker.Find(w.Issue.Body, snapshot.ContinuationMark)
	n, err := strconv.Atoi(of)
	if !is || err != nil || n <= 0 || n >= w.Issue.Number || !w.Issue.Author.Same(w.Viewer) {
		return nil
	}
	p := k
	p.Number, p.Aspect = n, ""
	return &p
}

// goesOn remembers where the talk of an incident goes on, so that what is said there takes no look at that issue by itself.
func (m *memory) goesOn(k Key, number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.onward == nil || len(m.onward) >= issuesHeld {
		m.onward = map[string]Key{}
	}
	on := k
	on.Number, on.Aspect, k.Aspect = number, "", ""
	m.onward[on.Group()] = k
}

// continues is the incident of a continuation that was seen.
func (m *memory) continues(k Key) *Key {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, is := m.onward[k.Group()]
	if !is {
		return nil
	}
	p.Installation = k.Installation
	return &p
}
