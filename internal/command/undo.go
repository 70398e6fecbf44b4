package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// mostUndone bounds how many commands one line takes back: more than that is not a slip.
const mostUndone = 20

// undo takes back the last command that changed something, or the last n, whoever said them. What they set counts as if it
// had not been said; the ledger keeps them.
var undo = Spec{
	Verb: "undo", Usage: "[n]", Who: incident.TriageAccess,
	Judge: func(c Call) (string, *ledger.Problem) {
		n, ok := undoCount(c.Args)
		last := undoable(c, max(n, 1))
		switch {
		case len(last) == 0:
			return "", &ledger.Problem{Code: ledger.NothingToUndo}
		case !ok:
			return "", &ledger.Problem{Code: ledger.BadArguments, Detail: "2", Paste: []string{"/undo"}}
		case len(last) < n:
			return "", &ledger.Problem{Code: ledger.NothingToUndo, Paste: []string{"/undo " + strconv.Itoa(len(last))}}
		}
		var said []string
		for _, f := range last {
			said = append(said, "/"+f.Verb)
		}
		return strings.Join(said, " "), nil
	},
	Undoes: func(c Call) (out []int) {
		n, _ := undoCount(c.Args)
		for _, f := range undoable(c, n) {
			out = append(out, f.Seq)
		}
		return out
	},
	Apply: func(*incident.Incident, ledger.Fact) {}, // it is a change: the card tells it
}

func undoCount(text string) (int, bool) {
	if text == "" {
		return 1, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= mostUndone
}

// undoable are the last n of the facts that changed something, the last first.
func undoable(c Call, n int) (out []ledger.Fact) {
	for _, f := range slices.Backward(c.changes) {
		if len(out) < n {
			out = append(out, f)
		}
	}
	return out
}

// changing are the facts that changed something. What was taken back stays so: say it again instead.
func changing(facts []ledger.Fact) (out []ledger.Fact) {
	for _, f := range facts {
		if spec, ok := find(f.Verb, f.Item); ok && spec.Apply != nil && f.Undoes == nil {
			out = append(out, f)
		}
	}
	return out
}
