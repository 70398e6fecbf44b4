package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// NearlyFull is from how many comments on the talk of an incident goes on in another issue. GitHub takes 2,500 and then no
// more, ever; what is left is for whoever still writes on the incident, and for the ledger's own comments.
const NearlyFull = 2420

// ledgerRoom is how many comments more the incident may have for the ledger's own to be written on it.
const ledgerRoom = 40

// continuedPrefix begins the key of the comment on the incident that says where to go on; the number of that issue follows.
const continuedPrefix = "continued:"

// continuationView is what the continuation shows, and the comment that names it.
type continuationView struct {
	Number int    // of the other issue
	Card   string // address of the card
}

// continuesKey is the operation key of the continuation.
func (s *scene) continuesKey() string {
	return snapshot.ContinuationMark + strconv.Itoa(s.World.Issue.Number)
}

// continuation wants one more issue below the incident where that is nearly full, and one comment that says so. One that was
// made and is gone stays so. It is closed with the incident, unless a person opened it again.
func continuation(s *scene) error {
	on := s.World.Continuation
	if on == nil {
		return s.openContinuation()
	}
	if !s.World.Issue.Open && on.Open && !openedSince(*on, s.World) {
		s.do(Action{Kind: ItemClose, Node: on.NodeID, Target: completed, Title: on.Title})
	}
	key := continuedPrefix + strconv.Itoa(on.Number)
	if _, told := s.Ledger.Posted[key]; told || s.ownComment(key) != nil {
		return nil
	}
	body, err := s.render("continuation/note", continuationView{Number: on.Number})
	if err != nil {
		return err
	}
	s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	return nil
}

func (s *scene) openContinuation() error {
	w := s.World
	_, was := s.Ledger.Posted[s.continuesKey()]
	if was || w.Card == nil || !w.Issue.Open || w.NoSubIssues || w.Issue.Comments < cmp.Or(s.Full, NearlyFull) || s.subIssues() >= mostSubIssues {
		return nil
	}
	title, err := s.render("continuation/title", itemTitle(w.Issue.Title))
	if err != nil {
		return err
	}
	card := cmp.Or(w.Card.URL, fmt.Sprintf("%s#issuecomment-%d", w.Issue.URL, w.Card.ID))
	body, err := s.render("continuation", continuationView{Number: w.Issue.Number, Card: card})
	if err != nil {
		return err
	}
	s.do(Action{
		Kind: ItemCreate, Key: s.continuesKey(), Title: title, Body: body + "\n\n" + marker.Of(s.continuesKey()), Node: w.Issue.NodeID,
		ID: w.Issue.ID, Target: w.Repository.FullName(),
	})
	return nil
}

// openedSince says whether a person opened the continuation again after the incident was closed.
func openedSince(on snapshot.Item, w snapshot.World) bool {
	for _, e := range on.Events {
		if e.Kind == "Reopened" && !e.Actor.Same(w.Viewer) && e.At.After(w.Issue.ClosedAt) {
			return true
		}
	}
	return false
}

// goOn has whatever is to be said be said on the continuation, if there is one: what room the incident has left is for people
// who do not know yet, and for the ledger. Where even the ledger could find no room any more, its own comments go there too,
// and until there is a continuation nothing but that is done: what is refused to the ledger holds up everything else.
func (s *scene) goOn() {
	tight := s.World.Issue.Comments >= cmp.Or(s.Full, NearlyFull)+ledgerRoom
	on := s.World.Continuation
	if on == nil {
		opens := func(a Action) bool { return a.Kind == ItemCreate && a.Key == s.continuesKey() }
		if tight && slices.ContainsFunc(s.actions, opens) && slices.ContainsFunc(s.actions, func(a Action) bool { return a.Kind == OverflowCreate }) {
			s.actions = slices.DeleteFunc(s.actions, func(a Action) bool { return !opens(a) })
		}
		return
	}
	for n := range s.actions {
		a := &s.actions[n]
		talk := a.Kind == CommentCreate && a.Key != continuedPrefix+strconv.Itoa(on.Number)
		if talk || a.Kind == OverflowCreate && tight {
			a.Node = on.NodeID
		}
	}
}

// askedURL is where an action item was asked for, by its key: on the incident, or on the continuation.
func (s *scene) askedURL(key string) string {
	for _, c := range s.World.Comments {
		if c.Continued && c.URL != "" && strings.HasPrefix(key, commentID(c.ID)+"-") {
			return c.URL
		}
	}
	return s.World.Issue.URL + askedAt(key)
}
