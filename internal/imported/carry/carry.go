// Package carry brings past incidents into a repository, one after the other: an issue, closed, with its record and its
// labels. It may be stopped at any moment and run again: what is there is found by its marker and only finished.
//
// It does not decide what an incident looks like (package imported) and knows no API (its Repository does).
package carry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/imported"
)

// Issue is an issue that an import made.
type Issue struct {
	Number int
	Open   bool
	Done   bool // it has its record and its labels
}

// ErrUnclear says that nobody knows whether something was carried out: it is looked for before it is tried again.
var ErrUnclear = errors.New("it is not known whether this was carried out")

// Repository is where the incidents go.
type Repository interface {
	// Existing are the issues that imports made, by the key of their row; of two with one key the older.
	Existing(context.Context) (map[string]Issue, error)
	// Create opens an issue without labels, so that nobody takes it for a new incident. ErrUnclear: perhaps.
	Create(ctx context.Context, title, body string) (Issue, error)
	Close(context.Context, Issue) error
	// Finish writes the record, then the labels. What is there is left as it is.
	Finish(context.Context, Issue, imported.Entry) error
}

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	Sleep(context.Context, time.Duration) error
}

// What came of one row.
const (
	Made     = "imported"
	Finished = "finished" // it was begun before
	Known    = "known"    // it was there already
)

// Carrier brings entries in. All members but Waiting and Tell are needed.
type Carrier struct {
	Repository Repository
	Clock      Clock
	Pace       *Pace
	// Waiting is told when GitHub's limits make the import rest until a time; nil = nobody cares.
	Waiting func(until time.Time)
	// Tell is told what came of each entry; nil = nobody cares.
	Tell func(e imported.Entry, i Issue, what string)
}

// looks is how often a creation of which nobody knows is looked for: lists may lag behind.
const looks = 3

// Run brings in what is not there yet. The error names the entry at which it ended; running again goes on there.
func (c *Carrier) Run(ctx context.Context, entries []imported.Entry) error {
	there, err := c.Repository.Existing(ctx)
	if err != nil {
		return fmt.Errorf("look for what was imported before: %w", err)
	}
	for _, e := range entries {
		i, known := there[e.Key]
		what := Known
		switch {
		case !known:
			what = Made
			if i, err = c.create(ctx, e); err != nil {
				return fmt.Errorf("line %d (%s): %w", e.Line, e.ID, err)
			}
		case !i.Done || i.Open:
			what = Finished
		}
		if err := c.finish(ctx, e, i); err != nil {
			return fmt.Errorf("line %d (%s), issue #%d: %w", e.Line, e.ID, i.Number, err)
		}
		if c.Tell != nil {
			c.Tell(e, i, what)
		}
	}
	return nil
}

// create opens an issue. Where it is not known whether that happened, it is looked for before another is opened.
func (c *Carrier) create(ctx context.Context, e imported.Entry) (Issue, error) {
	for try := 0; ; try++ {
		if err := c.wait(ctx); err != nil {
			return Issue{}, err
		}
		i, err := c.Repository.Create(ctx, e.Title, e.Body)
		if err == nil {
			return i, nil
		}
		if !errors.Is(err, ErrUnclear) || try == looks {
			return Issue{}, fmt.Errorf("open an issue: %w", err)
		}
		for range looks {
			if err := c.Clock.Sleep(ctx, time.Second); err != nil {
				return Issue{}, err
			}
			there, err := c.Repository.Existing(ctx)
			if i, ok := there[e.Key]; err == nil && ok {
				return i, nil
			}
		}
	}
}

// finish closes the issue before it becomes an incident, so that nobody takes it for one that goes on.
func (c *Carrier) finish(ctx context.Context, e imported.Entry, i Issue) error {
	if i.Open {
		if err := c.Repository.Close(ctx, i); err != nil {
			return fmt.Errorf("close it: %w", err)
		}
	}
	if i.Done {
		return nil
	}
	if err := c.wait(ctx); err != nil {
		return err
	}
	if err := c.Repository.Finish(ctx, i, e); err != nil {
		return fmt.Errorf("write its record: %w", err)
	}
	return nil
}

// wait lets GitHub's limits on new issues and comments pass.
func (c *Carrier) wait(ctx context.Context) error {
	now := c.Clock.Now()
	at := c.Pace.Next(now)
	if rest := at.Sub(now); rest > 0 {
		if c.Waiting != nil && rest > 10*time.Second {
			c.Waiting(at)
		}
		return c.Clock.Sleep(ctx, rest)
	}
	return nil
}
