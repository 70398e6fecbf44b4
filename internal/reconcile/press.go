package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/replay"
)

// Press is a button that somebody pressed: a proposal like any command.
type Press struct {
	Button   string
	Delivery string // the same delivery is one press, however often it comes
	By       incident.Person
}

// mostPresses bounds what waits for one issue.
const mostPresses = 20

// Press takes note of a button that somebody pressed. The next run of the key judges it.
func (r *Reconciler) Press(k Key, p Press) {
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	i := r.memory.issue(k)
	known := slices.ContainsFunc(i.presses, func(o Press) bool { return o.Delivery == p.Delivery })
	if !known && len(i.presses) < mostPresses {
		i.presses = append(i.presses, p)
	}
}

func (m *memory) waiting(k Key) []Press {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i, ok := m.issues[k.Group()]; ok {
		return slices.Clone(i.presses)
	}
	return nil
}

// judged forgets presses that the ledger knows by now, or that count for nothing.
func (m *memory) judged(k Key, done []Press) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := m.issue(k)
	i.presses = slices.DeleteFunc(i.presses, func(p Press) bool { return slices.Contains(done, p) })
}

// pressed judges the buttons that were pressed: whoever may give commands here may press them. GitHub shows them to whoever
// may write, which says nothing.
func (r *run) pressed(ctx context.Context) error {
	r.presses = r.memory.waiting(r.key)
	for _, p := range r.presses {
		_, may, err := r.Permissions.Permission(ctx, r.key, p.By)
		if err != nil {
			return fmt.Errorf("%s: permission of %s: %w", r.key, p.By.Login, err)
		}
		if !may.Responder() {
			r.Log.Info("a button was pressed by somebody who may not", "issue", r.key.String(), "button", p.Button)
			continue
		}
		o := ledger.Observation{Kind: replay.SeenButton, At: r.Now(), Actor: p.By, Ref: "delivery:" + p.Delivery, Detail: p.Button}
		if !slices.ContainsFunc(r.ledger.Seen, func(s ledger.Observation) bool { return s.Ref == o.Ref }) {
			r.ledger.Seen = append(slices.Clone(r.ledger.Seen), o)
		}
	}
	return nil
}
