package plan

import (
	"time"

	"github.com/sensible-im/sensible/internal/timeline"
)

// card wants the first comment to show the state and the one next step, and to carry the ledger.
func card(s *scene) error {
	c, err := s.compose()
	if err != nil || !c.write {
		return err
	}
	if s.World.Card == nil {
		s.do(Action{Kind: CardCreate, Key: "card", Body: c.body()})
		return nil
	}
	s.do(Action{Kind: CardUpdate, Node: s.World.Card.NodeID, ID: s.World.Card.ID, Body: c.body(), Idle: c.idle})
	return nil
}

// The limits of the card. Rows are cut, the oldest first, until the visible text fits.
const (
	visibleLimit = 14_000 // bytes of visible text
	mostRows     = 60
)

// cardText renders the visible card. full adds what runs with the clock.
func (s *scene) cardText(full bool) (string, error) {
	for rows := mostRows; ; rows /= 2 {
		view, err := s.cardView(rows, full)
		if err != nil {
			return "", err
		}
		text, err := s.render("card", view)
		if err != nil || len(text) <= visibleLimit || rows == 0 {
			return text, err
		}
	}
}

// cardRows are the newest rows for the card, newest first, and how many are left out. Of the comments only the last few
// count, those that every look at the issue brings: otherwise the card would depend on how far back the look went.
func (s *scene) cardRows(most int) (rows []timeline.Entry, left int) {
	recent := map[string]bool{}
	comments := s.World.Comments
	for n := max(0, len(comments)-20); n < len(comments); n++ {
		recent[commentID(comments[n].ID)] = true
	}
	for n := len(s.entries) - 1; n >= 0; n-- {
		e := s.entries[n]
		if e.Source == timeline.FromComment && !recent[e.ID] || e.Before {
			continue
		}
		if len(rows) == most {
			left++
			continue
		}
		rows = append(rows, e)
	}
	return rows, left
}

// mostChanges bounds how many changes the card shows.
const mostChanges = 15

// changedBefore are the last changes before the impact began, newest first.
func (s *scene) changedBefore(most int) (rows []timeline.Entry) {
	for n := len(s.entries) - 1; n >= 0 && len(rows) < min(most, mostChanges); n-- {
		if s.entries[n].Before {
			rows = append(rows, s.entries[n])
		}
	}
	return rows
}

// teamZones are the zones of the team with the person's own first.
func (s *scene) teamZones(login string) []*time.Location { return s.Config.ZonesFor(login) }
