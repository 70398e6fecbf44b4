package github

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

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
		calls := b.calls[:min(len(b.calls), fullBatch)]
		b.calls = slices.Clone(b.calls[len(calls):])
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
	if unknown := unknownCalls(calls, problems); err != nil && len(unknown) > 0 {
		return a.sendWithout(ctx, calls, unknown)
	}
	errs := map[string]error{}
	for _, p := range problems {
		if p.at() == "" {
			return nil, nil, p.asError()
		}
		if raw := answers[p.at()]; len(p.Path) > 1 && len(raw) > 0 && string(raw) != "null" {
			a.stale = true // it was carried out; what could not be told of it is looked up
			continue
		}
		errs[p.at()] = p.asError()
	}
	return answers, errs, nil
}

// asError tells GitHub's final no from what may be different next time.
func (p problem) asError() error {
	switch p.Type {
	case "FORBIDDEN", "INSUFFICIENT_SCOPES", "NOT_IMPLEMENTED":
		return &refusal{why: p.String(), forbidden: true}
	case "":
		if strings.Contains(p.Message, "not permitted to create or approve pull requests") {
			return &refusal{why: p.String(), forbidden: true} // an organisation's setting, told without a type
		}
	case "NOT_FOUND", "UNPROCESSABLE":
		return &refusal{why: p.String()}
	}
	return errors.New(p.String())
}

// unknownCalls are those that the server's schema refuses, by their place; the document was not carried out then.
func unknownCalls(calls []call, problems []problem) map[int]error {
	out := map[int]error{}
	for _, p := range problems {
		if !p.unsupported() {
			continue
		}
		fragment, inFragment := strings.CutPrefix(p.at(), "fragment ")
		for i, c := range calls {
			named := len(p.Path) > 1 && p.Path[1] == alias(i)
			if named || inFragment && spreads(c.document, fragment) {
				out[i] = &refusal{why: "this GitHub does not know how: " + p.Message, forbidden: true}
			}
		}
	}
	return out
}

// spreads says whether a document of ours uses a fragment, itself or by another.
func spreads(name, fragment string) bool {
	raw, err := documents.ReadFile("documents/write/" + name + ".graphql")
	if err != nil {
		return false
	}
	text, err := withFragments(string(raw))
	return err == nil && strings.Contains(text, "fragment "+fragment+" ")
}

// sendWithout sends the others, whose answers keep their places.
func (a *application) sendWithout(ctx context.Context, calls []call, unknown map[int]error) (map[string]json.RawMessage, map[string]error, error) {
	answers, errs := map[string]json.RawMessage{}, map[string]error{}
	var rest []call
	var places []int
	for i, c := range calls {
		if err, is := unknown[i]; is {
			errs[alias(i)] = err
			continue
		}
		rest, places = append(rest, c), append(places, i)
	}
	if len(rest) == 0 {
		return answers, errs, nil
	}
	got, failed, err := a.send(ctx, rest)
	for n, i := range places {
		answers[alias(i)] = got[alias(n)]
		if failed[alias(n)] != nil {
			errs[alias(i)] = failed[alias(n)]
		}
	}
	return answers, errs, err
}
