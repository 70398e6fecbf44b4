package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/reconcile"
)

// updatedPages bounds how far back one look goes; what is older is found by the look at all that is open.
const updatedPages = 5

// UpdatedIncidents calls each for the incidents of an account's repositories that changed last, the newest first, until it
// returns false. They are told by their labels, and one request shows fifty, in however many repositories. GitHub's index may
// lag behind by some seconds.
func (c *Client) UpdatedIncidents(ctx context.Context, in Installation, labels []string, each func(k reconcile.Key, updated time.Time) bool) error {
	var quoted []string
	for _, l := range labels {
		quoted = append(quoted, `"`+strings.NewReplacer(`"`, "", `\`, "").Replace(l)+`"`)
	}
	vars := map[string]any{"search": fmt.Sprintf("is:issue user:%s label:%s sort:updated-desc", in.Account, strings.Join(quoted, ",")), "after": nil}
	for range updatedPages {
		var got struct {
			Search nodes[struct {
				Number     int
				UpdatedAt  time.Time
				Repository struct {
					DatabaseID int64
					Name       string
					Owner      struct{ Login string }
				}
			}]
		}
		if _, err := c.read(ctx, in.ID, "updated", vars, &got); err != nil {
			return fmt.Errorf("installation %d: look for changed incidents: %w", in.ID, err)
		}
		for _, i := range got.Search.Nodes {
			k := reconcile.Key{RepositoryID: i.Repository.DatabaseID, Owner: i.Repository.Owner.Login, Repo: i.Repository.Name, Number: i.Number, Installation: in.ID}
			if i.Number != 0 && !each(k, i.UpdatedAt.UTC()) {
				return nil
			}
		}
		if !got.Search.PageInfo.HasNextPage {
			return nil
		}
		vars["after"] = got.Search.PageInfo.EndCursor
	}
	return nil
}
