// Package reconcile brings one issue to what it should be: observe → judge → fold → plan → apply, level-triggered, keyed
// by issue. It holds the small interfaces that this needs, and remembers what is only a cache: the last good configuration
// of a repository and the last ledger of an issue.
//
// It knows no API (package github) and no rule (packages replay and plan), and does not decide when to run (package queue).
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem/lint"
	"github.com/sensible-im/sensible/internal/replay"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ErrGone says that the issue was deleted, moved to another repository, or is out of reach.
var ErrGone = errors.New("no such issue here any more")

// rounds bounds how often one run plans: each round makes what the next one builds upon.
const rounds = 6

// Reconciler runs keys. All members but the logger are needed.
type Reconciler struct {
	Observer    Observer
	Permissions Permissions
	Applier     Applier
	Policies    PolicyKeeper   // nil: a repository's policy is only read with its incidents
	Ring        ledger.Keyring // Current signs; the zero keyring leaves ledgers unsigned
	Timers      bool           // somebody runs a key again at Result.WakeAt
	Now         Clock
	Log         *slog.Logger
	// Secrets finds secrets in a document, so that the review can say where; nil: nobody looks for any.
	Secrets func(text string) []lint.Secret

	memory memory
}

// Result is what came of one run.
type Result struct {
	WakeAt  time.Time     // when to run again although nothing happened, UTC; zero = never
	Also    *Key          // another issue that this one is about: the incident of an action item
	More    []Key         // incidents whose card has something new to tell: the policy changed
	Actions []plan.Action // what was done, in order
	Phase   incident.Phase

	// Incident is how it stands now, and Facts are what this run judged, refused lines included; zero where it is none.
	Incident incident.Incident
	Facts    []ledger.Fact
}

// Run reconciles one issue. It is safe to call at once for different keys, not for the same one. After an error the key
// must be run again: nothing that was done is lost, nothing will be done twice.
func (r *Reconciler) Run(ctx context.Context, k Key) (Result, error) {
	if k.Policy() {
		result, err := r.RunPolicy(ctx, k)
		return Result{Actions: result.Actions, More: result.Also}, err
	}
	want := r.memory.want(k)
	w, err := r.Observer.Observe(ctx, k, want)
	switch {
	case errors.Is(err, ErrGone):
		r.memory.forget(k)
		return Result{}, nil
	case err != nil:
		return Result{}, fmt.Errorf("%s: observe: %w", k, err)
	}
	k.Owner, k.Repo = w.Repository.Owner, w.Repository.Name // it may have been renamed
	if r.untouchable(k, w) {
		return Result{}, nil
	}
	cfg, broken := r.config(ctx, k, w.Config)
	if !replay.Concerns(w, cfg) {
		return Result{Also: r.related(k, w)}, nil
	}
	if replay.Newer(w, r.Ring) {
		r.Log.Error("left alone: a newer version of sensible keeps this incident; update this one", "issue", k.String())
		return Result{}, nil
	}
	l := replay.Open(w, r.Ring, r.memory.ledger(k))
	run := &run{Reconciler: r, key: k, want: want, world: w, cfg: cfg, broken: broken, ledger: l}
	if n := len(l.Facts); n > 0 {
		run.told = l.Facts[n-1].Seq
	}
	if err := run.pressed(ctx); err != nil {
		return Result{}, err
	}
	return run.rounds(ctx)
}

// parent returns the key of the incident that an action item belongs to.
func parent(k Key, w snapshot.World) *Key {
	if w.Parent == nil {
		return nil
	}
	p := Key{RepositoryID: w.Parent.RepositoryID, Number: w.Parent.Number, Installation: k.Installation}
	p.Owner, p.Repo = cutName(w.Parent.Repository)
	return &p
}

// run is one run of one key: what is known so far.
type run struct {
	*Reconciler
	key    Key
	want   Want
	world  snapshot.World
	cfg    policy.Config
	broken policy.Problems
	ledger ledger.Ledger
	done   []plan.Action

	presses []Press // judged in this run
	told    int     // the last fact that was known before, by its number
}

// news are the facts of this run.
func (r *run) news() []ledger.Fact {
	at := slices.IndexFunc(r.ledger.Facts, func(f ledger.Fact) bool { return f.Seq > r.told })
	if at < 0 {
		return nil
	}
	return slices.Clone(r.ledger.Facts[at:])
}

// rounds judges, plans and applies until there is nothing more to do.
func (r *run) rounds(ctx context.Context) (Result, error) {
	for range rounds {
		inc, err := r.judge(ctx)
		if err != nil {
			return Result{Actions: r.done}, err
		}
		p, err := r.plan(inc)
		if err != nil {
			return Result{Actions: r.done}, fmt.Errorf("%s: plan: %w", r.key, err)
		}
		if p.Empty() {
			r.memory.keep(r.key, r.ledger)
			r.memory.judged(r.key, r.presses)
			return Result{WakeAt: p.WakeAt, Actions: r.done, Phase: inc.Phase, Incident: inc, Facts: r.news()}, nil
		}
		if err := r.apply(ctx, p); err != nil {
			return Result{Actions: r.done, Phase: inc.Phase, Incident: inc, Facts: r.news()}, fmt.Errorf("%s: apply: %w", r.key, err)
		}
	}
	return Result{Actions: r.done}, fmt.Errorf("%s: still something to do after %d rounds, last %v", r.key, rounds, kinds(r.done))
}

// plan says what is left to do. What GitHub would not do is left out, so that an issue that cannot be made right rests.
func (r *run) plan(inc incident.Incident) (plan.Plan, error) {
	p, err := plan.Make(plan.Input{
		World: r.world, Ledger: r.ledger, Incident: inc, Config: r.cfg, Broken: r.broken,
		Key: r.Ring.Current, Timers: r.Timers, Now: r.Now(), Secrets: r.secrets(),
	})
	if err != nil {
		return plan.Plan{}, err
	}
	worthwhile := r.memory.worthwhile(r.key, p.Actions, r.Now())
	if len(worthwhile) < len(p.Actions) && !p.WakeAt.After(r.Now()) {
		p.WakeAt = r.Now().Add(vainHolds) // what is overdue because it was in vain is not looked at every second
	}
	p.Actions = worthwhile
	return p, nil
}

// secrets looks into the document that was observed, once for each text of it.
func (r *run) secrets() []lint.Secret {
	text := r.world.Document.Text
	if r.Secrets == nil || text == "" || r.world.Postmortem == nil || !r.world.Postmortem.Open {
		return nil
	}
	return r.memory.secretsIn(r.key, text, r.Secrets)
}

func (r *run) apply(ctx context.Context, p plan.Plan) error {
	applied, err := r.Applier.Apply(ctx, r.key, r.world, p)
	r.memory.inVain(r.key, applied.Vain, r.Now())
	if err != nil {
		return err
	}
	r.done = append(r.done, p.Actions...)
	r.Log.Info("applied", "issue", r.key.String(), "actions", kinds(p.Actions))
	if err := r.next(ctx, applied); err != nil {
		return err
	}
	r.ledger = replay.Open(r.world, r.Ring, &r.ledger)
	return nil
}

// next takes what GitHub answered for the next observation, or observes again where that is not all that there is.
func (r *run) next(ctx context.Context, applied Applied) error {
	if !applied.Stale {
		r.world = applied.World
		return nil
	}
	w, err := r.Observer.Observe(ctx, r.key, r.want)
	if err != nil {
		return fmt.Errorf("observe again: %w", err)
	}
	w.Permissions, w.Named, w.Earlier, w.Abroad = r.world.Permissions, r.world.Named, r.world.Earlier, r.world.Abroad
	r.world = w
	return nil
}

func kinds(actions []plan.Action) []string {
	out := make([]string, 0, len(actions))
	for _, a := range actions {
		out = append(out, string(a.Kind))
	}
	return out
}
