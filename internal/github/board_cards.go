package github

import (
	"context"
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// cardsHold is how long what stood on a board is believed, where only the capacity hangs on it: the board is one for all
// incidents, and is not read anew for each.
const cardsHold = 10 * time.Minute

type heldCards struct {
	cards []snapshot.BoardCard
	at    time.Time
}

// lately is all that is on the board: as it is now where the status is to be told, else as it was a few minutes ago. Where it
// cannot be read, what was known before counts.
func (o *observation) lately(ctx context.Context, b *snapshot.Board) ([]snapshot.BoardCard, error) {
	now := o.set.Now()
	o.mu.Lock()
	held, known := o.boards[b.NodeID]
	o.mu.Unlock()
	age := now.Sub(held.at)
	if known && !o.want.Cards && age >= 0 && age < cardsHold {
		return held.cards, nil
	}
	cards, err := o.cards(ctx, o.key.Installation, b, o.me)
	if err != nil && known && !o.want.Cards {
		return held.cards, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the board %s: %w", b.URL, err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.boards[b.NodeID] = heldCards{cards, now}
	return cards, nil
}

// cards reads everything on a board. Drafts, pull requests and what was put away are left out.
func (c *Client) cards(ctx context.Context, installation int64, b *snapshot.Board, me incident.Person) ([]snapshot.BoardCard, error) {
	out := []snapshot.BoardCard{}
	vars := map[string]any{"board": b.NodeID, "after": nil}
	for {
		var got struct {
			Node struct {
				Items nodes[struct {
					projectItem
					Content *struct {
						Typename          string `json:"__typename"`
						Title, URL, State string
					}
				}]
			}
		}
		if _, err := c.read(ctx, installation, "cards", vars, &got); err != nil {
			return nil, err
		}
		for _, n := range got.Node.Items.Nodes {
			if n.IsArchived || n.Content == nil || n.Content.Typename != "Issue" {
				continue
			}
			var it snapshot.Item
			n.onto(&it, b, me)
			out = append(out, snapshot.BoardCard{Title: n.Content.Title, URL: n.Content.URL, Open: n.Content.State == "OPEN", Fields: it.Fields})
		}
		if !got.Node.Items.PageInfo.HasNextPage {
			return out, nil
		}
		vars["after"] = got.Node.Items.PageInfo.EndCursor
	}
}
