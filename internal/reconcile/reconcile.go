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
	// Gather says that the aspects of an issue are keys of their own, and that somebody runs Result.More: what nobody waits for
	// is gathered. Without it one run does everything.
	Gather bool
	// Alone says that no other process works on the same incidents: what this one remembers is then as good as a look.
	Alone bool
	Now   Clock
	Log   *slog.Logger
	// Full is from how many comments on the talk goes on in another issue; 0 = plan.NearlyFull.
	Full int
	// Secrets finds secrets in a document, so that the review can say where; nil: nobody looks for any.
	Secrets func(text string) []lint.Secret

	memory memory
}

// Result is what came of one run.
type Result struct {
	WakeAt  time.Time     // when to run again although nothing happened, UTC; zero = never
	Also    *Key          // another issue that this one is about: the incident of an action item
	More    []Key         // run these too: incidents whose card has something new to tell, another aspect of the same issue
	Actions []plan.Action // what was done, in order
	Phase   incident.Phase

	// Incident is how it stands now, and Facts are what this run judged, refused lines included; zero where it is none.
	Incident incident.Incident
	Facts    []ledger.Fact
}

// Run reconciles one issue. It is safe to call at once for different keys; runs of one issue wait for each other. After an
// error the key must be run again: nothing that was done is lost, nothing will be done twice.
//
// It starts by looking, unless all that happened since the last run is a comment that a delivery told of: then it starts from
// what is remembered, and GitHub's answer to the writing of the ledger is the look. Where that contradicts what was assumed,
// what was judged is forgotten, and the run begins again with a look.
func (r *Reconciler) Run(ctx context.Context, k Key) (Result, error) {
	if k.Policy() {
		result, err := r.RunPolicy(ctx, k)
		return Result{Actions: result.Actions, More: result.Also}, err
	}
	release, err := r.memory.hold(ctx, k)
	if err != nil {
		return Result{}, fmt.Errorf("%s: wait for another run: %w", k, err)
	}
	defer release()
	if until := r.resting(k); !until.IsZero() {
		return Result{WakeAt: until}, nil
	}
	if k.Aspect == plan.Afterwards && !r.memory.isAsked(k) {
		ctx = Housekeeping(ctx)
	}
	if quick := r.remembered(k); quick != nil {
		result, err := quick.rounds(ctx)
		if !errors.Is(err, errOtherwise) {
			return result, err
		}
		r.Log.Debug("not as it was remembered; looking", "issue", k.String(), "why", err.Error())
		r.memory.restore(k)
	}
	return r.look(ctx, k)
}

// look observes an issue and runs it.
func (r *Reconciler) look(ctx context.Context, k Key) (Result, error) {
	if p := r.memory.continues(k); p != nil {
		r.Doubt(*p)
		return Result{Also: p}, nil
	}
	r.memory.unsure(k)
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
	if p := r.onward(k, w); p != nil {
		r.Doubt(*p)
		return Result{Also: p}, nil
	}
	cfg, broken := r.config(ctx, k, w.Config)
	if !replay.Concerns(w, cfg) {
		also := r.related(k, w)
		if also != nil {
			r.Doubt(*also)
		}
		return Result{Also: also}, nil
	}
	if replay.Newer(w, r.Ring) {
		r.Log.Error("left alone: a newer version of sensible keeps this incident; update this one", "issue", k.String())
		return Result{}, nil
	}
	run := &run{Reconciler: r, key: k, want: want, world: w, cfg: cfg, broken: broken}
	run.ledger = replay.Settle(w, replay.Open(w, r.Ring, r.memory.ledger(k)), r.memory.ledger(k))
	if before := r.memory.before(k); before != nil {
		run.ledger = *before
	}
	if n := len(run.ledger.Facts); n > 0 {
		run.told = run.ledger.Facts[n-1].Seq
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

	looked time.Time // when the last look was, of a run that did not begin with one
	quick  bool      // it did not begin with a look
	unsure bool      // comments are judged that nobody has looked at
	sure   int64     // … those after this one
	later  bool      // the other aspect must look further
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
	ctx = context.WithValue(ctx, yieldKey{}, r.yields)
	for range rounds {
		inc, err := r.judge(ctx)
		if err != nil {
			return Result{Actions: r.done}, err
		}
		result := func() Result { return Result{Actions: r.done, Phase: inc.Phase, Incident: inc, Facts: r.news()} }
		p, err := r.plan(inc)
		if err != nil {
			return Result{Actions: r.done}, fmt.Errorf("%s: plan: %w", r.key, err)
		}
		now, later := r.mine(p)
		if len(now) == 0 || r.yields() {
			out := r.finish(p, later)
			out.Phase, out.Incident, out.Facts = inc.Phase, inc, r.news()
			return out, nil
		}
		if err := r.apply(ctx, plan.Plan{Actions: now}); err != nil {
			r.memory.unsure(r.key)
			return result(), fmt.Errorf("%s: apply: %w", r.key, err)
		}
	}
	r.memory.unsure(r.key)
	return Result{Actions: r.done}, fmt.Errorf("%s: still something to do after %d rounds, last %v", r.key, rounds, kinds(r.done))
}

// plan says what is left to do. What GitHub would not do is left out, so that an issue that cannot be made right rests.
func (r *run) plan(inc incident.Incident) (plan.Plan, error) {
	p, err := plan.Make(plan.Input{
		World: r.world, Ledger: r.toWrite(), Incident: inc, Config: r.cfg, Broken: r.broken,
		Key: r.Ring.Current, Timers: r.Timers, Now: r.Now(), Secrets: r.secrets(), Full: r.Full,
	})
	if err != nil {
		return plan.Plan{}, err
	}
	worthwhile := r.memory.worthwhile(r.key, p.Actions, r.Now())
	if len(worthwhile) < len(p.Actions) { // what is overdue because it was in vain is not looked at every second
		hope := r.Now().Add(vainHolds)
		if !p.WakeAt.After(r.Now()) {
			p.WakeAt = hope
		}
		if !p.Wakes[plan.Own].After(r.Now()) {
			p.Wakes[plan.Own] = hope
		}
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
	if r.unsure && !r.careful(&p) {
		return fmt.Errorf("%w: this needs a look before anything is written", errOtherwise)
	}
	applied, err := r.Applier.Apply(ctx, r.key, r.world, p)
	r.memory.inVain(r.key, applied.Vain, r.Now())
	if err != nil {
		return err
	}
	r.done = append(r.done, p.Actions...)
	r.Log.Info("applied", "issue", r.key.String(), "actions", kinds(p.Actions))
	if r.unsure && !applied.Confirmed {
		return fmt.Errorf("%w: GitHub tells something else", errOtherwise)
	}
	if err := r.next(ctx, applied); err != nil {
		return err
	}
	judged := r.ledger.Judged // the card may say less: it was written before GitHub told that it was so
	r.ledger = replay.Open(r.world, r.Ring, &r.ledger)
	r.ledger.Judged, r.unsure = max(r.ledger.Judged, judged), false
	r.withoutPull(applied.Vain)
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
