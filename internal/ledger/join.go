package ledger

import (
	"errors"
	"fmt"
)

// Join puts a ledger together again from the card's body and the bodies of its
// continuation comments, in any order. The head's signature vouches for the
// continuations by the running hash.
func Join(body string, continuations []string, b Binding, ring Keyring) (Ledger, Verdict, error) {
	fail := func(err error) (Ledger, Verdict, error) {
		return Ledger{}, Invalid, fmt.Errorf("ledger of %s: %w", b.IssueNodeID, err)
	}
	top, found, err := findBlock(body, headMarker)
	if !found {
		return Ledger{}, Absent, nil
	}
	if err != nil {
		return fail(err)
	}
	verdict, err := top.verify(b, ring)
	if err != nil {
		return fail(err)
	}
	lines, err := top.lines()
	if err != nil {
		return fail(err)
	}
	doc := document{rest: lines[0]}
	if doc.facts, err = older(top, continuations, b); err != nil {
		return fail(err)
	}
	doc.facts = append(doc.facts, lines[1:]...)
	l, err := doc.ledger()
	if err != nil {
		return fail(err)
	}
	return l, verdict, nil
}

// older walks the chain from the head back to the first fact and returns the
// facts before the head's own, oldest first.
func older(top block, bodies []string, b Binding) ([][]byte, error) {
	var facts [][]byte
	for top.from > 0 {
		before, err := endingIn(top, bodies)
		if err != nil {
			return nil, err
		}
		lines, err := before.lines()
		if err != nil {
			return nil, err
		}
		facts = append(lines, facts...)
		top = before
	}
	if top.prev != startOfChain(b) {
		return nil, errors.New("the facts begin with those of another issue")
	}
	return facts, nil
}

// endingIn finds the continuation that leads up to a block.
func endingIn(top block, bodies []string) (block, error) {
	for _, body := range bodies {
		c, found, err := findBlock(body, continuationMarker)
		if found && err == nil && c.chain == top.prev && c.count > 0 && c.from+c.count == top.from {
			return c, nil
		}
	}
	return block{}, fmt.Errorf("facts up to number %d are missing: a continuation comment was changed or deleted", top.from)
}
