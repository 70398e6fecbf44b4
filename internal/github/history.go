package github

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

type historyShape struct {
	pastShape
	State       string
	StateReason string
	UpdatedAt   time.Time
	Author      *actor
	SubIssues   nodes[itemShape]
}

// HistoryPage is a part of a repository's incidents.
type HistoryPage struct {
	Repository string              // owner/name, as GitHub writes it
	Config     snapshot.ConfigFile // with the organisation's behind it
	Total      int                 // how many incidents there are in all
	Incidents  []snapshot.World
	Changed    []time.Time // when each of them last changed, in the same order
}

// Reach finds what is needed to ask about a repository (owner/name): with an App, its installation. It makes no request with
// a plain token.
func (c *Client) Reach(ctx context.Context, name string) (reconcile.Key, error) {
	owner, repo, _ := strings.Cut(name, "/")
	a := Access{Key: reconcile.Key{Owner: owner, Repo: repo}}
	if c.app == nil {
		return a.Key, nil
	}
	err := c.installationOf(ctx, name, &a)
	return a.Key, err
}

type configured struct{ Config *blobShape }

type historyAnswer struct {
	Over       *configured
	Repository *struct {
		configured
		DatabaseID    int64 `json:"databaseId"`
		NameWithOwner string
		All           struct{ TotalCount int }
		Issues        nodes[historyShape]
	}
}

// History calls each for every hundred incidents of a repository that changed since a time (the zero time: all), the latest
// change last. Of each there is what its card, its labels and its sub-issues tell: what many incidents come to needs no more.
// It costs a request for each hundred. Where each returns ErrEnough, no more are asked for.
func (c *Client) History(ctx context.Context, k reconcile.Key, label string, since time.Time, each func(HistoryPage) error) error {
	vars := map[string]any{"owner": k.Owner, "name": k.Repo, "labels": []string{label}, "after": nil, "since": nil}
	if !since.IsZero() {
		vars["since"] = since.UTC().Format(time.RFC3339)
	}
	for {
		var got historyAnswer
		_, err := c.read(ctx, k.Installation, "history", vars, &got)
		switch {
		case err != nil && got.Repository == nil:
			return c.accessProblem(err, k.Owner+"/"+k.Repo)
		case got.Repository == nil:
			return fmt.Errorf("%s/%s is not there, or these credentials may not see it: check the name, and that the token is of that repository", k.Owner, k.Repo)
		}
		if err := each(got.page(k)); errors.Is(err, ErrEnough) {
			return nil
		} else if err != nil {
			return err
		}
		info := got.Repository.Issues.PageInfo
		if !info.HasNextPage {
			return nil
		}
		vars["after"] = info.EndCursor
	}
}

// ErrEnough ends a reading early.
var ErrEnough = errors.New("enough was read")

func (a historyAnswer) page(k reconcile.Key) HistoryPage {
	r := a.Repository
	k.RepositoryID = r.DatabaseID
	file := func(b *blobShape) snapshot.ConfigFile {
		o := observation{repo: &repositoryShape{Config: b}}
		return o.config()
	}
	p := HistoryPage{Repository: r.NameWithOwner, Config: file(r.Config), Total: r.All.TotalCount}
	if a.Over != nil {
		if over := file(a.Over.Config); over.Found {
			p.Config.Over = &over
		}
	}
	for _, i := range r.Issues.Nodes {
		p.Incidents = append(p.Incidents, i.world(k))
		p.Changed = append(p.Changed, second(i.UpdatedAt))
	}
	return p
}

// world is the incident; its first comment is taken for the card, and whoever reads the ledger in it verifies that.
func (i historyShape) world(k reconcile.Key) snapshot.World {
	nobody := incident.Person{}
	w := i.pastShape.world(k, nobody)
	w.Issue.Open, w.Issue.Author = i.State == "OPEN", i.Author.person()
	for _, c := range i.Comments.Nodes {
		if one := c.comment(nobody); one.Bot || one.Mine {
			w.Card = &one
		}
	}
	for _, sub := range i.SubIssues.Nodes {
		w.Items = append(w.Items, sub.item(nobody, nil))
	}
	return w
}
