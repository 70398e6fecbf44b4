package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// reply wants one answer under each comment that needs more than a reaction: lines that were not applied, or applied with
// a doubt; `/help`; a command sent by e-mail, where a reaction would not be seen. Only comments in sight are answered: an
// answer to one further up was given then. An answer is rewritten when its comment was put right by an edit.
func reply(s *scene) error {
	quiet := s.quietRefusals()
	for _, c := range s.World.Comments {
		facts := latest(s.Ledger.Facts, c.ID)
		if c.Mine || len(facts) == 0 {
			continue
		}
		key := "reply " + commentID(c.ID)
		there := s.ownComment(key)
		body, err := s.replyBody(c, facts, quiet, there != nil)
		if err != nil {
			return err
		}
		if body == "" {
			continue
		}
		body += "\n\n" + marker.Of(key)
		switch {
		case there == nil:
			s.do(Action{Kind: CommentCreate, Key: key, Body: body})
		case hash(there.Body) != hash(body):
			s.do(Action{Kind: CommentUpdate, Node: there.NodeID, ID: there.ID, Key: key, Body: body})
		}
	}
	return nil
}

// replyView is what an answer shows.
type replyView struct {
	Login    string
	Problems []ledger.Fact
	Applied  []ledger.Fact // told only where a reaction would not be seen
	Guessed  []ledger.Fact // applied, in a zone that was guessed
	Marks    []string      // what is to be said about marks: edited, deleted
	Recreate bool          // the postmortem is written over
	Answer   string        // of the first command that asks for nothing but a text, rendered
}

// Pasteable says whether any line is offered to be pasted.
func (v replyView) Pasteable() bool {
	return slices.ContainsFunc(v.Problems, func(f ledger.Fact) bool { return len(f.Problem.Paste) > 0 })
}

// empty says whether there is nothing to say that a reaction would not.
func (v replyView) empty() bool {
	return len(v.Problems)+len(v.Applied)+len(v.Guessed)+len(v.Marks) == 0 && !v.Recreate && v.Answer == ""
}

// replyBody is the answer without its marker; empty where none is needed (or none anew).
func (s *scene) replyBody(c snapshot.Comment, facts []ledger.Fact, quiet map[int64]bool, answered bool) (string, error) {
	view := replyView{Login: c.Author.Login}
	if answered && slices.ContainsFunc(facts, asksForText) {
		return "", nil // what fits now was told then
	}
	for _, f := range facts {
		switch {
		case f.Problem != nil && !quiet[f.Comment]:
			view.Problems = append(view.Problems, f)
		case asksForText(f):
			text, err := s.asked(f)
			if err != nil {
				return "", err
			}
			view.Answer = cmp.Or(view.Answer, text) // one: two long ones would not fit
		case s.markDoubt(f) != "":
			view.Marks = append(view.Marks, s.markDoubt(f))
		case !f.Refused && f.Verb == "postmortem" && f.Args == wishRecreate:
			view.Recreate = true
		case !f.Refused && f.Zone != "":
			view.Guessed = append(view.Guessed, f)
		case !f.Refused && c.ByEmail:
			view.Applied = append(view.Applied, f)
		}
	}
	switch {
	case !view.empty():
		return s.render("reply", view)
	case answered && !c.EditedAt.IsZero():
		return s.render("reply/settled", view)
	}
	return "", nil
}

// latest is the last judgement of each line of a comment, in the order of the lines: an edit has failed lines judged again.
func latest(all []ledger.Fact, comment int64) []ledger.Fact {
	var out []ledger.Fact
	at := map[int]int{}
	for _, f := range all {
		if f.Comment != comment {
			continue
		}
		if n, seen := at[f.Line]; seen {
			if f.Seq >= out[n].Seq {
				out[n] = f
			}
			continue
		}
		at[f.Line] = len(out)
		out = append(out, f)
	}
	return out
}

// refusalPause is how long somebody without permission is told so only once.
const refusalPause = 10 * time.Minute

// quietRefusals are the comments whose only news would be that their author may not, who was told just before.
func (s *scene) quietRefusals() map[int64]bool {
	quiet := map[int64]bool{}
	told := map[string]ledger.Fact{}
	for _, f := range s.Ledger.Problems() {
		if f.Problem.Code != ledger.NotPermitted {
			continue
		}
		who := identity(f.Actor)
		last, before := told[who]
		if before && last.Comment != f.Comment && f.Posted.Sub(last.Posted) < refusalPause {
			quiet[f.Comment] = true
			continue
		}
		if !before || last.Comment != f.Comment {
			told[who] = f
		}
	}
	return quiet
}

// identity tells accounts apart by id, and by login only where an export has no ids.
func identity(p incident.Person) string {
	if p.ID != 0 {
		return commentID(p.ID)
	}
	return lowerASCII(p.Login)
}

// ownComment finds our comment with that key among those in sight. What others wrote is not believed.
func (s *scene) ownComment(key string) *snapshot.Comment {
	for n, c := range s.World.Comments {
		if c.Mine && strings.Contains(c.Body, marker.Of(key)) {
			return &s.World.Comments[n]
		}
	}
	return nil
}
