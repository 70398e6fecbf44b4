package github

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

func boardCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	vars := map[string]any{"owner": a.world.Repository.OwnerNodeID, "repository": a.world.Repository.NodeID, "title": act.Title}
	return one("CreateBoard", vars, func(raw json.RawMessage) error {
		got, err := decode[struct {
			ProjectV2 boardShape `json:"projectV2"`
		}](raw)
		if err != nil {
			return err
		}
		a.world.Board, a.world.BoardState = got.ProjectV2.board(), snapshot.BoardReachable
		return nil
	}), nil
}

// boardRefused remembers that this installation reaches no board: it was shown none, and may not make one.
func (a *application) boardRefused() {
	a.world.Board, a.world.BoardState = nil, snapshot.BoardUnreachable
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

// boardItem puts an issue on the board, then sets its fields: GitHub wants two requests for that.
func boardItem(_ context.Context, a *application, act plan.Action) ([]call, error) {
	i := slices.IndexFunc(a.world.Items, func(x snapshot.Item) bool { return x.NodeID == act.Node })
	if a.world.Board == nil || i < 0 {
		return nil, errLater
	}
	if a.world.Items[i].BoardItem != "" {
		return a.setFields(i, act)
	}
	calls := one("AddBoardItem", map[string]any{"board": a.world.Board.NodeID, "content": act.Node}, nil)
	calls[0].took = func(raw json.RawMessage) ([]call, error) {
		got, err := decode[struct{ Item struct{ ID string } }](raw)
		if err != nil {
			return nil, err
		}
		a.world.Items[i].BoardItem = got.Item.ID
		return a.setFields(i, act)
	}
	return calls, nil
}

func (a *application) setFields(i int, act plan.Action) ([]call, error) {
	var calls []call
	for name, value := range act.Fields {
		f, ok := a.world.Board.Field(name)
		if !ok {
			return nil, &refusal{why: "the board has no field " + name}
		}
		vars := map[string]any{"board": a.world.Board.NodeID, "item": a.world.Items[i].BoardItem, "field": f.NodeID}
		document := "ClearField"
		if value != "" {
			set, err := fieldInput(f, value)
			if err != nil {
				return nil, err
			}
			document, vars["value"] = "SetField", set
		}
		calls = append(calls, one(document, vars, func(json.RawMessage) error {
			a.world.Items[i].Fields[name] = value
			return nil
		})...)
	}
	slices.SortFunc(calls, func(x, y call) int { return strings.Compare(fmt.Sprint(x.vars["field"]), fmt.Sprint(y.vars["field"])) })
	return calls, nil
}

// fieldInput is a value as the field's type wants it.
func fieldInput(f snapshot.BoardField, value string) (map[string]any, error) {
	switch f.Type {
	case "SINGLE_SELECT":
		for _, o := range f.Options {
			if fold(o.Name) == fold(value) {
				return map[string]any{"singleSelectOptionId": o.ID}, nil
			}
		}
		return nil, &refusal{why: fmt.Sprintf("the board's field %s has no option %q", f.Name, value)}
	case "NUMBER":
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, &refusal{why: fmt.Sprintf("%q is no number for the board's field %s", value, f.Name)}
		}
		return map[string]any{"number": n}, nil
	case "DATE":
		return map[string]any{"date": value}, nil
	}
	return map[string]any{"text": value}, nil
}
