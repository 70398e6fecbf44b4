package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/reconcile"
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

// pinned fills in whether the card is pinned. Only REST tells, so it is asked once for a card that is new here.
func (o *observation) pinned(ctx context.Context, w *snapshot.World, cache *issueCache) error {
	if w.Card == nil {
		return nil
	}
	if w.Card.NodeID == cache.card {
		w.Card.Pinned = cache.pinned
		return nil
	}
	if o.set.TrustPin {
		w.Card.Pinned = true
		return nil
	}
	s, err := o.in(o.key.Installation)
	if err != nil {
		return err
	}
	req, err := s.rest.NewRequest(http.MethodGet, commentPath(o.key, w.Card.ID), nil)
	if err != nil {
		return err
	}
	var got struct {
		Pin *struct{} `json:"pin"`
	}
	if _, err := s.rest.Do(ctx, req, &got); err != nil && status(err) != http.StatusNotFound {
		return err
	}
	w.Card.Pinned = got.Pin != nil
	return nil
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

// commentPath is a comment's address in the REST API.
func commentPath(k reconcile.Key, id int64) string {
	return fmt.Sprintf("repos/%s/%s/issues/comments/%d", url.PathEscape(k.Owner), url.PathEscape(k.Repo), id)
}
