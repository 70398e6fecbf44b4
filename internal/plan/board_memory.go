package plan

import (
	"maps"
	"strconv"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// boardMemory takes down what stands on the board and is ours, so that what a person changes there can be told from it, and
// that a card which somebody takes off does not come back. On another board all begins anew.
func (s *scene) boardMemory(known ledger.Board) ledger.Board {
	id := s.World.BoardID()
	if id == "" || !s.boardWanted() || s.World.NoBoard() == snapshot.NoBoardClosed {
		return known
	}
	b := known.On(id)
	b.Items = maps.Clone(b.Items)
	for _, it := range s.World.Items {
		wrote := b.Wrote(it.ID)
		it = s.onBoard(it, wrote)
		if it.BoardItem == "" || id == snapshot.OnLabels && !s.isAction(it) {
			continue
		}
		if b.Items == nil {
			b.Items = map[string]map[string]string{}
		}
		b.Items[strconv.FormatInt(it.ID, 10)] = written(it, wrote)
	}
	if len(b.Items) == 0 {
		return known
	}
	return b
}

// written is what an item has on the board that is ours.
func written(it snapshot.Item, wrote map[string]string) map[string]string {
	next := map[string]string{}
	maps.Copy(next, wrote)
	for _, f := range boardFields {
		_, known := wrote[f.name]
		if set := it.Set[f.name]; set.Fresh || !known && set.Ours {
			next[f.name] = it.Fields[f.name]
		}
	}
	return next
}

// onBoard is an item as the board, or the labels in its place, show it.
func (s *scene) onBoard(it snapshot.Item, wrote map[string]string) snapshot.Item {
	return it.OnBoard(s.World.BoardID(), s.boardOptions, wrote)
}

func (s *scene) boardOptions(field string) []string { return BoardOptions(field, s.Config) }

// isAction says whether a sub-issue is an action item of this incident.
func (s *scene) isAction(it snapshot.Item) bool {
	for _, a := range s.Incident.Actions {
		if there, ok := s.itemFor(a); ok && there.NodeID == it.NodeID {
			return true
		}
	}
	return false
}
