package reconcile

import "context"

// hold waits until no other run of the issue is under way in this process: its aspects write the same ledger. Whoever runs
// keys should see to that too, across processes. The error is the context's.
func (m *memory) hold(ctx context.Context, k Key) (release func(), err error) {
	for {
		m.mu.Lock()
		if m.turns == nil {
			m.turns = map[string]chan struct{}{}
		}
		taken, busy := m.turns[k.Group()]
		if !busy {
			mine := make(chan struct{})
			m.turns[k.Group()] = mine
			m.mu.Unlock()
			return func() {
				m.mu.Lock()
				delete(m.turns, k.Group())
				m.mu.Unlock()
				close(mine)
			}, nil
		}
		m.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
