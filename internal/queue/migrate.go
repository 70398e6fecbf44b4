package queue

import (
	"fmt"
	"strings"
)

// migrations make the tables, one version after the other. What is here is in databases out there: it is never changed,
// only added to. BYTES stands for the database's type of bytes.
var migrations = [][]string{
	{
		`CREATE TABLE inbox(id TEXT PRIMARY KEY, event TEXT NOT NULL, action TEXT NOT NULL, installation BIGINT NOT NULL,
received_at BIGINT NOT NULL, payload BYTES, size BIGINT NOT NULL, unreadable TEXT NOT NULL, done_at BIGINT NOT NULL)`,
		`CREATE INDEX inbox_received ON inbox(received_at)`,
		`CREATE INDEX inbox_open ON inbox(received_at) WHERE done_at = 0`,
		`CREATE TABLE keys(id TEXT PRIMARY KEY, grp TEXT NOT NULL, body BYTES NOT NULL, wanted BIGINT NOT NULL, done BIGINT NOT NULL,
urgency BIGINT NOT NULL, since BIGINT NOT NULL, wake_at BIGINT NOT NULL, retry_at BIGINT NOT NULL, attempt BIGINT NOT NULL,
failure TEXT NOT NULL, ran_at BIGINT NOT NULL)`,
		`CREATE INDEX keys_waiting ON keys(urgency, since, id) WHERE wanted > done`,
		`CREATE TABLE leases(grp TEXT PRIMARY KEY, owner TEXT NOT NULL, token BIGINT NOT NULL, until BIGINT NOT NULL)`,
		`CREATE TABLE works(delivery TEXT NOT NULL, key TEXT NOT NULL, generation BIGINT NOT NULL, done BIGINT NOT NULL, note BYTES,
PRIMARY KEY(delivery, key))`,
		`CREATE INDEX works_open ON works(key, generation) WHERE done = 0`,
	},
	{
		`ALTER TABLE keys ADD COLUMN job_at BIGINT NOT NULL DEFAULT 0`,
		`CREATE TABLE memos(name TEXT PRIMARY KEY, value BYTES NOT NULL)`,
	},
}

// newest is the version of the tables that this program knows.
var newest = len(migrations)

// version is that of the tables as they are; 0 = there are none. there says whether the table that holds it exists.
func version(c conn, there string) (int, error) {
	t := &sqlTxn{conn: c}
	n, v := 0, 0
	if _, err := t.one(there, nil, &n); err != nil || n == 0 {
		return 0, err
	}
	_, err := t.one(`SELECT COALESCE(MAX(version), 0) FROM sensible_schema`, nil, &v)
	return v, err
}

// migrate brings the tables to a version, within the transaction.
func migrate(c conn, there, bytes string, to int) error {
	from, err := version(c, there)
	if err != nil {
		return err
	}
	if err := tooNew(from); err != nil || from == to {
		return err
	}
	if _, err := c.exec(`CREATE TABLE IF NOT EXISTS sensible_schema(version BIGINT PRIMARY KEY)`); err != nil {
		return err
	}
	for v := from + 1; v <= to; v++ {
		for _, sql := range migrations[v-1] {
			if _, err := c.exec(strings.ReplaceAll(sql, "BYTES", bytes)); err != nil {
				return fmt.Errorf("bring the tables to version %d: %w", v, err)
			}
		}
		if _, err := c.exec(`INSERT INTO sensible_schema(version) VALUES($1)`, v); err != nil {
			return err
		}
	}
	return nil
}

// tooNew refuses tables that a later program made: what it would write there nobody can know.
func tooNew(v int) error {
	if v > newest {
		return fmt.Errorf("it is from a newer version of sensible (its tables are version %d, this program knows %d): update this program, or give another --database", v, newest)
	}
	return nil
}
