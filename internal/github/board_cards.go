package github

import (
	"context"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

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
