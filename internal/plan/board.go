package plan

import (
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// board wants the action items on the organisation's board, with their values. The board and what it lacks come first;
// values follow once the fields are seen. What a person chose there wins and stays: a column, a value, a date, a card taken
// off. Where no board can be had, labels on the items say the same.
func board(s *scene) error {
	if !s.boardWanted() {
		return nil
	}
	if s.labelled() {
		return s.labelItems()
	}
	b := s.World.Board
	if b == nil {
		if s.World.BoardState == snapshot.BoardMissing {
			s.do(Action{Kind: BoardCreate, Title: s.Config.Followups.Board, Node: s.World.Repository.OwnerNodeID})
		}
		return nil
	}
	if b.Closed {
		return nil
	}
	setup, err := SetUpBoard(*b, s.Config)
	if err != nil {
		return err
	}
	for _, a := range setup {
		s.do(a)
	}
	if len(setup) > 0 && setup[0].Kind == BoardField {
		return nil
	}
	s.fillBoard(*b)
	return s.boardStatus(*b)
}

// boardWanted says whether there is anything to put on a board that the settings ask for.
func (s *scene) boardWanted() bool {
	return s.Config.Effective().ActionItems == policy.ActionBoard && s.itemsDue() && len(s.Incident.Actions) > 0
}

// labelled says whether labels stand in for a board.
func (s *scene) labelled() bool {
	return s.World.NoBoard() != "" && s.World.NoBoard() != snapshot.NoBoardClosed
}

// boardLost is why there is no board to use; the card has a line about it. Empty = there is one, or none is wanted.
func (s *scene) boardLost() snapshot.NoBoard {
	if !s.boardWanted() {
		return ""
	}
	return s.World.NoBoard()
}

// fillBoard puts items on the board and has their fields say what they should. An item that somebody took off the board,
// or put away there, is left alone.
func (s *scene) fillBoard(b snapshot.Board) {
	for _, a := range s.Incident.Actions {
		it, ok := s.itemFor(a)
		wrote := s.Ledger.Board.Wrote(it.ID)
		if !ok || it.Archived || it.BoardItem == "" && wrote != nil {
			continue
		}
		fields := map[string]string{}
		for _, f := range boardFields {
			value := f.value(boardItem{a, s.Incident})
			if !sameFold(value, it.Fields[f.name]) && accepts(b, f, value) && !keeps(a, it, f, wrote) {
				fields[f.name] = value
			}
		}
		if it.BoardItem == "" || len(fields) > 0 {
			s.do(Action{Kind: BoardItem, Node: it.NodeID, Target: it.Title, Fields: fields})
		}
	}
}

// keeps says whether a person chose the field's value, and nothing newer was said.
func keeps(a incident.ActionItem, it snapshot.Item, f boardField, wrote map[string]string) bool {
	_, byHand := it.ByHand(f.name, wrote)
	if f.name == "Stage" && a.WentOn {
		return false
	}
	return byHand && (!f.said || a.SetByHand(f.name))
}

// accepts says whether the board's own field of that name can hold the value: a person may have made it differently.
func accepts(b snapshot.Board, f boardField, value string) bool {
	there, ok := b.Field(f.name)
	if !ok || there.Type != f.kind {
		return false
	}
	if f.kind != singleSelect || value == "" {
		return true
	}
	_, has := there.Option(value)
	return has
}
