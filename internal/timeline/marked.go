package timeline

import (
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/ledger"
)

// marks are the comments that `/note ^` made rows, with the time that was told for the row (zero: the comment's own). A
// comment that is marked twice is one row; the last time that was told counts.
func marks(l ledger.Ledger) map[int64]time.Time {
	out := map[int64]time.Time{}
	for _, f := range l.Accepted() {
		id, ok := command.Marked(f)
		if !ok {
			continue
		}
		at := out[id]
		if f.Told {
			at = f.At
		}
		out[id] = at
	}
	return out
}
