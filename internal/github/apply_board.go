package github

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func boardCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	vars := map[string]any{"owner": cmp.Or(act.Node, a.world.Repository.OwnerNodeID), "title": act.Title}
	if node := a.world.Repository.NodeID; node != "" {
		vars["repository"] = node
	}
	return one("CreateBoard", vars, func(raw json.RawMessage) error {
		got, err := decode[struct {
			ProjectV2 boardShape `json:"projectV2"`
		}](raw)
		if err != nil {
			return err
		}
		b := got.ProjectV2.board(a.me)
		b.Cards = []snapshot.BoardCard{} // nothing is on a new board
		a.world.Board, a.world.BoardState = b, snapshot.BoardReachable
		a.mu.Lock()
		defer a.mu.Unlock()
		a.boards[b.NodeID] = heldCards{b.Cards, a.set.Now()}
		return nil
	}), nil
}

// boardRefused remembers that this installation reaches no board: it was shown none, and may not make one.
func (a *application) boardRefused() {
	a.world.Board, a.world.BoardState = nil, a.unreachable(a.me)
	lacks := a.lackingIn(a.key.Installation)
	lacks.boards, lacks.at = true, a.set.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lacks[a.key.Installation] = lacks
}

// boardField makes a field with all its options at once: options cannot be added later without losing what uses them.
func boardField(_ context.Context, a *application, act plan.Action) ([]call, error) {
	if a.world.Board == nil {
		return nil, errLater
	}
	vars := map[string]any{"board": a.world.Board.NodeID, "type": act.Fields["type"], "name": act.Target}
	if act.Fields["type"] == "SINGLE_SELECT" {
		vars["options"] = options(act.Fields["options"])
	}
	return one("CreateField", vars, func(raw json.RawMessage) error {
		got, err := decode[struct {
			Field fieldShape `json:"projectV2Field"`
		}](raw)
		if err != nil {
			return err
		}
		a.world.Board.Fields = append(a.world.Board.Fields, got.Field.field())
		return nil
	}), nil
}

// colours are given to options in turn, so that they can be told apart.
var colours = []string{"RED", "ORANGE", "YELLOW", "GREEN", "BLUE", "PURPLE", "PINK", "GRAY"}

func options(list string) []map[string]string {
	out := []map[string]string{}
	for i, name := range strings.Split(list, ",") {
		out = append(out, map[string]string{"name": strings.TrimSpace(name), "color": colours[i%len(colours)], "description": ""})
	}
	return out
}

// boardNote writes the board's readme, with what must not be forgotten about the board.
func boardNote(_ context.Context, a *application, act plan.Action) ([]call, error) {
	if a.world.Board == nil {
		return nil, errLater
	}
	return one("NoteBoard", map[string]any{"board": act.Node, "readme": act.Body}, func(raw json.RawMessage) error {
		got, err := decode[struct {
			ProjectV2 struct{ Readme string } `json:"projectV2"`
		}](raw)
		if err != nil {
			return err
		}
		b := a.world.Board
		b.Readme = got.ProjectV2.Readme
		b.Memory, _ = snapshot.ReadMemory(b.Readme)
		b.Fields = b.Memory.Known(b.Fields)
		if !b.Memory.Done {
			return &refusal{why: "the board's readme did not take what was written"}
		}
		return nil
	}), nil
}

// boardStatus tells how the board stands. Where another incident told it meanwhile, nothing is told.
func boardStatus(_ context.Context, a *application, act plan.Action) ([]call, error) {
	if a.world.Board == nil || !a.written.tell(act.Node, a.set.Now()) {
		return nil, &refusal{why: "it was told a moment ago"}
	}
	vars := map[string]any{"board": act.Node, "status": act.Target, "body": act.Body}
	return one("TellBoard", vars, func(raw json.RawMessage) error {
		got, err := decode[struct{ StatusUpdate statusShape }](raw)
		if err != nil {
			return err
		}
		a.world.Board.Status = got.StatusUpdate.status(a.me)
		return nil
	}), nil
}
