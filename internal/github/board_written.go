package github

import (
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// itemsWritten bounds of how many items it is known what this process wrote on a board.
const itemsWritten = 4096

// boardWrites is what this process wrote on boards, or in the labels that stand in for one: a value that is still there is known
// to be ours, whatever GitHub says about its creator. It can be lost.
type boardWrites struct {
	mu     sync.Mutex
	values map[string]map[string]string // issue's node id → field → value
	told   map[string]time.Time         // board → when its last status update was written
}

func (w *boardWrites) note(item, field, value string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.values == nil || len(w.values) >= itemsWritten {
		w.values = map[string]map[string]string{}
	}
	if w.values[item] == nil {
		w.values[item] = map[string]string{}
	}
	w.values[item][field] = value
}

// fresh marks what is still as it was written. What is not was changed by somebody, and is theirs from then on, even where
// they change it back.
func (w *boardWrites) fresh(it *snapshot.Item) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for field, value := range w.values[it.NodeID] {
		if it.Fields[field] != value && (it.BoardItem != "" || !labelled(*it, field, value)) {
			delete(w.values[it.NodeID], field)
			continue
		}
		if it.Set == nil {
			it.Set = map[string]snapshot.Setting{}
		}
		set := it.Set[field]
		set.Fresh = true
		it.Set[field] = set
	}
}

// labelled says whether a label, and no other of the same field, says that value.
func labelled(it snapshot.Item, field, value string) bool {
	there := false
	for _, l := range it.Labels {
		if f, v, ok := snapshot.OfLabel(l); ok && f == field {
			if fold(v) != fold(value) {
				return false
			}
			there = true
		}
	}
	return there
}

// tell says whether a board's status may be told now, and takes it down: two incidents may find it due at once.
func (w *boardWrites) tell(board string, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if last, ok := w.told[board]; ok && now.Sub(last) < time.Hour {
		return false
	}
	if w.told == nil {
		w.told = map[string]time.Time{}
	}
	w.told[board] = now
	return true
}
