package replay

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// longestKept is how old a declaration may be that was kept in a file before it was sent.
const longestKept = 60 * 24 * time.Hour

// sentLater takes over the times of an incident that was declared from a terminal, perhaps while GitHub was away: when it was
// declared and when it was detected, in the issue's hidden line "declared <id> <declared> [<detected>]". They count from whom the
// declaration itself counts from, and never for a time to come. Our own account declares for whoever holds the App's key.
func sentLater(d *ledger.Declaration, i snapshot.Issue, viewer int64) {
	rest, ok := marker.Find(i.Body, "declared ")
	words := strings.Fields(rest)
	if !ok || len(words) < 2 {
		return
	}
	if viewer != 0 && i.Author.ID == viewer {
		d.Responder = true
	}
	at, err := time.Parse(time.RFC3339, words[1])
	if err != nil || !d.Responder || at.After(i.CreatedAt) || i.CreatedAt.Sub(at) > longestKept {
		return
	}
	d.At, d.Detected = at.UTC(), at.UTC()
	if len(words) > 2 {
		if detected, err := time.Parse(time.RFC3339, words[2]); err == nil && !detected.After(at) {
			d.Detected, d.DetectedTold = detected.UTC(), true
		}
	}
}
