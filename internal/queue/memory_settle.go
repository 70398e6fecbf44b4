package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

func (m *memory) holds(h held) bool {
	l := m.leases[h.group]
	return l != nil && l.owner == h.owner && l.token == h.token
}

func (m *memory) renew(until time.Time, leases []held) ([]held, error) {
	var lost []held
	for _, h := range leases {
		if !m.holds(h) {
			lost = append(lost, h)
			continue
		}
		m.leases[h.group].until = until
	}
	return lost, nil
}

func (m *memory) settle(s settlement) (bool, error) {
	k := m.keys[s.id]
	if k == nil || !m.holds(s.held) {
		return false, nil
	}
	lease := m.leases[s.group]
	lease.owner, lease.until = "", time.Time{}
	switch {
	case s.released:
		return true, nil
	case s.failure != "" && k.wanted == k.done: // it was dropped meanwhile
		return true, nil
	case s.failure != "":
		k.attempt, k.failure = s.attempt, s.failure
		if k.wanted == s.goal { // nothing new happened meanwhile
			k.retryAt = s.retryAt
		}
		return true, nil
	}
	m.succeed(k, s)
	for _, w := range s.also {
		m.want(s.now, w)
	}
	for _, w := range s.later {
		m.later(w)
	}
	return true, nil
}

func (m *memory) succeed(k *memoryKey, s settlement) {
	k.done, k.attempt, k.failure, k.retryAt, k.ranAt = max(k.done, s.goal), 0, "", time.Time{}, s.now
	k.wakeAt = earlier(k.wakeAt, s.wakeAt)
	if k.wanted == k.done {
		k.since = time.Time{}
	}
	for id, d := range k.open {
		if d.works[k.id] <= k.done {
			d.ended[k.id] = true
			m.finish(d, s.now)
			delete(k.open, id)
			delete(d.notes, k.id)
		}
	}
}

func (m *memory) later(w want) {
	k, ok := m.keys[w.id]
	if !ok {
		k = &memoryKey{id: w.id, group: w.group, body: w.body}
		m.keys[w.id] = k
	}
	k.wakeAt = earlier(k.wakeAt, w.at)
}

// earlier is the earlier of two times of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func (m *memory) again(id string, attempt int, now time.Time) error {
	k := m.keys[id]
	if k != nil && !k.retryAt.IsZero() && (k.attempt == attempt || attempt == 0 && !k.retryAt.After(now)) {
		k.retryAt = time.Time{}
	}
	return nil
}

func (m *memory) fired(string, time.Time) error { return nil } // it carries nothing

func (m *memory) wake(now time.Time, ids []string) ([]when, error) {
	var left []when
	for _, id := range ids {
		k := m.keys[id]
		switch {
		case k == nil || k.wakeAt.IsZero():
		case k.wakeAt.After(now):
			left = append(left, when{id, k.wakeAt})
		default:
			k.wakeAt = time.Time{}
			if k.wanted == k.done {
				m.want(now, want{id: id, group: k.group, body: k.body})
			}
		}
	}
	return left, nil
}

func (m *memory) retry(now time.Time, id string) (bool, error) {
	d, ok := m.inbox[id]
	if !ok {
		return false, nil
	}
	for key := range d.works {
		if k := m.keys[key]; k != nil {
			k = m.want(now, want{id: key, group: k.group, body: k.body, urgency: People})
			d.works[key], d.doneAt = k.wanted, time.Time{}
			delete(d.ended, key)
			k.awaited(d)
		}
	}
	return true, nil
}

func (m *memory) drop(now time.Time, match func([]byte) bool) error {
	for _, k := range m.keys {
		if match(k.body) {
			k.wakeAt, k.retryAt, k.attempt, k.failure = time.Time{}, time.Time{}, 0, ""
			ran := k.ranAt
			m.succeed(k, settlement{goal: k.wanted, now: now})
			k.ranAt, k.wakeAt = ran, time.Time{}
		}
	}
	return nil
}

func (m *memory) prune(before time.Time) (int, error) {
	n := 0
	for id, d := range m.inbox {
		if (d.Unreadable != "" || !d.doneAt.IsZero()) && d.ReceivedAt.Before(before) && d.doneAt.Before(before) {
			delete(m.inbox, id)
			n++
		}
	}
	for id, k := range m.keys {
		l := m.leases[k.group]
		running := l != nil && !l.until.IsZero() // its end finds it
		if k.wanted == k.done && k.wakeAt.IsZero() && k.ranAt.Before(before) && !running && !m.waitedFor(id) {
			delete(m.keys, id)
		}
	}
	used := map[string]bool{}
	for _, k := range m.keys {
		used[k.group] = true
	}
	maps.DeleteFunc(m.leases, func(group string, l *memoryLease) bool { return l.until.IsZero() && !used[group] })
	return n, nil
}

func (m *memory) waitedFor(key string) bool {
	for _, d := range m.inbox {
		if _, ok := d.works[key]; ok {
			return true
		}
	}
	return false
}

func (m *memory) keep(name string, value []byte) error {
	if value == nil {
		delete(m.memos, name)
		return nil
	}
	m.memos[name] = slices.Clone(value)
	return nil
}

func (m *memory) kept(name string) ([]byte, error) { return slices.Clone(m.memos[name]), nil }

func (m *memory) known(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, id := range ids {
		if _, ok := m.inbox[id]; ok {
			out[id] = true
		}
	}
	return out, nil
}

func (m *memory) payload(id string) ([]byte, error) { return m.inbox[id].packed, nil }

func (m *memory) ran(id string) (time.Time, error) {
	if k, ok := m.keys[id]; ok {
		return k.ranAt, nil
	}
	return time.Time{}, nil
}

func (m *memory) stats() (Stats, error) {
	var s Stats
	for _, k := range m.keys {
		if k.wanted > k.done {
			s.Waiting++
			if s.Oldest.IsZero() || k.since.Before(s.Oldest) {
				s.Oldest = k.since
			}
			if !k.retryAt.IsZero() {
				s.Failing++
			}
		}
	}
	for _, l := range m.leases {
		if l.owner != "" {
			s.Running++
		}
	}
	for _, d := range m.inbox {
		s.Deliveries++
		switch {
		case d.Unreadable != "":
			s.Unreadable++
		case d.doneAt.IsZero():
			s.Pending++
		}
	}
	return s, nil
}

func (m *memory) deliveries(f Filter) ([]Status, error) {
	var all []*memoryDelivery
	for _, d := range m.inbox {
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b *memoryDelivery) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
	var out []Status
	for _, d := range all {
		s := m.status(d)
		if f.ID != "" && f.ID != d.ID || f.Event != "" && f.Event != d.Event || f.State != "" && f.State != s.State {
			continue
		}
		if out = append(out, s); len(out) == f.Limit {
			break
		}
	}
	return out, nil
}

func (m *memory) status(d *memoryDelivery) Status {
	s := Status{Delivery: d.Delivery, DoneAt: d.doneAt, Size: packedSize(d.packed)}
	for key := range d.works {
		w := Work{Key: key, Done: d.ended[key]}
		if k := m.keys[key]; k != nil {
			w.Body = k.body
			if !w.Done {
				w.Attempt, w.RetryAt, w.Failure = k.attempt, k.retryAt, k.failure
			}
		}
		s.Works = append(s.Works, w)
	}
	slices.SortFunc(s.Works, func(a, b Work) int { return cmp.Compare(a.Key, b.Key) })
	s.State = stateOf(s)
	return s
}

// stateOf is how far a delivery is, by its works.
func stateOf(s Status) State {
	switch {
	case s.Unreadable != "":
		return Unreadable
	case !s.DoneAt.IsZero():
		return Done
	case slices.ContainsFunc(s.Works, func(w Work) bool { return w.Attempt > 0 }):
		return Failing
	}
	return Waiting
}
