package github

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/sensible-im/sensible/internal/plan"
)

// fullBatch bounds how many mutations go into one document: GitHub gives a request ten seconds.
const fullBatch = 20

// call is one mutation and what to do with its answer. What took returns is sent next.
type call struct {
	action plan.Action
	mutation
	took func(json.RawMessage) ([]call, error)
}

// batch is mutations that are sent together.
type batch struct{ calls []call }

func (b *batch) add(act plan.Action, calls []call) {
	for _, c := range calls {
		c.action = act
		b.calls = append(b.calls, c)
	}
}

// holdsLedger says whether the ledger waits to be sent.
func (a *application) holdsLedger(b batch) bool {
	return slices.ContainsFunc(b.calls, func(c call) bool { return a.steps[c.action.Kind].rank == ledgerFirst })
}

// one is the usual case: an action that is one mutation.
func one(document string, vars map[string]any, took func(json.RawMessage) error) []call {
	return []call{{mutation: mutation{document, vars}, took: func(raw json.RawMessage) ([]call, error) { return nil, took(raw) }}}
}

// flush sends what has gathered, and what follows from the answers. It is false where nothing further may be tried: the
// ledger could not be written, or nobody knows what was.
func (a *application) flush(ctx context.Context, b *batch) bool {
	for len(b.calls) > 0 {
		calls := b.calls
		b.calls = nil
		answers, errs, err := a.send(ctx, calls)
		if err != nil {
			for _, c := range calls {
				a.fail(c.action, err)
			}
			return false
		}
		lost := false
		for i, c := range calls {
			a.answer(b, c, answers[alias(i)], errs[alias(i)])
			lost = lost || (errs[alias(i)] != nil && a.steps[c.action.Kind].rank == ledgerFirst)
		}
		if lost {
			return false
		}
	}
	return true
}

// answer takes one mutation's answer into the world.
func (a *application) answer(b *batch, c call, raw json.RawMessage, failed error) {
	if failed == nil && (len(raw) == 0 || string(raw) == "null") {
		failed = errors.New("GitHub answered nothing")
	}
	if failed != nil {
		a.settle(c.action, failed)
		return
	}
	next, err := c.took(raw)
	if err != nil {
		a.settle(c.action, err)
		return
	}
	b.add(c.action, next)
}

// send composes and sends one document, and sorts the errors by alias. An error without a path is everybody's.
func (a *application) send(ctx context.Context, calls []call) (map[string]json.RawMessage, map[string]error, error) {
	ms := make([]mutation, len(calls))
	for i, c := range calls {
		ms[i] = c.mutation
	}
	text, vars, err := compose("Apply", ms)
	if err != nil {
		return nil, nil, err
	}
	answers := map[string]json.RawMessage{}
	problems, err := a.s.query(ctx, a.urls, text, vars, &answers)
	if err != nil && len(problems) == 0 {
		return nil, nil, err
	}
	errs := map[string]error{}
	for _, p := range problems {
		if p.at() == "" {
			return nil, nil, p.asError()
		}
		errs[p.at()] = p.asError()
	}
	return answers, errs, nil
}

// asError tells GitHub's final no from what may be different next time.
func (p problem) asError() error {
	switch p.Type {
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		return &refusal{why: p.String(), forbidden: true}
	case "NOT_FOUND", "UNPROCESSABLE":
		return &refusal{why: p.String()}
	}
	return errors.New(p.String())
}
