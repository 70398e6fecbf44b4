package github

import (
	"context"
	"fmt"
	"time"

	gogithub "github.com/google/go-github/v60/github"

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

// OpenIncidents calls each for every open issue that carries the label, in all repositories that this client may see: what
// may have been missed while nobody listened. With a plain token there is no such list, and nothing is called.
func (c *Client) OpenIncidents(ctx context.Context, label string, each func(reconcile.Key)) error {
	if c.app == nil {
		return nil
	}
	list, err := c.installations(ctx)
	if err != nil {
		return err
	}
	for _, id := range list {
		if err := c.openIn(ctx, id, label, each); err != nil {
			return fmt.Errorf("installation %d: %w", id, err)
		}
	}
	return nil
}

func (c *Client) installations(ctx context.Context) ([]int64, error) {
	var out []int64
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := c.app.Apps.ListInstallations(ctx, opt)
		if err != nil {
			return nil, appProblem(err)
		}
		for _, i := range list {
			if i.SuspendedAt == nil {
				out = append(out, i.GetID())
			}
		}
		if resp.NextPage == 0 {
			return out, nil
		}
		opt.Page = resp.NextPage
	}
}

func (c *Client) openIn(ctx context.Context, installation int64, label string, each func(reconcile.Key)) error {
	s, err := c.in(installation)
	if err != nil {
		return err
	}
	opt := &gogithub.ListOptions{PerPage: 100}
	for {
		list, resp, err := s.rest.Apps.ListRepos(ctx, opt)
		if err != nil {
			return fmt.Errorf("list the repositories: %w", err)
		}
		for _, r := range list.Repositories {
			k := reconcile.Key{RepositoryID: r.GetID(), Owner: r.GetOwner().GetLogin(), Repo: r.GetName(), Installation: installation}
			if err := c.openOf(ctx, k, label, each); err != nil {
				return fmt.Errorf("%s: %w", r.GetFullName(), err)
			}
		}
		if resp.NextPage == 0 {
			return nil
		}
		opt.Page = resp.NextPage
	}
}

func (c *Client) openOf(ctx context.Context, k reconcile.Key, label string, each func(reconcile.Key)) error {
	vars := map[string]any{"owner": k.Owner, "name": k.Repo, "labels": []string{label}, "after": nil}
	for {
		var got struct {
			Repository struct{ Issues nodes[struct{ Number int }] }
		}
		if _, err := c.read(ctx, k.Installation, "open", vars, &got); err != nil {
			return err
		}
		for _, i := range got.Repository.Issues.Nodes {
			k.Number = i.Number
			each(k)
		}
		if !got.Repository.Issues.PageInfo.HasNextPage {
			return nil
		}
		vars["after"] = got.Repository.Issues.PageInfo.EndCursor
	}
}
