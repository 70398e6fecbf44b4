package queue

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// sqlTxn does to the tables what memory does to its maps. Times are kept as microseconds since 1970, zero as 0.
type sqlTxn struct {
	conn
	engine  engine
	courier courier // nil = nothing is carried
	failed  error   // of a claim: its caller cannot return it
}

func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func unstamp(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// clean makes a text that every database takes: valid, without NUL, and not endless.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�")
	if len(s) > 2000 {
		s = strings.ToValidUTF8(s[:2000], "")
	}
	return s
}

// one scans the only row of a query; false where there is none.
func (t *sqlTxn) one(sql string, args []any, into ...any) (bool, error) {
	found := false
	err := t.each(sql, args, func(r rows) error {
		found = true
		return r.Scan(into...)
	})
	return found, err
}

func (t *sqlTxn) each(sql string, args []any, row func(rows) error) error {
	r, err := t.query(sql, args...)
	if err != nil {
		return err
	}
	for r.Next() {
		if err := row(r); err != nil {
			_ = r.Close()
			return err
		}
	}
	if err := r.Err(); err != nil {
		_ = r.Close()
		return err
	}
	return r.Close()
}

func (t *sqlTxn) accept(d Delivery, packed []byte, wants []want) (bool, error) {
	at := stamp(d.ReceivedAt)
	done := int64(0)
	if len(wants) == 0 && d.Unreadable == "" {
		done = at
	}
	n, err := t.exec(`INSERT INTO inbox(id, event, action, installation, received_at, payload, size, unreadable, done_at)
VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT(id) DO NOTHING`,
		clean(d.ID), clean(d.Event), clean(d.Action), d.Installation, at, packed, len(d.Payload), clean(d.Unreadable), done)
	if err != nil {
		return false, err
	}
	if n == 0 {
		unreadable := ""
		if _, err := t.one(`SELECT done_at, unreadable FROM inbox WHERE id = $1`, []any{clean(d.ID)}, &done, &unreadable); err != nil || done != 0 || unreadable != "" {
			return false, err
		}
	}
	for _, w := range ordered(wants) {
		if err := t.work(d, w, n == 1); err != nil {
			return false, err
		}
	}
	return n == 1, nil
}

// work has a delivery wait for a key.
func (t *sqlTxn) work(d Delivery, w want, fresh bool) error {
	if !fresh {
		generation := int64(0)
		if known, err := t.one(`SELECT generation FROM works WHERE delivery = $1 AND key = $2`, []any{clean(d.ID), w.id}, &generation); err != nil || known {
			if err == nil {
				_, err = t.exec(`UPDATE keys SET retry_at = 0 WHERE id = $1 AND wanted > done`, w.id)
			}
			return err
		}
	}
	generation, err := t.want(d.ReceivedAt, w)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO works(delivery, key, generation, done, note) VALUES($1, $2, $3, 0, $4)`, clean(d.ID), w.id, generation, w.note)
	return err
}

// want raises a key by one generation.
func (t *sqlTxn) want(now time.Time, w want) (generation int64, err error) {
	_, err = t.one(`INSERT INTO keys(id, grp, body, wanted, done, urgency, since, wake_at, retry_at, attempt, failure, ran_at)
VALUES($1, $2, $3, 1, 0, $4, $5, 0, 0, 0, '', 0)
ON CONFLICT(id) DO UPDATE SET grp = excluded.grp, body = excluded.body,
  urgency = CASE WHEN keys.wanted > keys.done AND keys.urgency > excluded.urgency THEN keys.urgency ELSE excluded.urgency END,
  since = CASE WHEN keys.wanted > keys.done THEN keys.since ELSE excluded.since END,
  wanted = keys.wanted + 1, retry_at = 0
RETURNING wanted`, []any{w.id, w.group, w.body, int64(w.urgency), stamp(now)}, &generation)
	return generation, err
}

func (t *sqlTxn) raise(now time.Time, wants []want) error {
	for _, w := range ordered(wants) {
		if !w.notSince.IsZero() {
			ran, err := t.ran(w.id)
			if err != nil {
				return err
			}
			if !ran.Before(w.notSince) {
				continue
			}
		}
		if _, err := t.want(now, w); err != nil {
			return err
		}
	}
	return nil
}

// ordered sorts by key: transactions that lock rows in one order do not wait for each other in a circle.
func ordered(wants []want) []want {
	return slices.SortedStableFunc(slices.Values(wants), func(a, b want) int { return cmp.Compare(a.id, b.id) })
}
