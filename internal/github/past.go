package github

import (
	"context"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

type pastShape struct {
	ID         string
	DatabaseID bigID `json:"fullDatabaseId"`
	Number     int
	Title      string
	URL        string
	CreatedAt  time.Time
	ClosedAt   time.Time
	Labels     nodes[named]
	Comments   nodes[commentShape]
}

// Past returns the closed issues with that label, newest first, without the issue of the key. Of each only what its card
// can tell is there.
func (c *Client) Past(ctx context.Context, k reconcile.Key, label string) ([]snapshot.World, error) {
	me, err := c.Who(ctx)
	if err != nil {
		return nil, err
	}
	var got struct {
		Repository struct{ Issues nodes[pastShape] }
	}
	vars := map[string]any{"owner": k.Owner, "name": k.Repo, "label": label}
	if _, err := c.read(ctx, k.Installation, "past", vars, &got); err != nil {
		return nil, err
	}
	var out []snapshot.World
	for _, i := range got.Repository.Issues.Nodes {
		if i.Number != k.Number {
			out = append(out, i.world(k, me))
		}
	}
	return out, nil
}

func (i pastShape) world(k reconcile.Key, me incident.Person) snapshot.World {
	w := snapshot.World{
		Repository: snapshot.Repository{ID: k.RepositoryID, Owner: k.Owner, Name: k.Repo}, Viewer: me,
		Issue: snapshot.Issue{
			ID: int64(i.DatabaseID), NodeID: i.ID, Number: i.Number, Title: i.Title, URL: i.URL,
			CreatedAt: second(i.CreatedAt), ClosedAt: second(i.ClosedAt), Labels: names(i.Labels.Nodes),
		},
	}
	for _, c := range i.Comments.Nodes {
		if one := c.comment(me); one.Mine {
			w.Card = &one
		}
	}
	return w
}
