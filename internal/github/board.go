package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

type boardShape struct {
	ID            string
	Number        int
	Title         string
	URL           string
	Closed        bool
	Readme        string
	Fields        nodes[fieldShape]
	Views         nodes[struct{ Name string }]
	StatusUpdates nodes[statusShape]
}

type fieldShape struct {
	ID         string
	DatabaseID int64 `json:"databaseId"`
	Name       string
	DataType   string
	Options    []named
}

type statusShape struct {
	CreatedAt time.Time
	Status    string
	Body      string
	Creator   *actor
}

func (f fieldShape) field() snapshot.BoardField {
	out := snapshot.BoardField{NodeID: f.ID, ID: f.DatabaseID, Name: f.Name, Type: f.DataType}
	for _, o := range f.Options {
		out.Options = append(out.Options, snapshot.BoardOption{ID: o.ID, Name: o.Name})
	}
	return out
}

func (s statusShape) status(me incident.Person) *snapshot.BoardStatus {
	by := s.Creator.person()
	return &snapshot.BoardStatus{At: second(s.CreatedAt), Status: s.Status, Body: s.Body, Mine: me.ID != 0 && by.ID == me.ID}
}

func (b boardShape) board(me incident.Person) *snapshot.Board {
	out := &snapshot.Board{NodeID: b.ID, Number: b.Number, Title: b.Title, URL: b.URL, Closed: b.Closed, Readme: b.Readme}
	for _, f := range b.Fields.Nodes {
		if f.ID != "" {
			out.Fields = append(out.Fields, f.field())
		}
	}
	for _, v := range b.Views.Nodes {
		out.Views = append(out.Views, v.Name)
	}
	for _, s := range b.StatusUpdates.Nodes {
		out.Status = s.status(me)
	}
	out.Memory, _ = snapshot.ReadMemory(b.Readme)
	out.Fields = out.Memory.Known(out.Fields)
	return out
}

// ownerShape is the account that a repository belongs to, with the boards that were asked for.
type ownerShape struct {
	Typename   string `json:"__typename"`
	ID         string
	Login      string
	ProjectsV2 nodes[boardShape]
}

// board picks our board among those that the search found, an open one first, and says why there is none: a user's boards
// are out of reach for every App, and an installation without the permission gets an empty list, which looks like a missing
// board (until making it is refused).
func (o *observation) board() (*snapshot.Board, snapshot.BoardState) {
	owner, called := o.repo.Owner, o.boardCalled(o.repo.Owner.Login, o.want.Board)
	switch {
	case o.want.Board == "":
		return nil, snapshot.BoardUnasked
	case o.lacksField("projectsV2") || o.lacksField("projectItems"):
		return nil, snapshot.BoardUnsupported
	case owner.Typename != "Organization" || o.lacks.boards:
		return nil, o.unreachable(o.me)
	}
	var closed *snapshot.Board
	for _, b := range owner.ProjectsV2.Nodes {
		switch {
		case called.id != "" && b.ID != called.id || called.id == "" && b.Title != o.want.Board:
		case !b.Closed:
			return b.board(o.me), snapshot.BoardReachable
		default:
			closed = b.board(o.me)
		}
	}
	if closed != nil {
		return closed, snapshot.BoardReachable // somebody closed it: no other is made in its place
	}
	return nil, snapshot.BoardMissing
}

// unreachable tells the token of a workflow, which reaches no board whatever its permissions, from an App that lacks one.
func (c *Client) unreachable(me incident.Person) snapshot.BoardState {
	if c.app == nil && strings.HasPrefix(me.Login, "github-actions") {
		return snapshot.BoardToken
	}
	return snapshot.BoardUnreachable
}

// boardName is what a board is called now.
type boardName struct{ id, title string }

// boardCalled is by what name a board is to be looked for.
func (c *Client) boardCalled(owner, title string) boardName {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n, ok := c.renamed[fold(owner)+"/"+title]; ok {
		return n
	}
	return boardName{title: title}
}

// boardRenamed looks among all boards of an organisation for one of ours that somebody renamed, and keeps under which name.
// It is asked before a board would be made.
func (c *Client) boardRenamed(ctx context.Context, k reconcile.Key, title string) (bool, error) {
	before := c.boardCalled(k.Owner, title)
	found, err := c.findRenamed(ctx, k, title)
	if err != nil || found.id == "" || found == before {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renamed[fold(k.Owner)+"/"+title] = found
	return true, nil
}

func (c *Client) findRenamed(ctx context.Context, k reconcile.Key, title string) (boardName, error) {
	vars := map[string]any{"owner": k.Owner, "after": nil}
	for {
		var got struct {
			Organization *struct{ ProjectsV2 nodes[boardShape] }
		}
		problems, err := c.read(ctx, k.Installation, "boards", vars, &got)
		if err != nil && len(problems) == 0 {
			return boardName{}, fmt.Errorf("look for a renamed board of %s: %w", k.Owner, err)
		}
		if got.Organization == nil {
			return boardName{}, nil // then there is none that we could use
		}
		for _, b := range got.Organization.ProjectsV2.Nodes {
			if m, ours := snapshot.ReadMemory(b.Readme); ours && m.Title == title {
				return boardName{b.ID, b.Title}, nil
			}
		}
		page := got.Organization.ProjectsV2.PageInfo
		if !page.HasNextPage {
			return boardName{}, nil
		}
		vars["after"] = page.EndCursor
	}
}

// ofBoard completes what an observation tells of the board: what of the items' values this process wrote, and all cards, of
// other incidents too, for they share the capacity.
func (o *observation) ofBoard(ctx context.Context, w *snapshot.World) (err error) {
	for n := range w.Items {
		o.written.fresh(&w.Items[n])
	}
	if w.Board != nil {
		w.Board.Cards, err = o.lately(ctx, w.Board)
	}
	return err
}

// again observes once more, now that the board's name is known.
func (c *Client) again(ctx context.Context, k reconcile.Key, want reconcile.Want, err error) (snapshot.World, error) {
	if err != nil {
		return snapshot.World{}, err
	}
	return c.Observe(ctx, k, want)
}
