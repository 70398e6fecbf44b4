package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// step carries out one kind of action: by mutations that are sent together with others, or by requests of its own.
type step struct {
	rank    int // lower first; the ledger comes before everything
	compose func(context.Context, *application, plan.Action) ([]call, error)
	do      func(context.Context, *application, plan.Action) error
	// optional says that a refusal for good (no permission, no such feature) is not an error: the incident goes on without.
	optional bool
}

// The ranks: within one, the plan's order holds.
const (
	ledgerFirst  = iota // continuations and the card
	beforeLabels        // labels that do not exist yet, and all that needs none
	withLabels
	inOrder // what builds on one another
)

// steps is the table: every kind of action and who carries it out. It is a function because a step may settle another.
func steps() map[plan.Kind]step {
	return map[plan.Kind]step{
		plan.OverflowCreate:  {rank: ledgerFirst, compose: overflowCreate},
		plan.OverflowUpdate:  {rank: ledgerFirst, compose: commentUpdate},
		plan.CardCreate:      {rank: ledgerFirst, compose: cardCreate},
		plan.CardUpdate:      {rank: ledgerFirst, compose: cardUpdate},
		plan.LabelCreate:     {rank: beforeLabels, compose: labelCreate},
		plan.LabelRemove:     {rank: beforeLabels, compose: labelRemove},
		plan.ReactionAdd:     {rank: beforeLabels, compose: reactionAdd, optional: true},
		plan.AssigneeAdd:     {rank: beforeLabels, compose: assigneeAdd, optional: true},
		plan.CommentCreate:   {rank: beforeLabels, compose: commentCreate},
		plan.CommentUpdate:   {rank: beforeLabels, compose: commentUpdate},
		plan.CommentMinimise: {rank: beforeLabels, compose: commentMinimise, optional: true},
		plan.IssueClose:      {rank: beforeLabels, compose: issueClose},
		plan.IssueReopen:     {rank: beforeLabels, compose: issueReopen},
		plan.LabelAdd:        {rank: withLabels, compose: labelAdd},
		plan.CardPin:         {rank: inOrder, do: cardPin, optional: true},
		plan.FileCommit:      {rank: inOrder, do: draftCommit, optional: true},
		plan.PullCreate:      {rank: inOrder, do: pullCreate, optional: true},
		plan.PullUpdate:      {rank: inOrder, compose: pullUpdate, optional: true},
		plan.PullReopen:      {rank: inOrder, compose: pullReopen, optional: true},
		plan.PullReady:       {rank: inOrder, compose: pullReady, optional: true},
		plan.ReviewRequest:   {rank: inOrder, do: reviewRequest, optional: true},
		plan.ReviewCreate:    {rank: inOrder, do: reviewCreate, optional: true},
		plan.CheckCreate:     {rank: inOrder, do: checkWrite, optional: true},
		plan.CheckUpdate:     {rank: inOrder, do: checkWrite, optional: true},
		plan.ItemCreate:      {rank: inOrder, compose: itemCreate},
		plan.ItemLink:        {rank: inOrder, compose: itemLink, optional: true},
		plan.ItemComment:     {rank: inOrder, compose: itemComment, optional: true},
		plan.ItemMark:        {rank: inOrder, compose: itemMark, optional: true},
		plan.ItemClose:       {rank: inOrder, compose: itemClose, optional: true},
		plan.ItemUnassign:    {rank: inOrder, compose: itemUnassign, optional: true},
		plan.ItemUpdate:      {rank: inOrder, compose: itemUpdate, optional: true},
		plan.BoardCreate:     {rank: inOrder, compose: boardCreate, optional: true},
		plan.BoardField:      {rank: inOrder, compose: boardField, optional: true},
		plan.BoardItem:       {rank: inOrder, compose: boardItem, optional: true},
		plan.BoardView:       {rank: inOrder, do: boardView, optional: true},
		plan.BoardNote:       {rank: inOrder, compose: boardNote, optional: true},
		plan.BoardStatus:     {rank: inOrder, compose: boardStatus, optional: true},
		plan.ItemLabels:      {rank: inOrder, do: itemLabels, optional: true},
	}
}

// errLater says that an action needs what an earlier one of the same plan makes.
var errLater = errors.New("needs what is made before it")

// application is one plan being carried out. World changes as GitHub answers.
type application struct {
	*Client
	key   reconcile.Key
	s     *session
	me    incident.Person
	world snapshot.World
	vain  []plan.Action
	all   []plan.Action // the plan
	errs  []error
	stale bool
	// confirmed says that GitHub told, as the card was written, that the issue was as the plan took it to be.
	confirmed bool
	turned    bool // the postmortem's repository refused it: nothing more of it in this plan
	steps     map[plan.Kind]step
}

// Apply carries out a plan: first one document with the ledger, the labels, reactions and comments, then what needs
// requests of its own. What succeeded stays; the error names every action that did not.
func (c *Client) Apply(ctx context.Context, k reconcile.Key, w snapshot.World, p plan.Plan) (reconcile.Applied, error) {
	s, err := c.in(k.Installation)
	if err != nil {
		return reconcile.Applied{World: w}, err
	}
	me, err := c.Who(ctx)
	if err != nil {
		return reconcile.Applied{World: w}, err
	}
	a := &application{Client: c, key: k, s: s, me: me, world: ownCopy(w), all: p.Actions, steps: steps()}
	a.carryOut(ctx, p.Actions)
	if len(a.errs) > 0 {
		c.doubtIssue(k)
		return reconcile.Applied{World: a.world, Vain: a.vain, Stale: true}, errors.Join(a.errs...)
	}
	if !a.stale {
		c.remember(k, a.world)
	}
	return reconcile.Applied{World: a.world, Vain: a.vain, Stale: a.stale, Confirmed: a.confirmed}, nil
}

// home is where the postmortem is.
func (a *application) home() snapshot.Repository { return a.world.DocumentRepository() }

// ownCopy returns a world that can be changed without changing the caller's.
func ownCopy(w snapshot.World) snapshot.World {
	w.Comments, w.Overflow, w.Events = slices.Clone(w.Comments), slices.Clone(w.Overflow), slices.Clone(w.Events)
	w.Items, w.RepoLabels = slices.Clone(w.Items), slices.Clone(w.RepoLabels)
	w.Issue.Labels, w.Issue.Assignees = slices.Clone(w.Issue.Labels), slices.Clone(w.Issue.Assignees)
	for i := range w.Items {
		w.Items[i].Fields = maps.Clone(w.Items[i].Fields)
		if w.Items[i].Fields == nil {
			w.Items[i].Fields = map[string]string{}
		}
		w.Items[i].Set = maps.Clone(w.Items[i].Set)
		if w.Items[i].Set == nil {
			w.Items[i].Set = map[string]snapshot.Setting{}
		}
	}
	if w.Continuation != nil {
		it := *w.Continuation
		w.Continuation = &it
	}
	if w.Board != nil {
		b := *w.Board
		b.Fields = slices.Clone(b.Fields)
		w.Board = &b
	}
	if w.Postmortem != nil {
		p := *w.Postmortem
		p.Reviewers = slices.Clone(p.Reviewers)
		w.Postmortem = &p
	}
	return w
}

// carryOut sends the actions in the order of their ranks, as many together as can be.
func (a *application) carryOut(ctx context.Context, actions []plan.Action) {
	actions = slices.Clone(actions)
	slices.SortStableFunc(actions, func(x, y plan.Action) int { return a.steps[x.Kind].rank - a.steps[y.Kind].rank })
	var b batch
	for _, act := range actions {
		st, known := a.steps[act.Kind]
		if st.rank == inOrder && reconcile.Yield(ctx) {
			break // what nobody waits for lets a command pass
		}
		switch {
		case !known:
			a.fail(act, errors.New("this version cannot carry out such an action"))
			continue
		case st.do != nil:
			if !a.flush(ctx, &b) {
				return
			}
			a.settle(act, st.do(ctx, a, act))
			continue
		}
		if st.rank == inOrder && a.holdsLedger(b) && !a.flush(ctx, &b) {
			return // what is made for good must not come before what remembers it
		}
		calls, err := st.compose(ctx, a, act)
		if errors.Is(err, errLater) && len(b.calls) > 0 {
			if !a.flush(ctx, &b) {
				return
			}
			calls, err = st.compose(ctx, a, act)
		}
		if err != nil {
			a.settle(act, err)
			continue
		}
		b.add(act, calls)
		if len(b.calls) >= fullBatch && !a.flush(ctx, &b) {
			return
		}
	}
	a.flush(ctx, &b)
}

// settle takes note of an action's outcome: an optional one that was refused for good is in vain, not an error. A refusal
// after something failed may come of that failure (a pull request needs its branch), so it is not believed to be for good.
func (a *application) settle(act plan.Action, err error) {
	if err == nil {
		return
	}
	var no *refusal
	if errors.As(err, &no) && no.forbidden {
		a.forbidden(act, err)
		return
	}
	if errors.Is(err, errLater) && len(a.vain) > 0 && len(a.errs) == 0 {
		a.inVain(act, err) // what it needs may not be made
		return
	}
	if a.steps[act.Kind].optional && len(a.errs) == 0 && (errors.As(err, &no) || errors.Is(err, errLater)) {
		a.inVain(act, err)
		return
	}
	a.fail(act, err)
}

func (a *application) inVain(act plan.Action, why error) {
	a.vain = append(a.vain, act)
	if act.Kind == plan.BoardCreate {
		a.boardRefused()
	}
	if a.set.Log != nil {
		a.set.Log.Warn("GitHub would not do this; going on without", "issue", a.key.String(), "action", string(act.Kind), "target", act.Target, "why", why.Error())
	}
}

// forbidden takes it that trying again is no use for a while. Where that holds for the ledger we may not write here at all
// (a locked conversation, a permission that was taken away), and the whole plan is in vain.
func (a *application) forbidden(act plan.Action, why error) {
	a.inVain(act, why)
	if a.steps[act.Kind].rank == ledgerFirst {
		a.vain = append(a.vain, a.all...)
	}
}

func (a *application) fail(act plan.Action, err error) {
	what := string(act.Kind)
	if act.Target != "" {
		what += " " + act.Target
	}
	a.errs = append(a.errs, fmt.Errorf("%s: %w", what, err))
}

// refusal is GitHub's final no.
type refusal struct {
	why       string
	forbidden bool // whatever else may be written here
}

// Error implements error.
func (r *refusal) Error() string { return "refused: " + r.why }

// decode reads one answer.
func decode[T any](raw json.RawMessage) (T, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("GitHub's answer has an unexpected shape: %w", err)
	}
	return v, nil
}
