package queue

import (
	"slices"
	"time"
)

func (t *sqlTxn) keep(name string, value []byte) error {
	if value == nil {
		_, err := t.exec(`DELETE FROM memos WHERE name = $1`, name)
		return err
	}
	_, err := t.exec(`INSERT INTO memos(name, value) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

func (t *sqlTxn) kept(name string) (value []byte, err error) {
	_, err = t.one(`SELECT value FROM memos WHERE name = $1`, []any{name}, &value)
	return value, err
}

func (t *sqlTxn) known(ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, id := range ids {
		n := 0
		found, err := t.one(`SELECT 1 FROM inbox WHERE id = $1`, []any{clean(id)}, &n)
		if err != nil {
			return nil, err
		}
		if found {
			out[id] = true
		}
	}
	return out, nil
}

func (t *sqlTxn) payload(id string) (packed []byte, err error) {
	_, err = t.one(`SELECT payload FROM inbox WHERE id = $1`, []any{clean(id)}, &packed)
	return packed, err
}

func (t *sqlTxn) ran(id string) (time.Time, error) {
	at := int64(0)
	_, err := t.one(`SELECT ran_at FROM keys WHERE id = $1`, []any{id}, &at)
	return unstamp(at), err
}

func (t *sqlTxn) stats() (Stats, error) {
	var s Stats
	var oldest int64
	if _, err := t.one(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN retry_at <> 0 THEN 1 ELSE 0 END), 0), COALESCE(MIN(since), 0) FROM keys WHERE wanted > done`,
		nil, &s.Waiting, &s.Failing, &oldest); err != nil {
		return s, err
	}
	s.Oldest = unstamp(oldest)
	if _, err := t.one(`SELECT COUNT(*) FROM leases WHERE owner <> ''`, nil, &s.Running); err != nil {
		return s, err
	}
	if _, err := t.one(`SELECT COUNT(*) FROM inbox`, nil, &s.Deliveries); err != nil {
		return s, err
	}
	_, err := t.one(`SELECT COALESCE(SUM(CASE WHEN unreadable = '' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN unreadable <> '' THEN 1 ELSE 0 END), 0)
FROM inbox WHERE done_at = 0`, nil, &s.Pending, &s.Unreadable)
	return s, err
}

// fails is what makes a delivery one whose work failed.
const fails = `EXISTS (SELECT 1 FROM works w JOIN keys k ON k.id = w.key WHERE w.delivery = inbox.id AND w.done = 0 AND k.attempt > 0)`

func (t *sqlTxn) deliveries(f Filter) ([]Status, error) {
	state := map[State]string{
		"": "", Done: " AND done_at <> 0", Unreadable: " AND unreadable <> ''",
		Failing: " AND done_at = 0 AND unreadable = '' AND " + fails, Waiting: " AND done_at = 0 AND unreadable = '' AND NOT " + fails,
	}[f.State]
	var out []Status
	err := t.each(`SELECT id, event, action, installation, received_at, size, unreadable, done_at FROM inbox
WHERE ($1 = '' OR id = $1) AND ($2 = '' OR event = $2)`+state+` ORDER BY received_at DESC, id LIMIT $3`, []any{clean(f.ID), clean(f.Event), f.Limit}, func(r rows) error {
		var s Status
		var received, done int64
		err := r.Scan(&s.ID, &s.Event, &s.Action, &s.Installation, &received, &s.Size, &s.Unreadable, &done)
		s.ReceivedAt, s.DoneAt = unstamp(received), unstamp(done)
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	for n := range out {
		if err := t.worksOf(&out[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (t *sqlTxn) worksOf(s *Status) error {
	err := t.each(`SELECT w.key, w.done, k.body, k.attempt, k.retry_at, k.failure FROM works w JOIN keys k ON k.id = w.key WHERE w.delivery = $1`, []any{s.ID}, func(r rows) error {
		var w Work
		var done, retryAt int64
		err := r.Scan(&w.Key, &done, &w.Body, &w.Attempt, &retryAt, &w.Failure)
		if w.Done, w.RetryAt = done != 0, unstamp(retryAt); w.Done {
			w.Attempt, w.RetryAt, w.Failure = 0, time.Time{}, ""
		}
		s.Works = append(s.Works, w)
		return err
	})
	slices.SortFunc(s.Works, func(a, b Work) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	s.State = stateOf(*s)
	return err
}
