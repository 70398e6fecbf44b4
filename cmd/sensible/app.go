package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/queue"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
	"github.com/sensible-im/sensible/internal/webhook"
)

const (
	tickEvery = time.Second // how late a timer may be
)

// appDeps is what an app gets from its surroundings.
type appDeps struct {
	Now       func() time.Time // the time that incidents are told in, UTC; nil = the wall's
	Log       *slog.Logger
	Transport http.RoundTripper // nil = the default
	Clock     github.Clock      // what limits of GitHub's are waited for on; nil = the wall's
	// After runs something later, wall time: what failed is tried again so; nil = time.AfterFunc.
	After func(d time.Duration, f func()) (cancel func())
	Store *queue.Store // nil = in memory
}

// app is the running program: webhook → queue → reconcile → GitHub. `serve` and `demo` run the same one.
type app struct {
	set     settings
	log     *slog.Logger
	now     func() time.Time
	client  *github.Client
	rec     *reconcile.Reconciler
	queue   *queue.Queue[reconcile.Key]
	webhook *webhook.Handler
	self    atomic.Int64 // our account's id; 0 until GitHub told it
	ready   atomic.Bool
	ops     *watching
	halted  halted
	stop    context.CancelFunc
}

// newApp wires an app from its settings. It makes no request.
func newApp(s settings, d appDeps) (*app, error) {
	if d.Now == nil {
		d.Now = func() time.Time { return time.Now().UTC() }
	}
	ring, err := ledgerKeys(s)
	if err != nil {
		return nil, err
	}
	a := &app{set: s, log: d.Log, now: d.Now}
	a.ops = newWatching(a)
	a.client, err = github.New(github.Settings{
		APIURL: s.GitHubURL, GraphQLURL: s.GraphQLURL, GitURL: s.GitURL, AppID: s.AppID, PrivateKey: s.PrivateKey, Token: s.Token,
		Transport: fenced{a.ops.transport(d.Transport)}, Now: d.Now, Clock: d.Clock, Log: d.Log, Memo: memoOf(d),
	})
	if err != nil {
		return nil, err
	}
	a.rec = &reconcile.Reconciler{
		Observer: a.client, Permissions: a.client, Applier: a.client, Policies: a.client, Ring: ring, Timers: true, Now: d.Now, Log: d.Log, Secrets: secretsIn,
		Gather: true, Alone: !s.shared(), Full: s.full,
	}
	a.queue = queue.New(queue.Settings[reconcile.Key]{
		Run: a.run, Now: d.Now, After: d.After, Pause: queue.Backoff(rand.Float64), Log: d.Log, Store: d.Store,
		Lease: s.Lease, Emptied: a.emptied,
	})
	a.webhook = a.newWebhook()
	return a, nil
}

// incidents are the known ones of a repository, in the webhook's words.
func (a *app) incidents(repository int64) []webhook.Issue {
	return issues(a.rec.Incidents(repository))
}

// away are the known incidents of other repositories whose postmortem is on a branch of this one.
func (a *app) away(repository int64, number int) []webhook.Issue {
	return issues(a.rec.Away(repository, number))
}

func issues(keys []reconcile.Key) []webhook.Issue {
	var out []webhook.Issue
	for _, k := range keys {
		out = append(out, issueOf(k))
	}
	return out
}

// ledgerKeys derives the ledger's keys; without an App ledgers are not signed.
func ledgerKeys(s settings) (ledger.Keyring, error) {
	var ring ledger.Keyring
	for _, k := range []struct {
		pem  []byte
		into *ledger.Key
		flag string
	}{{s.PrivateKey, &ring.Current, "--private-key"}, {s.PreviousKey, &ring.Previous, "--previous-key"}} {
		if len(k.pem) == 0 {
			continue
		}
		key, err := ledger.NewKeyPEM(k.pem)
		if err != nil {
			return ring, fmt.Errorf("%s: %w", k.flag, err)
		}
		*k.into = key
	}
	return ring, nil
}

// raise wants keys run as what people wait for. Where that cannot be kept, the sweep finds them.
func (a *app) raise(keys ...reconcile.Key) {
	if err := a.queue.Raise(context.Background(), queue.People, keys...); err != nil {
		a.log.Error("not kept; the next sweep finds it", "error", err.Error())
	}
}

// run reconciles one key for the queue.
func (a *app) run(ctx context.Context, k reconcile.Key, notes []queue.Note) (queue.Outcome[reconcile.Key], error) {
	switch {
	case a.halted.has(k.Installation):
		return queue.Outcome[reconcile.Key]{}, nil
	case k.Whole():
		return a.lookAround(ctx, k.Installation)
	}
	if k.Policy() {
		a.welcome(ctx, k)
	}
	since := a.ops.begins(k)
	if since.IsZero() && len(notes) == 0 && a.ops.quiet(k) {
		ctx = reconcile.Housekeeping(ctx) // nobody waits for it
	}
	ctx, end := a.told(ctx, k, notes)
	result, err := a.rec.Run(ctx, k)
	end(err)
	a.ops.ran(k, since, result, err)
	if err != nil && (a.halted.has(k.Installation) || a.unknown(ctx, k.Installation, err)) {
		return queue.Outcome[reconcile.Key]{}, nil // it ended in the middle
	}
	if err != nil {
		return queue.Outcome[reconcile.Key]{}, err
	}
	out := queue.Outcome[reconcile.Key]{WakeAt: result.WakeAt, Also: result.More}
	if result.Also != nil {
		out.Also = append(out.Also, *result.Also)
	}
	return out, nil
}

// Start asks GitHub who we are, raises what may have been missed, and lets the workers run until ctx ends. While GitHub is
// away it starts all the same; wrong credentials are an error.
func (a *app) Start(ctx context.Context) error {
	a.ready.Store(true) // what is delivered is kept from now on, whatever GitHub says
	if err := a.identify(ctx); err != nil && !github.Unavailable(err) {
		return err
	} else if err != nil {
		a.log.Warn("GitHub does not answer; starting without it", "error", err.Error())
	}
	ctx, a.stop = context.WithCancel(ctx)
	if err := a.queue.Start(ctx); err != nil {
		return err
	}
	next := upkeepEvery
	if !a.sweep(ctx) || !a.upkeep(ctx) {
		next = upkeepAgain
	}
	go a.keepTime(ctx, next)
	return nil
}

func (a *app) identify(ctx context.Context) error {
	me, err := a.client.Who(ctx)
	if err != nil {
		return err
	}
	a.self.Store(me.ID)
	a.log.Debug("acting", "as", me.Login, "id", me.ID)
	return nil
}

// keepTime raises keys whose time has come, and sweeps now and then.
func (a *app) keepTime(ctx context.Context, next time.Duration) {
	tick, sweep := time.NewTicker(tickEvery), time.NewTimer(next)
	defer tick.Stop()
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.queue.Tick()
		case <-sweep.C:
			next = upkeepEvery
			if a.identify(ctx) != nil || !a.upkeep(ctx) {
				next = upkeepAgain
			}
			sweep.Reset(next)
		}
	}
}

// labelsOf reads a policy's labels; one that is broken has the usual ones.
func labelsOf(f snapshot.ConfigFile) github.Labels {
	cfg, _, _ := reconcile.ReadPolicy(f)
	return github.Labels{
		Incident:     cfg.Labels.Incident,
		PostIncident: cfg.Labels.Phase + string(incident.PostIncident),
		Preparation:  cfg.Labels.Phase + string(incident.Preparation),
	}
}

// Idle raises what is due and waits until nothing is wanted or running.
func (a *app) Idle(ctx context.Context) error {
	a.queue.Tick()
	return a.queue.Idle(ctx)
}

// Stop lets the runs in flight finish until ctx ends.
func (a *app) Stop(ctx context.Context) error {
	a.ready.Store(false)
	err := a.queue.Stop(ctx)
	if a.stop != nil {
		a.stop()
	}
	return errors.Join(err, a.queue.Store().Close())
}
