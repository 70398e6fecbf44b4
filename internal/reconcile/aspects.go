package reconcile

import (
	"context"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/plan"
)

// aspects is what is remembered about when the aspects of an issue are looked after.
type aspects struct {
	hands  bool        // a run that has just ended hands its world over
	handed plan.Aspect // … to this one
	after  time.Time   // when the rest was looked after last
	asked  bool        // somebody asked for it: it must not wait
	wakes  map[plan.Aspect]time.Time
}

// resting says until when what nobody waits for is gathered; zero = it may be looked after.
func (r *Reconciler) resting(k Key) time.Time {
	if !r.Gather || k.Aspect != plan.Afterwards {
		return time.Time{}
	}
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	i, known := r.memory.issues[k.Group()]
	if !known || i.asked || i.after.IsZero() {
		return time.Time{}
	}
	if until := i.after.Add(plan.GatherFor); until.After(r.Now()) {
		return until
	}
	return time.Time{}
}

// isAsked says whether somebody waits for what is otherwise gathered.
func (m *memory) isAsked(k Key) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, known := m.issues[k.Group()]
	return known && i.asked
}

// mine are the actions that this run carries out, and until when others of its aspect may wait.
func (r *run) mine(p plan.Plan) (now []plan.Action, later time.Time) {
	if !r.Gather {
		return p.Actions, time.Time{}
	}
	now = p.Of(plan.Own)
	if until := r.idleUntil(now); until.After(r.Now()) {
		now, later = nil, until
	}
	if r.key.Aspect == plan.Afterwards {
		now = append(now, p.Of(plan.Afterwards)...)
	}
	return now, later
}

// idleUntil is when edits of the card that nobody's doing caused are due: they are gathered.
func (r *run) idleUntil(own []plan.Action) time.Time {
	idle := len(own) > 0 && !slices.ContainsFunc(own, func(a plan.Action) bool { return !a.Idle })
	if !idle || r.world.Card == nil {
		return time.Time{}
	}
	since := r.world.Card.EditedAt
	if since.IsZero() {
		since = r.world.Card.CreatedAt
	}
	return since.Add(plan.GatherFor)
}

// finish is the end of a run that found everything as it should be, as far as it is its own.
func (r *run) finish(p plan.Plan, later time.Time) Result {
	now := r.Now()
	out := Result{WakeAt: p.WakeAt, Actions: r.done}
	if r.Gather {
		out.WakeAt = sooner(p.Wakes[r.key.Aspect], later)
		if other, wanted := r.other(p, out.WakeAt); wanted {
			out.More = append(out.More, r.key.of(other))
		}
	}
	r.memory.keep(r.key, r.toWrite())
	r.memory.judged(r.key, r.presses)
	looked := now // what comes back with a writing tells nothing of the document and the board
	if r.quick {
		looked = r.looked
	}
	r.memory.leave(r.key, last{world: r.world, want: r.want, at: looked})
	return out
}

// other says whether the other aspect has something to do, or must hear of another time to wake at.
func (r *run) other(p plan.Plan, wake time.Time) (plan.Aspect, bool) {
	now := r.Now()
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	i := r.memory.issue(r.key)
	if i.wakes == nil {
		i.wakes = map[plan.Aspect]time.Time{}
	}
	i.wakes[r.key.Aspect] = wake
	other := plan.Afterwards
	if r.key.Aspect == plan.Afterwards {
		other, i.after, i.asked = plan.Own, now, false
	} else {
		i.asked = i.asked || r.asksAfterwards()
	}
	armed, due := i.wakes[other], p.Wakes[other]
	wanted := !due.IsZero() && (!armed.After(now) || due.Before(armed))
	if other == plan.Afterwards {
		wanted = wanted || r.later || len(p.Of(other)) > 0
	}
	i.hands, i.handed = wanted && !r.unsure, other
	return other, wanted
}

// asksAfterwards says whether somebody asked for the document in this run, by command or button: that does not wait.
func (r *run) asksAfterwards() bool {
	if len(r.presses) > 0 {
		return true
	}
	for _, f := range r.news() {
		if f.Verb == "postmortem" && !f.Refused {
			return true
		}
	}
	return false
}

// yields says whether a run that nobody waits for should let a command pass.
func (r *run) yields() bool {
	return r.Gather && r.key.Aspect == plan.Afterwards && r.memory.waits(r.key)
}

// yieldKey is the context's key of yields.
type yieldKey struct{}

// Yield says whether whoever carries out a plan should stop where it is: somebody waits for an answer on the same issue, and
// the rest is planned again.
func Yield(ctx context.Context) bool {
	yields, ok := ctx.Value(yieldKey{}).(func() bool)
	return ok && yields()
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
