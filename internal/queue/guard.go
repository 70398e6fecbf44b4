package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// guard keeps a second server out of a file for as long as the process lives: a lock of SQLite's own on a file beside it,
// which ends with the process however that ends, on every system.
type guard struct {
	db   *sql.DB
	conn *sql.Conn
}

func lock(ctx context.Context, path string) (*guard, error) {
	db, err := sql.Open("sqlite", "file:"+escaped(path+".lock")+"?_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-16)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	g := &guard{db: db}
	if g.conn, err = db.Conn(ctx); err == nil {
		_, err = g.conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err == nil {
		return g, nil
	}
	_ = g.release()
	if strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "locked") {
		return nil, errors.New("another server is using it: stop that one, give this one another --database, or use postgres://… for several replicas")
	}
	return nil, fmt.Errorf("cannot be opened: %w", err)
}

func (g *guard) release() error {
	if g.conn != nil {
		_ = g.conn.Close()
	}
	return g.db.Close()
}
