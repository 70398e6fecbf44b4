package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver
)

const sqliteTables = `SELECT COUNT(*) FROM sqlite_master WHERE name = 'sensible_schema'`

// sqlite is an engine on one file: one connection that writes and two that read beside it.
type sqlite struct {
	path  string
	file  fs.FileInfo // as it was when it was opened
	write *sql.DB
	reads *sql.DB
	guard *guard // nil beside a server
}

// dsn opens a file so that what is committed is on disk. The caches are small: the file is, too.
func dsn(path, mode, more string) string {
	return "file:" + escaped(path) + "?mode=" + mode + "&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-1024)" + more
}

// openSQLite opens a server's file and keeps every other server out of it.
func openSQLite(ctx context.Context, path string) (e *sqlite, err error) {
	e = &sqlite{path: path}
	defer func() {
		if err != nil {
			_ = e.close()
			e, err = nil, fmt.Errorf("database %s: %w", path, err)
		}
	}()
	if e.guard, err = lock(ctx, path); err != nil {
		return e, err
	}
	if e.write, err = sql.Open("sqlite", dsn(path, "rwc", "&_txlock=immediate")); err != nil {
		return e, err
	}
	e.write.SetMaxOpenConns(1)
	c, err := e.begin(ctx)
	if err != nil {
		return e, err
	}
	if err = migrate(c, sqliteTables, "BLOB", newest); err != nil {
		c.rollback()
		return e, err
	}
	// Nobody else can have it open: who had a lease is no more.
	if _, err = c.exec(`UPDATE leases SET until = 0, owner = '' WHERE until <> 0`); err != nil {
		c.rollback()
		return e, err
	}
	if err = c.commit(); err != nil {
		return e, err
	}
	if e.reads, err = sql.Open("sqlite", dsn(path, "ro", "&_pragma=query_only(1)")); err != nil {
		return e, err
	}
	e.reads.SetMaxOpenConns(2)
	e.file, err = os.Stat(path)
	return e, err
}

// openSQLiteBeside opens a file that a server may have open. It makes and migrates nothing.
func openSQLiteBeside(ctx context.Context, path string) (*sqlite, error) {
	file, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("there is no database %s: name the server's with --database", path)
	}
	write, err := sql.Open("sqlite", dsn(path, "rw", "&_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	e := &sqlite{path: path, file: file, write: write, reads: write}
	c, err := e.read(ctx)
	if err == nil {
		err = current(c, sqliteTables)
		c.rollback()
	}
	if err != nil {
		_ = e.close()
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	return e, nil
}

// current refuses tables that are not of this version.
func current(c conn, there string) error {
	v, err := version(c, there)
	if err == nil {
		err = tooNew(v)
	}
	if err == nil && v < newest {
		err = errors.New("no server of this version has used it yet: start one first")
	}
	return err
}

func (e *sqlite) shared() bool { return false }

func (e *sqlite) sound() error {
	if now, err := os.Stat(e.path); err != nil || !os.SameFile(now, e.file) {
		return fmt.Errorf("%s was taken away", e.path)
	}
	return nil
}

func (e *sqlite) begin(ctx context.Context) (conn, error) {
	tx, err := e.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &sqliteConn{tx: tx, db: e.write}, nil
}

func (e *sqlite) read(ctx context.Context) (conn, error) {
	tx, err := e.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	return &sqliteConn{tx: tx, db: e.reads}, nil
}

func (e *sqlite) courier(ctx context.Context, c *carry, log *slog.Logger) (courier, error) {
	return newRiver(ctx, riversqlite.New(e.write), c, log, func(c conn) *sql.Tx { return c.(*sqliteConn).tx })
}

func (e *sqlite) close() error {
	var errs []error
	for _, db := range []*sql.DB{e.reads, e.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if e.guard != nil {
		errs = append(errs, e.guard.release())
	}
	return errors.Join(errs...)
}

// sqliteConn is a transaction. Its statements take a context that never ends: with another each of them costs a goroutine.
type sqliteConn struct {
	tx *sql.Tx
	db *sql.DB
}

func (c *sqliteConn) exec(text string, args ...any) (int64, error) {
	r, err := c.tx.ExecContext(context.Background(), text, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c *sqliteConn) query(text string, args ...any) (rows, error) {
	return c.tx.QueryContext(context.Background(), text, args...)
}

func (c *sqliteConn) commit() error {
	err := c.tx.Commit()
	if err != nil {
		_, _ = c.db.ExecContext(context.Background(), "ROLLBACK") // a commit that failed for want of room leaves the transaction open
	}
	return err
}

func (c *sqliteConn) rollback() { _ = c.tx.Rollback() }
