package queue

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

const (
	riverPoll   = 2 * time.Second
	riverJob    = 10 * time.Minute
	riverRescue = 2 * riverJob // more than a job may take, or River would run it twice
	choreQueue  = "chores"
)

// courier carries what is due later, and chores, so that they outlive the process.
type courier interface {
	insert(c conn, key string, at time.Time) error
	stop(context.Context) error
	halt()
}

// wakeJob says that a timer or retry of a key may be due: the table knows.
type wakeJob struct {
	Key string `json:"key"`
}

// Kind implements river.JobArgs.
func (wakeJob) Kind() string { return "wake" }

// choreJob does what is done now and then.
type choreJob struct {
	Name string `json:"name"`
}

// Kind implements river.JobArgs.
func (choreJob) Kind() string { return "chore" }

type wakeWorker struct {
	river.WorkerDefaults[wakeJob]
	due func(context.Context, string) error
}

// Work implements river.Worker.
func (w *wakeWorker) Work(ctx context.Context, j *river.Job[wakeJob]) error {
	return w.due(ctx, j.Args.Key)
}

type choreWorker struct {
	river.WorkerDefaults[choreJob]
	chores []Chore
}

// Work implements river.Worker. A chore that fails says so itself; it is done again when its time has come.
func (w *choreWorker) Work(ctx context.Context, j *river.Job[choreJob]) error {
	for _, c := range w.chores {
		if c.Name == j.Args.Name {
			return c.Run(ctx)
		}
	}
	return river.JobCancel(fmt.Errorf("this version has no chore %q", j.Args.Name))
}

// riverCourier is River on either database.
type riverCourier[TTx any] struct {
	client *river.Client[TTx]
	tx     func(conn) TTx
	starts bool
}

// newRiver starts River. A carry that is empty makes one that only sends.
func newRiver[TTx any](ctx context.Context, driver riverdriver.Driver[TTx], c *carry, log *slog.Logger, tx func(conn) TTx) (courier, error) {
	log = slog.New(fewer{log.Handler()})
	config := &river.Config{Logger: log}
	if c.due != nil {
		config = serving(c, log)
		config.PollOnly = driver.DatabaseName() == riverdriver.DatabaseNameSQLite // its notifications are polls, too, of 50 ms
		m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
		if err != nil {
			return nil, err
		}
		if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return nil, fmt.Errorf("make the tables of River: %w", err)
		}
	}
	client, err := river.NewClient(driver, config)
	if err != nil {
		return nil, fmt.Errorf("set up River: %w", err)
	}
	r := &riverCourier[TTx]{client: client, tx: tx, starts: c.due != nil}
	if r.starts {
		err = client.Start(context.WithoutCancel(ctx))
	}
	return r, err
}

// serving configures the client of a server.
func serving(c *carry, log *slog.Logger) *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, &wakeWorker{due: c.due})
	river.AddWorker(workers, &choreWorker{chores: c.chores})
	var periodic []*river.PeriodicJob
	for _, chore := range c.chores {
		periodic = append(periodic, river.NewPeriodicJob(river.PeriodicInterval(chore.Every), func() (river.JobArgs, *river.InsertOpts) {
			return choreJob{Name: chore.Name}, &river.InsertOpts{Queue: choreQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
		}, &river.PeriodicJobOpts{ID: chore.Name, RunOnStart: chore.AtStart}))
	}
	return &river.Config{
		Logger: log, Workers: workers, PeriodicJobs: periodic, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}, choreQueue: {MaxWorkers: 2}},
		FetchPollInterval: riverPoll, JobTimeout: riverJob, RescueStuckJobsAfter: riverRescue, CompletedJobRetentionPeriod: time.Hour,
	}
}

// unfinished are the states in which a chore need not be asked for once more.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func (r *riverCourier[TTx]) insert(c conn, key string, at time.Time) error {
	_, err := r.client.InsertTx(context.Background(), r.tx(c), wakeJob{Key: key}, &river.InsertOpts{ScheduledAt: at})
	return err
}

func (r *riverCourier[TTx]) stop(ctx context.Context) error {
	if !r.starts {
		return nil
	}
	return r.client.Stop(ctx)
}

// halt ends it at once, and does not wait long for what runs.
func (r *riverCourier[TTx]) halt() {
	if !r.starts {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = r.client.StopAndCancel(ctx)
}

// fewer lets warnings and errors of River through, and not what it does all the time.
type fewer struct{ slog.Handler }

// Enabled implements slog.Handler.
func (f fewer) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && f.Handler.Enabled(ctx, l)
}

// WithAttrs implements slog.Handler.
func (f fewer) WithAttrs(a []slog.Attr) slog.Handler { return fewer{f.Handler.WithAttrs(a)} }

// WithGroup implements slog.Handler.
func (f fewer) WithGroup(name string) slog.Handler { return fewer{f.Handler.WithGroup(name)} }
