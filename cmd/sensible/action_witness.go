package main

import (
	"context"
	"errors"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// witness remembers what a run saw and did, to tell it.
type witness struct {
	reconcile.Observer
	world   snapshot.World
	gone    error
	planned []plan.Action
	vain    []plan.Action
}

func (w *witness) forget() { w.gone, w.planned, w.vain = nil, nil, nil }

// Observe implements reconcile.Observer.
func (w *witness) Observe(ctx context.Context, k reconcile.Key, want reconcile.Want) (snapshot.World, error) {
	world, err := w.Observer.Observe(ctx, k, want)
	if err == nil {
		w.world = world
	} else if errors.Is(err, reconcile.ErrGone) {
		w.gone = err
	}
	return world, err
}

// done is what was carried out, or would be.
func (w *witness) done() []plan.Action {
	refused := map[string]int{}
	for _, a := range w.vain {
		refused[string(a.Kind)+a.Target+a.Node]++
	}
	var out []plan.Action
	for _, a := range w.planned {
		if id := string(a.Kind) + a.Target + a.Node; refused[id] > 0 {
			refused[id]--
			continue
		}
		out = append(out, a)
	}
	return out
}

// over is an applier of which the witness sees what it does.
func (w *witness) over(next reconcile.Applier) reconcile.Applier { return watched{w, next} }

type watched struct {
	by   *witness
	next reconcile.Applier
}

// Apply implements reconcile.Applier.
func (a watched) Apply(ctx context.Context, k reconcile.Key, w snapshot.World, p plan.Plan) (reconcile.Applied, error) {
	got, err := a.next.Apply(ctx, k, w, p)
	if err == nil || errors.Is(err, errOnlyLooks) {
		a.by.planned = append(a.by.planned, p.Actions...)
	}
	a.by.vain = append(a.by.vain, got.Vain...)
	return got, err
}

// policies looks after policies, or with only looks at them.
type policies struct {
	*github.Client
	only bool
}

// ApplyPolicy implements reconcile.Policies.
func (p policies) ApplyPolicy(ctx context.Context, k reconcile.Key, actions []plan.Action) error {
	if p.only && len(actions) > 0 {
		return errOnlyLooks
	}
	return p.Client.ApplyPolicy(ctx, k, actions)
}

// onlyLooks carries nothing out.
type onlyLooks struct{}

var errOnlyLooks = errors.New("only looked: nothing was written")

// Apply implements reconcile.Applier.
func (onlyLooks) Apply(context.Context, reconcile.Key, snapshot.World, plan.Plan) (reconcile.Applied, error) {
	return reconcile.Applied{}, errOnlyLooks
}
