package reconcile

import "github.com/sensible-im/sensible/internal/snapshot"

// lives remembers in which other repository an incident's postmortem is.
func (m *memory) lives(k Key, w snapshot.World) {
	m.mu.Lock()
	defer m.mu.Unlock()
	away := int64(0)
	if w.Away() {
		away = w.DocumentRepository().ID
	}
	m.issue(k).away = away
}

// Away returns the keys of the incidents with that number whose postmortem is in this repository and not beside them: what
// a branch postmortem/<number> there may belong to. Only incidents that this process has run are known.
func (r *Reconciler) Away(repository int64, number int) []Key {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	var keys []Key
	for _, i := range r.memory.issues {
		if i.away == repository && repository != 0 && i.key.Number == number {
			keys = append(keys, i.key)
		}
	}
	return keys
}
