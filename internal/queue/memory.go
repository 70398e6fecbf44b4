package queue

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// Memory returns a store that is lost with the process. It does what a database does, so it is also the model that the
// databases are tested against.
func Memory() *Store {
	s := &Store{}
	s.backend = &memory{
		store: s, inbox: map[string]*memoryDelivery{}, keys: map[string]*memoryKey{}, leases: map[string]*memoryLease{}, memos: map[string][]byte{},
	}
	return s
}

// memory is a backend and its own transaction: nothing in it fails half way.
type memory struct {
	store  *Store
	mu     sync.Mutex
	chores func() // ends them

	inbox  map[string]*memoryDelivery
	keys   map[string]*memoryKey
	leases map[string]*memoryLease // by group
	memos  map[string][]byte
	count  int // of deliveries ever
}

type memoryDelivery struct {
	Delivery
	packed []byte
	number int // in the order of arrival
	doneAt time.Time
	works  map[string]int64 // generation, by key
	ended  map[string]bool
	notes  map[string][]byte
}

type memoryKey struct {
	id, group    string
	body         []byte
	wanted, done int64
	urgency      Urgency
	since        time.Time
	wakeAt       time.Time
	retryAt      time.Time
	attempt      int
	failure      string
	ranAt        time.Time
	open         map[string]*memoryDelivery // that wait for it, by id
}

type memoryLease struct {
	owner string
	token int64
	until time.Time
}

func (m *memory) update(ctx context.Context, fn func(txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	err := fn(m)
	m.store.fill(m)(err == nil)
	return err
}

func (m *memory) view(_ context.Context, fn func(txn) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(m)
}

func (m *memory) shared() bool { return false }

// start lets the chores run by timers of this process.
func (m *memory) start(c carry) error {
	ctx, cancel := context.WithCancel(context.Background())
	m.chores = cancel
	for _, chore := range c.chores {
		go m.chore(ctx, chore)
	}
	return nil
}

func (m *memory) chore(ctx context.Context, c Chore) {
	if c.AtStart {
		_ = c.Run(ctx) // it says itself what went wrong
	}
	tick := time.NewTicker(c.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = c.Run(ctx)
		}
	}
}

func (m *memory) stop(context.Context) error {
	if m.chores != nil {
		m.chores()
	}
	return nil
}

func (m *memory) close() error { return m.stop(context.Background()) }

func (m *memory) accept(d Delivery, packed []byte, wants []want) (bool, error) {
	known, ok := m.inbox[d.ID]
	if ok && (!known.doneAt.IsZero() || known.Unreadable != "") {
		return false, nil
	}
	if !ok {
		known = &memoryDelivery{Delivery: d, packed: packed, number: m.count, works: map[string]int64{}, ended: map[string]bool{}, notes: map[string][]byte{}}
		known.Payload = nil
		m.count++
		m.inbox[d.ID] = known
	}
	for _, w := range wants {
		if _, again := known.works[w.id]; again {
			m.hurry(w.id)
			continue
		}
		k := m.want(d.ReceivedAt, w)
		known.works[w.id] = k.wanted
		k.awaited(known)
		if w.note != nil {
			known.notes[w.id] = w.note
		}
	}
	m.finish(known, d.ReceivedAt)
	return !ok, nil
}

// awaited notes that a delivery waits for the key.
func (k *memoryKey) awaited(d *memoryDelivery) {
	if k.open == nil {
		k.open = map[string]*memoryDelivery{}
	}
	k.open[d.ID] = d
}

// notes are what deliveries told the key that no run of it has made use of.
func (k *memoryKey) notes() (out []Note) {
	open := slices.SortedFunc(maps.Values(k.open), func(a, b *memoryDelivery) int {
		return cmp.Or(cmp.Compare(a.works[k.id], b.works[k.id]), cmp.Compare(a.ID, b.ID))
	})
	for _, d := range open {
		if note, ok := d.notes[k.id]; ok {
			out = append(out, Note{Delivery: d.ID, Body: note})
		}
	}
	return out
}

// finish marks a delivery done where no work of it is left.
func (m *memory) finish(d *memoryDelivery, now time.Time) {
	if d.doneAt.IsZero() && d.Unreadable == "" && len(d.works) == len(d.ended) {
		d.doneAt = now
	}
}

func (m *memory) hurry(id string) {
	if k := m.keys[id]; k != nil && k.wanted > k.done {
		k.retryAt = time.Time{}
	}
}

// want raises a key by one generation.
func (m *memory) want(now time.Time, w want) *memoryKey {
	k, ok := m.keys[w.id]
	if !ok {
		k = &memoryKey{id: w.id}
		m.keys[w.id] = k
	}
	if k.wanted == k.done {
		k.since, k.urgency = now, w.urgency
	}
	k.group, k.body, k.urgency = w.group, w.body, max(k.urgency, w.urgency)
	k.wanted++
	k.retryAt = time.Time{}
	return k
}

func (m *memory) raise(now time.Time, wants []want) error {
	for _, w := range wants {
		if k := m.keys[w.id]; k == nil || w.notSince.IsZero() || k.ranAt.Before(w.notSince) {
			m.want(now, w)
		}
	}
	return nil
}

// order is how keys are taken: people first, then who waits longest.
func (m *memory) order() []*memoryKey {
	keys := slices.Collect(maps.Values(m.keys))
	slices.SortFunc(keys, func(a, b *memoryKey) int {
		switch {
		case a.urgency != b.urgency:
			return int(b.urgency - a.urgency)
		case !a.since.Equal(b.since):
			return a.since.Compare(b.since)
		}
		return cmp.Compare(a.id, b.id)
	})
	return keys
}

func (m *memory) claim(a ask) ([]claim, error) {
	var out []claim
	for _, k := range m.order() {
		if len(out) == a.most {
			break
		}
		lease := m.leases[k.group]
		if k.wanted == k.done || !k.retryAt.IsZero() || lease != nil && lease.until.After(a.now) {
			continue
		}
		if k.urgency == Housekeeping {
			if a.quiet == 0 {
				continue
			}
			a.quiet--
		}
		if lease == nil {
			lease = &memoryLease{}
			m.leases[k.group] = lease
		}
		lease.owner, lease.until = a.owner, a.until
		lease.token++
		k.wakeAt = time.Time{}
		c := claim{held: held{k.id, k.group, a.owner, lease.token}, body: k.body, goal: k.wanted, attempt: k.attempt}
		c.notes = k.notes()
		out = append(out, c)
	}
	return out, nil
}
