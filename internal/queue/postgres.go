package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

const (
	postgresTables = `SELECT COUNT(*) FROM pg_tables WHERE tablename = 'sensible_schema' AND schemaname = ANY(current_schemas(false))`
	// postgresSchema holds our tables and River's, unless the address has a search_path.
	postgresSchema = "sensible"
	// migrationLock is the advisory lock under which one replica at a time makes tables: "sensible" in ASCII.
	migrationLock = 0x73656e7369626c65
)

// postgres is an engine on a database that replicas share.
type postgres struct{ pool *pgxpool.Pool }

// openPostgres connects; a server also makes and migrates the tables.
func openPostgres(ctx context.Context, address string, serves bool) (e *postgres, err error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("--database: this is no address of a Postgres database: postgres://user:password@host:5432/name") // the address has a password
	}
	config.MaxConns = max(config.MaxConns, 8)
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 3 * time.Second
	}
	own := config.ConnConfig.RuntimeParams["search_path"] == ""
	if own {
		config.ConnConfig.RuntimeParams["search_path"] = postgresSchema
	}
	e = &postgres{}
	defer func() {
		if err != nil {
			_ = e.close()
			e, err = nil, fmt.Errorf("database %s on %s: %w", config.ConnConfig.Database, config.ConnConfig.Host, err)
		}
	}()
	if e.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return e, err
	}
	if serves {
		return e, e.prepare(ctx, own)
	}
	c, err := e.read(ctx)
	if err != nil {
		return e, err
	}
	defer c.rollback()
	return e, current(c, postgresTables)
}

// prepare makes what is missing; replicas that start at once wait for each other.
func (e *postgres) prepare(ctx context.Context, own bool) error {
	tx, err := e.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
		return err
	}
	if own {
		if err := schema(ctx, tx); err != nil {
			return err
		}
	}
	if err := migrate(&postgresConn{ctx: ctx, tx: tx}, postgresTables, "BYTEA", newest); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// schema makes ours. Who may not make one may use it where somebody else made it.
func schema(ctx context.Context, tx pgx.Tx) error {
	there := false
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)`, postgresSchema).Scan(&there); err != nil || there {
		return err
	}
	_, err := tx.Exec(ctx, `CREATE SCHEMA `+postgresSchema)
	return err
}

func (e *postgres) shared() bool { return true }

func (e *postgres) sound() error { return nil } // the pool connects anew where it must

func (e *postgres) begin(ctx context.Context) (conn, error) {
	tx, err := e.pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	return &postgresConn{ctx: ctx, tx: tx}, nil
}

func (e *postgres) read(ctx context.Context) (conn, error) {
	tx, err := e.pool.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, err
	}
	return &postgresConn{ctx: ctx, tx: tx}, nil
}

func (e *postgres) courier(ctx context.Context, c *carry, log *slog.Logger) (courier, error) {
	hold, err := e.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer hold.Release()
	if _, err := hold.Exec(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return nil, err
	}
	defer func() { _, _ = hold.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock) }()
	return newRiver(ctx, riverpgxv5.New(e.pool), c, log, func(c conn) pgx.Tx { return c.(*postgresConn).tx })
}

func (e *postgres) close() error {
	if e.pool != nil {
		e.pool.Close()
	}
	return nil
}

type postgresConn struct {
	ctx context.Context
	tx  pgx.Tx
}

func (c *postgresConn) exec(text string, args ...any) (int64, error) {
	tag, err := c.tx.Exec(c.ctx, text, args...)
	return tag.RowsAffected(), err
}

func (c *postgresConn) query(text string, args ...any) (rows, error) {
	r, err := c.tx.Query(c.ctx, text, args...)
	return postgresRows{r}, err
}

func (c *postgresConn) commit() error { return c.tx.Commit(c.ctx) }

func (c *postgresConn) rollback() { _ = c.tx.Rollback(context.WithoutCancel(c.ctx)) }

// postgresRows are rows whose Close tells what went wrong.
type postgresRows struct{ pgx.Rows }

func (r postgresRows) Close() error {
	r.Rows.Close()
	return r.Err()
}
