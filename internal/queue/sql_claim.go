package queue

import "time"

// claim takes people's keys first, and as many of the others as workers may be given to them.
func (t *sqlTxn) claim(a ask) ([]claim, error) {
	clock, err := t.engineClock(a.now)
	c := claiming{sqlTxn: t, ask: a, clock: clock, taken: map[string]bool{}}
	for _, part := range []struct {
		urgency Urgency
		most    int
	}{{People, a.most}, {Housekeeping, a.quiet}} {
		if err == nil {
			err = c.some(part.urgency, part.most)
		}
	}
	t.failed = err // the caller is told how the transaction ended, not why
	return c.out, err
}

// claiming is a claim under way.
type claiming struct {
	*sqlTxn
	ask
	clock time.Duration   // what the leases' clock is ahead of ours
	taken map[string]bool // groups
	out   []claim
}

// candidate is a key that was free when it was looked for.
type candidate struct{ id, group string }

// some claims keys of one urgency.
func (c *claiming) some(u Urgency, most int) error {
	most = min(most, c.most-len(c.out))
	if most <= 0 {
		return nil
	}
	var candidates []candidate
	err := c.each(`SELECT k.id, k.grp FROM keys k WHERE k.wanted > k.done AND k.retry_at = 0 AND k.urgency = $1
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.grp = k.grp AND l.until > $2) ORDER BY k.since, k.id LIMIT $3`,
		[]any{int64(u), stamp(c.now.Add(c.clock)), 4 * most}, func(r rows) error {
			var one candidate
			err := r.Scan(&one.id, &one.group)
			candidates = append(candidates, one)
			return err
		})
	if err != nil {
		return err
	}
	for _, one := range candidates {
		if most == 0 {
			break
		}
		if c.taken[one.group] {
			continue
		}
		got, err := c.take(one, c.ask, c.clock)
		if err != nil {
			return err
		}
		if got != nil {
			most--
			c.taken[one.group] = true
			c.out = append(c.out, *got)
		}
	}
	return nil
}

// take takes the lease of a key's group, and then reads the key: another replica may have had it just before. nil = it is
// not to be had any more.
func (t *sqlTxn) take(c candidate, a ask, clock time.Duration) (*claim, error) {
	out := claim{held: held{id: c.id, group: c.group, owner: a.owner}}
	free, err := t.one(`INSERT INTO leases(grp, owner, token, until) VALUES($1, $2, 1, $3)
ON CONFLICT(grp) DO UPDATE SET owner = excluded.owner, until = excluded.until, token = leases.token + 1 WHERE leases.until <= $4
RETURNING token`, []any{c.group, a.owner, stamp(a.until.Add(clock)), stamp(a.now.Add(clock))}, &out.token)
	if err != nil || !free {
		return nil, err
	}
	there, err := t.one(`SELECT wanted, body, attempt FROM keys WHERE id = $1 AND wanted > done AND retry_at = 0`, []any{c.id}, &out.goal, &out.body, &out.attempt)
	if err != nil {
		return nil, err
	}
	if !there {
		_, err = t.exec(`UPDATE leases SET until = 0, owner = '' WHERE grp = $1 AND owner = $2 AND token = $3`, c.group, a.owner, out.token)
		return nil, err
	}
	if _, err := t.exec(`UPDATE keys SET wake_at = 0 WHERE id = $1 AND wake_at <> 0`, c.id); err != nil {
		return nil, err
	}
	out.notes, err = t.notes(c.id)
	return &out, err
}

func (t *sqlTxn) notes(key string) (out []Note, err error) {
	err = t.each(`SELECT w.delivery, w.note FROM works w WHERE w.key = $1 AND w.done = 0 AND w.note IS NOT NULL ORDER BY w.generation, w.delivery`, []any{key}, func(r rows) error {
		var n Note
		err := r.Scan(&n.Delivery, &n.Body)
		out = append(out, n)
		return err
	})
	return out, err
}

// engineClock is how much the clock of a database that replicas share is ahead of this machine's: leases go by one clock.
func (t *sqlTxn) engineClock(now time.Time) (time.Duration, error) {
	if !t.engine.shared() || now.Equal(forever) {
		return 0, nil
	}
	at := int64(0)
	if _, err := t.one(`SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint`, nil, &at); err != nil {
		return 0, err
	}
	return unstamp(at).Sub(now), nil
}

func (t *sqlTxn) renew(until time.Time, leases []held) ([]held, error) {
	clock, err := t.engineClock(time.Now())
	if err != nil {
		return nil, err
	}
	var lost []held
	for _, h := range leases {
		n, err := t.exec(`UPDATE leases SET until = $1 WHERE grp = $2 AND owner = $3 AND token = $4`, stamp(until.Add(clock)), h.group, h.owner, h.token)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			lost = append(lost, h)
		}
	}
	return lost, nil
}
