package plan

import (
	"fmt"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/when"
)

// learnedPrefix begins the key of the comment at learning; the number of reopenings follows.
const learnedPrefix = "learned:"

// learnedView is what the comment shows.
type learnedView struct {
	At     string
	Merged bool
	URL    string // of the document
	Open   int    // action items that the incident still waits for
	Owner  string // of the first of them
	Title  string
}

// learnedNote wants three lines once the incident was learnt from: that it was, what is still to be done, and what comes then.
func learnedNote(s *scene) error {
	i := s.Incident
	at, ok := i.Milestones[incident.Learned]
	if !ok || !i.Declared || i.Ended() || !s.Config.Effective().ClosingComment {
		return nil
	}
	key := fmt.Sprintf("%s%d", learnedPrefix, i.Reopened)
	if _, posted := s.Ledger.Posted[key]; posted || s.ownComment(key) != nil {
		return nil
	}
	v := learnedView{At: when.Stamp(at.At, s.Config.Zones()[0]), Open: s.openItems(), Owner: itemOwner(s).Login}
	if p := s.World.Postmortem; p != nil {
		v.Merged, v.URL = p.Merged, p.URL
	}
	if item, open := s.openItem(); open {
		v.Title = item.Title
	}
	body, err := s.render("learned", v)
	if err != nil {
		return err
	}
	s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	return nil
}
