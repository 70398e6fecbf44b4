package reconcile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// related returns the key of the incident that an ordinary issue belongs to: as a sub-issue, by the form, or because a command
// named it. nil where there is none that is known.
// What was said or done there is not in sight of what is remembered, so that its next run looks.
func (r *Reconciler) related(k Key, w snapshot.World) *Key {
	for _, p := range []*Key{parent(k, w), r.memory.claim(k, w), r.memory.holder(k, w)} {
		if p != nil {
			r.Doubt(*p)
			return p
		}
	}
	return nil
}

// claim is the incident that an issue says by the form to belong to; the incident's next run looks at it.
func (m *memory) claim(k Key, w snapshot.World) *Key {
	f, ok := form.ParseItem(w.Issue.Body)
	if !ok {
		return nil
	}
	name, number, _ := strings.Cut(f.Reference(), "#")
	n, err := strconv.Atoi(number)
	if err != nil || n == w.Issue.Number || name != "" && !strings.EqualFold(name, w.Repository.FullName()) {
		return nil
	}
	p := Key{RepositoryID: k.RepositoryID, Owner: k.Owner, Repo: k.Repo, Number: n, Installation: k.Installation}
	m.mu.Lock()
	defer m.mu.Unlock()
	i, self := m.issue(p), "#"+strconv.Itoa(w.Issue.Number)
	if !slices.Contains(i.claims, self) && len(i.claims) < mostLoose {
		i.claims = append(i.claims, self)
	}
	return &p
}

// heldItem is an action item's issue: how webhooks name it.
type heldItem struct {
	node, repo string
	number     int
}

// holder is an incident that has the issue among its action items without being its parent.
func (m *memory) holder(k Key, w snapshot.World) *Key {
	keys := m.holders(func(i *issueMemory) bool {
		return slices.Contains(i.loose, w.Repository.FullName()+"#"+strconv.Itoa(w.Issue.Number)) || slices.ContainsFunc(i.items, func(h heldItem) bool { return h.node == w.Issue.NodeID })
	})
	for n := range keys {
		if keys[n].Group() != k.Group() {
			return &keys[n]
		}
	}
	return nil
}

// HoldersByNode returns the incidents seen so far that the issue with this node id is an action item of.
func (r *Reconciler) HoldersByNode(node string) []Key {
	return r.memory.holders(func(i *issueMemory) bool {
		return slices.ContainsFunc(i.items, func(h heldItem) bool { return h.node == node && node != "" })
	})
}

// HoldersByNumber is the same by the issue's repository, owner/name in small letters, and number.
func (r *Reconciler) HoldersByNumber(repository string, number int) []Key {
	return r.memory.holders(func(i *issueMemory) bool {
		return slices.ContainsFunc(i.items, func(h heldItem) bool { return h.number == number && strings.EqualFold(h.repo, repository) })
	})
}

func (m *memory) holders(of func(*issueMemory) bool) []Key {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Key
	for _, i := range m.issues {
		if k := i.key.of(""); of(i) && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// holds remembers the issues of an incident's action items.
func (m *memory) holds(k Key, w snapshot.World) {
	var items []heldItem
	for _, it := range w.Items {
		items = append(items, heldItem{it.NodeID, it.Repo, it.Number})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.issue(k).items = items
}

func (m *memory) claimsOf(k Key) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.issues[k.Group()]; ok {
		return slices.Clone(i.claims)
	}
	return nil
}

func (m *memory) keepLoose(k Key, refs []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.issue(k).loose = refs
}
