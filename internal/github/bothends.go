package github

import (
	"context"
	"fmt"
	"slices"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// bothEnds reads a long conversation that nothing is known of from both ends at once, until the pages meet. fresh is what the
// first answer brought, its newest comments.
func (o *observation) bothEnds(ctx context.Context, fresh []snapshot.Comment) ([]snapshot.Comment, error) {
	before, after := o.issue.Comments.PageInfo.StartCursor, ""
	var early []snapshot.Comment
	for {
		var got struct {
			Node struct{ Comments, Early nodes[commentShape] }
		}
		vars := map[string]any{"issue": o.issue.ID, "before": before, "after": nil}
		if after != "" {
			vars["after"] = after
		}
		if _, err := o.read(ctx, o.key.Installation, "bothends", vars, &got); err != nil {
			return nil, err
		}
		late, first := got.Node.Comments, got.Node.Early
		if late.PageInfo.StartCursor == before || len(first.Nodes) == 0 || first.PageInfo.EndCursor == after {
			return nil, fmt.Errorf("page before %q came twice", before)
		}
		fresh, early = o.take(fresh, late.Nodes), o.take(early, first.Nodes)
		met := early[len(early)-1].ID >= fresh[0].ID
		if met || !late.PageInfo.HasPreviousPage || !first.PageInfo.HasNextPage {
			return join(early, fresh), nil
		}
		before, after = late.PageInfo.StartCursor, first.PageInfo.EndCursor
	}
}

// take adds a page in ascending order.
func (o *observation) take(list []snapshot.Comment, page []commentShape) []snapshot.Comment {
	for _, c := range page {
		list = append(list, c.comment(o.me))
		o.noteActor(c.Author)
	}
	slices.SortFunc(list, byID)
	return list
}
