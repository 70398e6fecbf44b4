package github

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// What our own comments carry, by package ledger and package marker.
const (
	ledgerMark       = "<!-- sensible:ledger "
	continuationMark = "<!-- sensible:ledger-continuation "
	operationMark    = "<!-- sensible:"
)

// sortComments tells the card and the ledger's continuations from the talk. Only what our own account wrote can be either.
// A card is known by its node id, else by the ledger in it, else (somebody cut the ledger out) it is our first comment
// that is nothing else.
func (o *observation) sortComments(w *snapshot.World, cache *issueCache, comments []snapshot.Comment, known []*commentShape) {
	for _, k := range known {
		if k == nil || k.ID == "" {
			continue // deleted
		}
		c := k.comment(o.me)
		comments = append(slices.DeleteFunc(comments, func(x snapshot.Comment) bool { return x.ID == c.ID }), c)
	}
	slices.SortFunc(comments, byID)
	card := slices.IndexFunc(comments, func(c snapshot.Comment) bool { return c.NodeID == cache.card && cache.card != "" })
	if card < 0 {
		card = slices.IndexFunc(comments, func(c snapshot.Comment) bool { return c.Mine && strings.Contains(c.Body, ledgerMark) })
	}
	if card < 0 {
		card = slices.IndexFunc(comments, func(c snapshot.Comment) bool { return c.Mine && !strings.Contains(c.Body, operationMark) })
	}
	for i, c := range comments {
		switch {
		case i == card:
			w.Card = &c
		case c.Mine && strings.Contains(c.Body, continuationMark):
			w.Overflow = append(w.Overflow, c)
		default:
			w.Comments = append(w.Comments, c)
		}
	}
}

// noteActor remembers an account's node id, which GraphQL needs where it is to be assigned.
func (c *Client) noteActor(a *actor) {
	if a == nil || a.ID == "" || a.DatabaseID == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.userNode) > 10000 {
		c.userNode = map[int64]string{}
	}
	c.userNode[a.DatabaseID] = a.ID
}
