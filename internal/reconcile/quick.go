package reconcile

import (
	"errors"
	"slices"

	"github.com/sensible-im/sensible/internal/plan"
)

// errOtherwise says that the issue is not, or may not be, as it was remembered.
var errOtherwise = errors.New("not as it was remembered")

// remembered is a run that starts from what is remembered and heard; nil where only a look will do.
func (r *Reconciler) remembered(k Key) *run {
	s := r.memory.take(k, r.Now())
	if s == nil || !r.Alone || s.world.Continuation != nil { // what is said on the continuation, only a look shows
		return nil
	}
	k.Owner, k.Repo = s.world.Repository.Owner, s.world.Repository.Name
	known := r.memory.config(k)
	if !known.read || known.oid != version(s.world.Config) {
		return nil
	}
	cfg, broken := known.good, known.broken
	ledger := *r.memory.ledger(k)
	world, ok := merge(s.world, s.hints, ledger.Judged, cfg, r.Now())
	if !ok {
		return nil
	}
	run := &run{
		Reconciler: r, key: k, want: s.want, world: world, cfg: cfg, broken: broken, ledger: ledger, quick: true, looked: s.at, sure: ledger.Judged,
	}
	for _, c := range world.Comments {
		run.unsure = run.unsure || c.ID > ledger.Judged
	}
	if n := len(ledger.Facts); n > 0 {
		run.told = ledger.Facts[n-1].Seq
	}
	return run
}

// takenBack are the kinds that a run may do before GitHub has told that what was judged is so: whatever turns out not to be so
// is put right by the next run, and nothing of it is lost on people.
var takenBack = []plan.Kind{
	plan.CardUpdate, plan.OverflowCreate, plan.OverflowUpdate, plan.LabelCreate, plan.LabelAdd, plan.LabelRemove,
	plan.ReactionAdd, plan.AssigneeAdd, plan.CommentCreate, plan.CommentUpdate,
}

// careful leaves out of a plan what must wait until GitHub has told that what was judged is so. It is false where nothing in
// the plan would make GitHub tell.
func (r *run) careful(p *plan.Plan) bool {
	p.Actions = slices.DeleteFunc(slices.Clone(p.Actions), func(a plan.Action) bool { return !slices.Contains(takenBack, a.Kind) })
	return slices.ContainsFunc(p.Actions, func(a plan.Action) bool { return a.Kind == plan.CardUpdate })
}
