package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	batchMost  = 256             // functions in one transaction
	commitTime = 5 * time.Second // that a transaction may take: a sender waits ten
)

// database is a backend on SQLite or Postgres. One goroutine writes: all functions that wait go into one transaction, so
// that what costs, the write to disk, is shared.
type database struct {
	store *Store
	log   *slog.Logger
	open  func(context.Context) (engine, error) // opens it, makes or migrates the tables

	ops    chan *op
	closed chan struct{}
	once   sync.Once
	ended  sync.WaitGroup

	mu      sync.RWMutex
	engine  engine  // nil while there is none
	carry   *carry  // what to carry, once started
	courier courier // nil = nothing is carried
}

// engine is one opened database.
type engine interface {
	begin(context.Context) (conn, error)
	read(context.Context) (conn, error)
	// sound returns an error where what is open is not what others find at its place any more.
	sound() error
	shared() bool
	courier(context.Context, *carry, *slog.Logger) (courier, error) // carries what is due later; without a carry it only sends
	close() error
}

// conn is a transaction of an engine. Placeholders are $1, $2, …
type conn interface {
	exec(sql string, args ...any) (changed int64, err error)
	query(sql string, args ...any) (rows, error)
	commit() error
	rollback()
}

type rows interface {
	Next() bool
	Scan(...any) error
	Err() error
	Close() error
}

// op is one function that waits for its transaction.
type op struct {
	fn   func(txn) error
	done chan error
}

func newDatabase(s *Store, e engine, open func(context.Context) (engine, error), log *slog.Logger) *database {
	d := &database{store: s, log: log, open: open, engine: e, ops: make(chan *op, batchMost), closed: make(chan struct{})}
	d.ended.Add(1)
	go d.commits()
	return d
}

func (d *database) shared() bool { return d.engine.shared() }

func (d *database) update(ctx context.Context, fn func(txn) error) error {
	o := &op{fn: fn, done: make(chan error, 1)}
	select {
	case <-d.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case d.ops <- o:
	}
	select {
	case err := <-o.done:
		return err
	case <-d.closed:
		return ErrClosed
	case <-ctx.Done(): // nobody knows; asking again is safe
		return ctx.Err()
	}
}

// commits takes what waits, all of it at once.
func (d *database) commits() {
	defer d.ended.Done()
	for {
		var batch []*op
		select {
		case <-d.closed:
			return
		case o := <-d.ops:
			batch = append(batch, o)
		}
		for more := true; more && len(batch) < batchMost; {
			select {
			case o := <-d.ops:
				batch = append(batch, o)
			default:
				more = false
			}
		}
		d.commit(batch)
	}
}

// commit runs functions in one transaction. Where that fails each gets one of its own: it may have been one of them, or
// another replica was in the way, or the connection is new.
func (d *database) commit(batch []*op) {
	err := d.transact(batch)
	if err == nil || errors.Is(err, errGone) {
		answer(batch, err)
		return
	}
	for _, o := range batch {
		answer([]*op{o}, d.transact([]*op{o}))
	}
}

func answer(batch []*op, err error) {
	for _, o := range batch {
		o.done <- err
	}
}

// errGone says that there is no database at present.
var errGone = errors.New("there is no database")

func (d *database) transact(batch []*op) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTime)
	defer cancel()
	e, err := d.current(ctx)
	if err != nil {
		return err
	}
	c, err := e.begin(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	t := &sqlTxn{conn: c, engine: e, courier: d.carrier()}
	for _, o := range batch {
		if err := o.fn(t); err != nil {
			c.rollback()
			return err
		}
	}
	filled := d.store.fill(t)
	if t.failed != nil {
		err = t.failed
		c.rollback()
	} else {
		err = c.commit()
	}
	filled(err == nil)
	return err
}

// current is the opened database. One whose file somebody took away is made anew.
func (d *database) current(ctx context.Context) (engine, error) {
	d.mu.RLock()
	e := d.engine
	d.mu.RUnlock()
	if e != nil {
		sound := e.sound()
		if sound == nil {
			return e, nil
		}
		d.log.Error("the database is gone; it is made anew", "error", sound.Error())
		d.swap(nil)
		_ = e.close() // there is nothing left to keep
	}
	e, err := d.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGone, err)
	}
	d.swap(e)
	d.store.emptied()
	return e, d.resume(ctx)
}

// swap puts another engine in the place of the one before, whose courier ends.
func (d *database) swap(e engine) {
	d.mu.Lock()
	gone := d.courier
	d.engine, d.courier = e, nil
	d.mu.Unlock()
	if gone != nil {
		gone.halt()
	}
}

func (d *database) carrier() courier {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.courier
}

func (d *database) start(c carry) error {
	d.mu.Lock()
	d.carry = &c
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), commitTime)
	defer cancel()
	return d.resume(ctx)
}

// resume has the engine carry, if it should.
func (d *database) resume(ctx context.Context) error {
	d.mu.RLock()
	e, c := d.engine, d.carry
	d.mu.RUnlock()
	if e == nil || c == nil {
		return nil
	}
	made, err := e.courier(ctx, c, d.log)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.courier = made
	return nil
}

// stop ends what is carried; what is due meanwhile is carried on after the next start.
func (d *database) stop(ctx context.Context) error {
	d.mu.Lock()
	c := d.courier
	d.carry = nil
	d.mu.Unlock()
	if c == nil {
		return nil
	}
	return c.stop(ctx)
}

func (d *database) view(ctx context.Context, fn func(txn) error) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.engine == nil {
		return errGone
	}
	c, err := d.engine.read(ctx)
	if err != nil {
		return err
	}
	defer c.rollback()
	return fn(&sqlTxn{conn: c, engine: d.engine, courier: d.courier})
}

// close ends the writer and then the database.
func (d *database) close() error {
	d.once.Do(func() { close(d.closed) })
	d.ended.Wait()
	d.mu.RLock()
	e := d.engine
	d.mu.RUnlock()
	d.swap(nil)
	if e == nil {
		return nil
	}
	return e.close()
}
