package replay

import (
	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// rejudge reads a comment again that its own author edited: only the lines that had failed or were doubtful run, each where
// it stood; everything else in the comment stays as it was judged. A failed line that is gone is settled.
func (j *judging) rejudge(c snapshot.Comment) {
	j.doing(c)
	open := openLines(j.ledger.Facts, c)
	if len(open) == 0 {
		return
	}
	there := map[int]command.Line{}
	for _, line := range command.Scan(c.Body, scanOptions(j.config, c)) {
		there[line.Number] = line
	}
	for _, old := range open {
		line, still := there[old.Line]
		if still && j.line(c, line, j.may(c)) {
			continue
		}
		j.keep(c, ledger.Fact{At: c.CreatedAt, Posted: c.CreatedAt, Actor: c.Author, Line: old.Line, Item: j.item, Refused: true})
	}
}

// may is what the author of a comment may do where it was written.
func (j *judging) may(c snapshot.Comment) incident.Permission {
	for _, it := range j.world.Items {
		if it.ID == j.item && j.item != 0 {
			return j.world.May(it, c.Author.ID)
		}
	}
	return j.world.Permissions[c.Author.ID]
}

// openLines are the latest judgements of a comment's lines that have something wrong, as far as they are about an earlier
// text of it. Somebody else's edit opens nothing.
func openLines(facts []ledger.Fact, c snapshot.Comment) []ledger.Fact {
	if c.Mine || c.Bot || c.EditedAt.IsZero() || !c.Editor.Same(c.Author) {
		return nil
	}
	var order []int
	latest := map[int]ledger.Fact{}
	for _, f := range facts {
		if f.Comment != c.ID {
			continue
		}
		if _, seen := latest[f.Line]; !seen {
			order = append(order, f.Line)
		}
		latest[f.Line] = f
	}
	var out []ledger.Fact
	sum := bodyHash(c.Body)
	for _, n := range order {
		if f := latest[n]; f.Problem != nil && f.Problem.Code != ledger.IgnoredWords && f.SHA != sum {
			out = append(out, f)
		}
	}
	return out
}
