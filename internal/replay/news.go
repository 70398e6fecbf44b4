package replay

import (
	"cmp"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/postmortem"
)

// happening is one thing to judge.
type happening struct {
	at    time.Time
	id    int64 // of a comment; 0 for an event, which is seen before what was said in the same second
	judge func()
}

// news lists what was not judged before, in the order in which it happened, whatever order it was observed in. What came
// together is judged as if it had come one by one: `/fixed` counts although the issue was closed before anybody looked.
func (j *judging) news() []happening {
	var out []happening
	for _, e := range j.world.Events {
		if judgedEvent(*j.ledger, j.world, j.config, e) {
			out = append(out, happening{at: e.At, judge: func() { j.event(e) }})
		}
	}
	for _, c := range j.world.Comments {
		if c.ID > j.ledger.Judged {
			out = append(out, happening{c.CreatedAt, c.ID, func() { j.comment(c) }})
		} else if !c.EditedAt.IsZero() {
			out = append(out, happening{c.EditedAt, c.ID, func() { j.rejudge(c) }})
		}
	}
	if pm := j.world.Postmortem; pm != nil && pm.Merged {
		out = append(out, happening{at: pm.MergedAt, judge: j.merged})
	}
	if at := readyAt(j.world); !at.IsZero() && postmortem.FactorsWritten(j.world.Document.Text, j.config.Language) {
		out = append(out, happening{at: at, judge: j.ready})
	}
	out = append(out, j.itemNews()...)
	slices.SortStableFunc(out, func(a, b happening) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	return out
}
