package queue

import "time"

func (t *sqlTxn) settle(s settlement) (bool, error) {
	n, err := t.exec(`UPDATE leases SET until = 0, owner = '' WHERE grp = $1 AND owner = $2 AND token = $3`, s.group, s.owner, s.token)
	if err != nil || n == 0 || s.released {
		return n > 0, err
	}
	if s.failure != "" {
		n, err := t.exec(`UPDATE keys SET attempt = $1, failure = $2, retry_at = CASE WHEN wanted = $3 THEN CAST($4 AS BIGINT) ELSE 0 END WHERE id = $5 AND wanted > done`,
			s.attempt, clean(s.failure), s.goal, stamp(s.retryAt), s.id)
		if err == nil && n > 0 { // else it was dropped meanwhile
			err = t.carry(s.id, s.retryAt)
		}
		return true, err
	}
	if err := t.succeed(s.id, s.goal, s.now, true); err != nil {
		return true, err
	}
	if err := t.later(want{id: s.id, group: s.group, at: s.wakeAt}); err != nil {
		return true, err
	}
	for _, w := range ordered(s.also) {
		if _, err := t.want(s.now, w); err != nil {
			return true, err
		}
	}
	for _, w := range ordered(s.later) {
		if err := t.later(w); err != nil {
			return true, err
		}
	}
	return true, nil
}

// succeed brings a key to a generation; the deliveries that waited for no more than that are done.
func (t *sqlTxn) succeed(id string, goal int64, now time.Time, ran bool) error {
	stampRan := int64(0)
	if ran {
		stampRan = stamp(now)
	}
	_, err := t.exec(`UPDATE keys SET done = CASE WHEN done > $1 THEN done ELSE $1 END, attempt = 0, failure = '', retry_at = 0,
ran_at = CASE WHEN $2 > ran_at THEN $2 ELSE ran_at END WHERE id = $3`, goal, stampRan, id)
	if err != nil {
		return err
	}
	if t.engine.shared() { // two replicas that end the last works of one delivery at once would each see the other's open
		if _, err := t.exec(`UPDATE inbox SET done_at = done_at WHERE done_at = 0
AND id IN (SELECT delivery FROM works WHERE key = $1 AND done = 0 AND generation <= $2)`, id, goal); err != nil {
			return err
		}
	}
	_, err = t.exec(`UPDATE inbox SET done_at = $1 WHERE done_at = 0
AND id IN (SELECT delivery FROM works WHERE key = $2 AND done = 0 AND generation <= $3)
AND NOT EXISTS (SELECT 1 FROM works w WHERE w.delivery = inbox.id AND w.done = 0 AND NOT (w.key = $2 AND w.generation <= $3))`, stamp(now), id, goal)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE works SET done = 1, note = NULL WHERE key = $1 AND done = 0 AND generation <= $2`, id, goal)
	return err
}

// later sets a key's timer unless it has an earlier one.
func (t *sqlTxn) later(w want) error {
	if w.at.IsZero() {
		return nil
	}
	n, err := t.exec(`UPDATE keys SET wake_at = CASE WHEN wake_at = 0 OR wake_at > $1 THEN $1 ELSE wake_at END WHERE id = $2`, stamp(w.at), w.id)
	if err == nil && n == 0 {
		_, err = t.exec(`INSERT INTO keys(id, grp, body, wanted, done, urgency, since, wake_at, retry_at, attempt, failure, ran_at)
VALUES($1, $2, $3, 0, 0, 0, 0, $4, 0, 0, '', 0) ON CONFLICT(id) DO NOTHING`, w.id, w.group, w.body, stamp(w.at))
	}
	if err != nil {
		return err
	}
	return t.carry(w.id, w.at)
}

// carry has the key looked at again at a time, whatever becomes of this process; once, however often it is asked for.
func (t *sqlTxn) carry(id string, at time.Time) error {
	if t.courier == nil || at.IsZero() {
		return nil
	}
	n, err := t.exec(`UPDATE keys SET job_at = $1 WHERE id = $2 AND (job_at = 0 OR job_at > $1)`, stamp(at), id)
	if err != nil || n == 0 {
		return err
	}
	return t.courier.insert(t.conn, id, at)
}

func (t *sqlTxn) fired(id string, next time.Time) error {
	if _, err := t.exec(`UPDATE keys SET job_at = 0 WHERE id = $1`, id); err != nil {
		return err
	}
	retryAt := int64(0)
	if _, err := t.one(`SELECT retry_at FROM keys WHERE id = $1 AND wanted > done`, []any{id}, &retryAt); err != nil {
		return err
	}
	return t.carry(id, earlier(next, unstamp(retryAt)))
}

func (t *sqlTxn) again(id string, attempt int, now time.Time) error {
	_, err := t.exec(`UPDATE keys SET retry_at = 0 WHERE id = $1 AND retry_at <> 0 AND (attempt = $2 OR $2 = 0 AND retry_at <= $3)`, id, attempt, stamp(now))
	return err
}

func (t *sqlTxn) wake(now time.Time, ids []string) ([]when, error) {
	var left []when
	for _, id := range ids {
		var at, wanted, done int64
		w := want{id: id}
		found, err := t.one(`SELECT wake_at, wanted, done, grp, body FROM keys WHERE id = $1 AND wake_at <> 0`, []any{id}, &at, &wanted, &done, &w.group, &w.body)
		if err != nil {
			return nil, err
		}
		switch {
		case !found:
			continue
		case at > stamp(now):
			left = append(left, when{id, unstamp(at)})
			continue
		}
		if _, err := t.exec(`UPDATE keys SET wake_at = 0 WHERE id = $1`, id); err != nil {
			return nil, err
		}
		if wanted > done {
			continue
		}
		if _, err := t.want(now, w); err != nil {
			return nil, err
		}
	}
	return left, nil
}

func (t *sqlTxn) retry(now time.Time, id string) (bool, error) {
	found := 0
	if _, err := t.one(`SELECT 1 FROM inbox WHERE id = $1`, []any{id}, &found); err != nil || found == 0 {
		return false, err
	}
	var wants []want
	err := t.each(`SELECT k.id, k.grp, k.body FROM works w JOIN keys k ON k.id = w.key WHERE w.delivery = $1`, []any{id}, func(r rows) error {
		w := want{urgency: People}
		err := r.Scan(&w.id, &w.group, &w.body)
		wants = append(wants, w)
		return err
	})
	if err != nil || len(wants) == 0 {
		return err == nil, err
	}
	for _, w := range ordered(wants) {
		generation, err := t.want(now, w)
		if err != nil {
			return true, err
		}
		if _, err := t.exec(`UPDATE works SET generation = $1, done = 0 WHERE delivery = $2 AND key = $3`, generation, id, w.id); err != nil {
			return true, err
		}
		if err := t.carry(w.id, now); err != nil { // a server that runs beside this process hears of it so
			return true, err
		}
	}
	_, err = t.exec(`UPDATE inbox SET done_at = 0 WHERE id = $1`, id)
	return true, err
}

func (t *sqlTxn) drop(now time.Time, match func([]byte) bool) error {
	type row struct {
		id     string
		wanted int64
	}
	var gone []row
	err := t.each(`SELECT id, wanted, body FROM keys WHERE wanted > done OR wake_at <> 0`, nil, func(r rows) error {
		var one row
		var body []byte
		err := r.Scan(&one.id, &one.wanted, &body)
		if err == nil && match(body) {
			gone = append(gone, one)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, one := range gone {
		if err := t.succeed(one.id, one.wanted, now, false); err != nil {
			return err
		}
		if _, err := t.exec(`UPDATE keys SET wake_at = 0 WHERE id = $1`, one.id); err != nil {
			return err
		}
	}
	return nil
}

func (t *sqlTxn) prune(before time.Time) (int, error) {
	at := stamp(before)
	const old = `received_at < $1 AND (unreadable <> '' OR (done_at <> 0 AND done_at < $1))`
	if _, err := t.exec(`DELETE FROM works WHERE delivery IN (SELECT id FROM inbox WHERE `+old+`)`, at); err != nil {
		return 0, err
	}
	n, err := t.exec(`DELETE FROM inbox WHERE `+old, at)
	if err != nil {
		return 0, err
	}
	// What runs stays, though nothing more is wanted of it: its end finds it.
	if _, err := t.exec(`DELETE FROM keys WHERE wanted = done AND wake_at = 0 AND ran_at < $1 AND NOT EXISTS (SELECT 1 FROM works w WHERE w.key = keys.id)
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.grp = keys.grp AND l.until <> 0)`, at); err != nil {
		return 0, err
	}
	_, err = t.exec(`DELETE FROM leases WHERE until = 0 AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.grp = leases.grp)`)
	return int(n), err
}
