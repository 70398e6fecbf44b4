package replay

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// Settle decides what becomes of facts about comments that lie behind how far looking had come (Judged) when they were
// written: they were judged as a delivery told of them, and whoever did so ended before GitHub's answer was kept. w is a look.
//
// They stand where they are all that there was to judge. Where an earlier comment was passed over, or a comment had been
// edited before the card was written, they are judged again, in their order; but what was changed after the card was written
// stays as it was judged. local is this process' own copy: it knows which of them were confirmed.
func Settle(w snapshot.World, l ledger.Ledger, local *ledger.Ledger) ledger.Ledger {
	if local != nil && len(local.Facts) == len(l.Facts) {
		l.Judged = max(l.Judged, local.Judged)
	}
	last := l.Judged
	for _, f := range l.Facts {
		last = max(last, f.Comment)
	}
	if last == l.Judged {
		return l
	}
	if !doubtful(w, l, last) {
		l.Judged = last
		return l
	}
	again := map[int64]bool{}
	for _, c := range w.Comments {
		again[c.ID] = c.ID > l.Judged && !editedLater(c, w)
	}
	l = clone(l)
	l.Facts = slices.DeleteFunc(l.Facts, func(f ledger.Fact) bool { return again[f.Comment] })
	for n := range l.Facts {
		l.Facts[n].Seq = n + 1
	}
	l.Seen = slices.DeleteFunc(l.Seen, func(o ledger.Observation) bool {
		return slices.ContainsFunc(w.Comments, func(c snapshot.Comment) bool { return again[c.ID] && o.Ref == ref("comment", c.ID) })
	})
	return l
}

// doubtful says whether something between how far looking had come and the last fact was passed over, or was edited before
// the card was written.
func doubtful(w snapshot.World, l ledger.Ledger, last int64) bool {
	for _, c := range w.Comments {
		if c.ID <= l.Judged || c.ID > last || c.Mine || c.Bot {
			continue
		}
		known := slices.ContainsFunc(l.Facts, func(f ledger.Fact) bool { return f.Comment == c.ID })
		if !known || !c.EditedAt.IsZero() && !editedLater(c, w) {
			return true
		}
	}
	return false
}

// editedLater says whether a comment was edited after the card was last written, by GitHub's own clock.
func editedLater(c snapshot.Comment, w snapshot.World) bool {
	return !c.EditedAt.IsZero() && w.Card != nil && !c.EditedAt.Before(written(*w.Card))
}

func written(c snapshot.Comment) time.Time {
	if c.EditedAt.IsZero() {
		return c.CreatedAt
	}
	return c.EditedAt
}

// Plain says whether a comment means the same whether or not it was made by e-mail, which a delivery does not tell.
func Plain(c snapshot.Comment, cfg policy.Config) bool {
	c.ByEmail = false
	typed := command.Scan(c.Body, scanOptions(cfg, c))
	c.ByEmail = true
	return slices.EqualFunc(typed, command.Scan(c.Body, scanOptions(cfg, c)), func(a, b command.Line) bool { return a == b }) &&
		!strings.ContainsRune(c.Body, 0)
}
