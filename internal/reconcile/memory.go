package reconcile

import (
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// How long something that is only remembered is believed.
const (
	pastHolds = time.Hour
	vainHolds = time.Hour
)

// issuesHeld bounds how many issues are remembered.
const issuesHeld = 4096

// memory is what a Reconciler remembers between runs. All of it can be lost at any time: it saves requests, and a local
// copy of a ledger restores a card that somebody damaged.
type memory struct {
	mu      sync.Mutex
	configs map[int64]remembered // by repository id
	issues  map[string]*issueMemory
	states  map[string]issueState
	notices map[int64]string // by repository id: for which file our issue about the policy was put right
	changed map[int64]policyChange
	turns   map[string]chan struct{} // issues that are being run
	onward  map[string]Key           // the incidents of continuations, by the continuation
}

type issueMemory struct {
	key    Key
	want   Want
	away   int64 // the repository in which the postmortem is, by id; 0 = beside the incident
	ledger *ledger.Ledger
	past   []snapshot.Earlier
	pastAt time.Time
	owners time.Time // when it was asked last whether the items' owners still have access

	changes changesMemory

	vain map[string]time.Time

	presses  []Press  // not judged yet
	claims   []string // issues that say by the form that they are action items of this incident, "#12"
	items    []heldItem
	loose    []string // issues of action items that are no sub-issues, owner/name#12
	searched searched

	last  *last // nil = the next run looks
	hints []Hint
	doubt bool // something was heard that only a look can tell
	// restored is the ledger before something was judged that turned out not to be so; the card may hold what came of it. nil =
	// the card's counts.
	restored *ledger.Ledger
	aspects
}

func (m *memory) issue(k Key) *issueMemory {
	if m.issues == nil {
		m.issues = map[string]*issueMemory{}
	}
	if m.issues[k.Group()] == nil {
		m.makeRoom()
		m.issues[k.Group()] = &issueMemory{vain: map[string]time.Time{}}
	}
	i := m.issues[k.Group()]
	if i.key.Installation != k.Installation {
		i.aspects = aspects{} // whatever was waiting ended with the installation
	}
	i.key = k.of(plan.Own)
	return i
}

// makeRoom forgets some issue where there are too many: which one does not matter, as all of it can be read again.
func (m *memory) makeRoom() {
	for id := range m.issues {
		if len(m.issues) < issuesHeld {
			return
		}
		delete(m.issues, id)
	}
}

func (m *memory) want(k Key) Want {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.issues[k.Group()]; ok {
		return i.want
	}
	return Want{} // an issue that is no incident leaves nothing behind
}

func (m *memory) wanted(k Key, w Want) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.issue(k).want = w
}

func (m *memory) ledger(k Key) *ledger.Ledger {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.issues[k.Group()]; ok {
		return i.ledger
	}
	return nil
}

func (m *memory) keep(k Key, l ledger.Ledger) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	i.ledger, i.restored = &l, nil
}

// restore has the next runs begin with the ledger that was kept last, whatever the card says, until one of them succeeds.
func (m *memory) restore(k Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	i.restored = i.ledger
}

func (m *memory) before(k Key) *ledger.Ledger {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.issues[k.Group()]; ok {
		return i.restored
	}
	return nil
}

func (m *memory) past(k Key, now time.Time) ([]snapshot.Earlier, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	return i.past, !i.pastAt.IsZero() && now.Sub(i.pastAt) < pastHolds
}

func (m *memory) keepPast(k Key, past []snapshot.Earlier, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	i.past, i.pastAt = past, now
}

func (m *memory) forget(k Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.issues, k.Group())
	delete(m.states, k.Group())
}

func (m *memory) inVain(k Key, actions []plan.Action, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range actions {
		m.issue(k).vain[name(a)] = now
	}
}

// worthwhile returns the actions that were not lately in vain: none where that was the ledger, for nothing may come before
// what remembers it.
func (m *memory) worthwhile(k Key, actions []plan.Action, now time.Time) []plan.Action {
	m.mu.Lock()
	defer m.mu.Unlock()
	vain := m.issue(k).vain
	maps.DeleteFunc(vain, func(_ string, at time.Time) bool { return now.Sub(at) >= vainHolds })
	var out []plan.Action
	for _, a := range actions {
		if _, ok := vain[name(a)]; !ok {
			out = append(out, a)
		} else if a.Ledger() {
			return nil
		}
	}
	return out
}

// name tells actions apart as far as trying again is concerned.
func name(a plan.Action) string {
	return fmt.Sprintf("%s\x00%s\x00%s\x00%d\x00%s", a.Kind, a.Target, a.Node, a.ID, a.Key)
}

// Incidents returns the keys of the incidents of one repository that this process has run: what a new configuration
// concerns.
func (r *Reconciler) Incidents(repository int64) []Key {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	var keys []Key
	for _, i := range r.memory.issues {
		if i.key.RepositoryID == repository && i.ledger != nil {
			keys = append(keys, i.key)
		}
	}
	return keys
}

// Labels returns the incident label of a repository; ok is false for a repository of which nothing is known yet.
func (r *Reconciler) Labels(repository int64) (label string, ok bool) {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	c := r.memory.configs[repository]
	return c.good.Labels.Incident, c.read
}
