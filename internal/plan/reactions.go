package plan

import (
	"slices"

	"github.com/sensible-im/sensible/internal/ledger"
)

// GitHub's names of the reactions that we give.
const (
	applied       = "ROCKET"
	notUnderstood = "CONFUSED"
	refused       = "THUMBS_DOWN"
	ended         = "HOORAY"
)

// noSense are the problems of lines that could not be understood; the others were understood and refused.
var noSense = map[string]bool{
	ledger.UnknownVerb: true, ledger.BadArguments: true, ledger.NeedsArgument: true,
	ledger.UnknownPerson: true, ledger.UnknownSeverity: true,
	ledger.AmbiguousTime: true, ledger.FutureTime: true, ledger.ImpossibleTime: true, ledger.UnreadableTime: true,
}

// endings are the commands after which the incident is over for its users.
var endings = []string{"recovered", "close", "cancel", "duplicate"}

// reactions acknowledges the comments whose commands were judged, as far as they are in sight. What was given once stays:
// a reaction tells what happened then.
func reactions(s *scene) error {
	judged := map[int64][]ledger.Fact{}
	for _, f := range s.Ledger.Facts {
		judged[f.Comment] = append(judged[f.Comment], f)
	}
	for _, c := range s.World.Comments {
		if c.Mine {
			continue
		}
		for _, r := range deserved(judged[c.ID]) {
			if !slices.Contains(c.Reactions, r) {
				s.do(Action{Kind: ReactionAdd, Node: c.NodeID, ID: c.ID, Target: r})
			}
		}
	}
	return nil
}

// deserved is the reactions for the lines of one comment, each once.
func deserved(facts []ledger.Fact) []string {
	var out []string
	for _, f := range facts {
		if f.Refused && f.Problem == nil {
			continue // a failed line that its author took out again
		}
		r := applied
		switch {
		case f.Refused && noSense[f.Problem.Code]:
			r = notUnderstood
		case f.Refused:
			r = refused
		case slices.Contains(endings, f.Verb):
			r = ended
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}
