package github

import (
	"context"
	"errors"
	"fmt"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// BoardReport is what came of looking for a board and setting it up.
type BoardReport struct {
	Title   string
	Number  int
	URL     string
	Created bool
	Made    []string         // fields and views that were made, by name
	Refused []string         // those that GitHub would not make
	Gaps    []plan.BoardGap  // what the board lacks and nobody may add; `doctor` names it
	Why     snapshot.NoBoard // why there is no board to use; empty = there is one
}

// ensureRounds bounds how often the board is planned: made, its fields, its views and note.
const ensureRounds = 4

// EnsureBoard finds the organisation's board that the settings name, or makes it, and sets it up as every incident does. A
// board that is set up already is left as people have it, and nothing is written. Where none can be had, the report says why;
// that is no error.
func (c *Client) EnsureBoard(ctx context.Context, owner string, cfg policy.Config) (BoardReport, error) {
	a, err := c.boardOf(ctx, owner, cfg.Followups.Board)
	if err != nil {
		return BoardReport{}, fmt.Errorf("the board %q of %s: %w", cfg.Followups.Board, owner, err)
	}
	report := BoardReport{Why: a.world.NoBoard()}
	for range ensureRounds {
		actions, err := a.boardActions(cfg)
		if err != nil || len(actions) == 0 {
			return a.reported(report, cfg), err
		}
		a.vain = nil
		a.carryOut(ctx, actions)
		if err := errors.Join(a.errs...); err != nil {
			return a.reported(report, cfg), fmt.Errorf("the board %q of %s: %w", cfg.Followups.Board, owner, err)
		}
		report.note(actions, a.vain)
		if len(a.vain) == len(actions) {
			break // nothing more comes of trying again
		}
	}
	return a.reported(report, cfg), nil
}

// LookAtBoard finds the board and says what it lacks; it writes nothing.
func (c *Client) LookAtBoard(ctx context.Context, owner string, cfg policy.Config) (BoardReport, error) {
	a, err := c.boardOf(ctx, owner, cfg.Followups.Board)
	if err != nil {
		return BoardReport{}, fmt.Errorf("the board %q of %s: %w", cfg.Followups.Board, owner, err)
	}
	return a.reported(BoardReport{}, cfg), nil
}

// BoardCards finds the board and reads all that is on it. A nil board: there is none that can be read.
func (c *Client) BoardCards(ctx context.Context, owner, title string) (*snapshot.Board, error) {
	a, err := c.boardOf(ctx, owner, title)
	if err != nil || a.world.Board == nil {
		return nil, err
	}
	b := *a.world.Board
	b.Cards, err = c.cards(ctx, a.key.Installation, &b, a.me)
	return &b, err
}

// boardActions is what is left to do.
func (a *application) boardActions(cfg policy.Config) ([]plan.Action, error) {
	switch {
	case a.world.NoBoard() != "":
		return nil, nil
	case a.world.Board == nil:
		return []plan.Action{{Kind: plan.BoardCreate, Title: cfg.Followups.Board, Node: a.world.Repository.OwnerNodeID}}, nil
	}
	return plan.SetUpBoard(*a.world.Board, cfg)
}

// boardOf looks for a board, with what it takes to change it.
func (c *Client) boardOf(ctx context.Context, owner, title string) (*application, error) {
	k := reconcile.Key{Owner: owner}
	if c.app != nil {
		i, resp, err := c.app.Apps.FindOrganizationInstallation(ctx, owner)
		if resp != nil && resp.StatusCode == 404 {
			i, _, err = c.app.Apps.FindUserInstallation(ctx, owner)
		}
		if err != nil {
			return nil, fmt.Errorf("find the App's installation: %w", err)
		}
		k.Installation = i.GetID()
	}
	s, err := c.in(k.Installation)
	if err != nil {
		return nil, err
	}
	me, err := c.Who(ctx)
	if err != nil {
		return nil, err
	}
	w, err := c.lookForBoard(ctx, k, title, me)
	return &application{Client: c, key: k, s: s, me: me, world: w, steps: steps()}, err
}

// lookForBoard looks by the title, and once more by the name that somebody gave it since.
func (c *Client) lookForBoard(ctx context.Context, k reconcile.Key, title string, me incident.Person) (snapshot.World, error) {
	for try := 0; ; try++ {
		var got struct{ RepositoryOwner *ownerShape }
		vars := map[string]any{"owner": k.Owner, "board": c.boardCalled(k.Owner, title).title}
		problems, err := c.read(ctx, k.Installation, "board", vars, &got)
		lacks, _ := lacking{}.learn(problems)
		if err != nil && !lacks.boards {
			return snapshot.World{}, err
		}
		if got.RepositoryOwner == nil {
			got.RepositoryOwner = &ownerShape{Typename: "Organization", Login: k.Owner}
			lacks.boards = true
		}
		o := &observation{Client: c, key: k, want: reconcile.Want{Board: title}, me: me, lacks: lacks, repo: &repositoryShape{Owner: *got.RepositoryOwner}}
		w := snapshot.World{Viewer: me, Repository: snapshot.Repository{
			Owner: got.RepositoryOwner.Login, OwnerNodeID: got.RepositoryOwner.ID, OwnerIsOrg: got.RepositoryOwner.Typename == "Organization",
		}}
		w.Board, w.BoardState = o.board()
		if w.BoardState != snapshot.BoardMissing || try > 0 {
			return w, nil
		}
		if found, err := c.boardRenamed(ctx, k, title); err != nil || !found {
			return w, err
		}
	}
}

// note takes down what was made.
func (r *BoardReport) note(actions, vain []plan.Action) {
	refused := map[string]bool{}
	for _, v := range vain {
		refused[string(v.Kind)+v.Target] = true
	}
	for _, act := range actions {
		switch {
		case act.Kind == plan.BoardNote:
		case refused[string(act.Kind)+act.Target]:
			r.Refused = append(r.Refused, act.Subject())
		case act.Kind == plan.BoardCreate:
			r.Created = true
		default:
			r.Made = append(r.Made, act.Subject())
		}
	}
}

func (a *application) reported(r BoardReport, cfg policy.Config) BoardReport {
	r.Why = a.world.NoBoard()
	if b := a.world.Board; b != nil {
		r.Title, r.Number, r.URL = b.Title, b.Number, b.URL
		r.Gaps = plan.BoardGaps(*b, cfg)
	}
	return r
}
