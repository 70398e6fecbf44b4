package github

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// boardItem puts an issue on the board, then sets its fields: GitHub wants two requests for that, each for many items.
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
		got, err := decode[struct{ Item projectItem }](raw)
		if err != nil {
			return nil, err
		}
		got.Item.onto(&a.world.Items[i], a.world.Board, a.me)
		if len(got.Item.FieldValues.Nodes) > 0 && a.touched(i) {
			a.stale = true // it was there already: what people chose there is looked at first
			return nil, nil
		}
		return a.setFields(i, act)
	}
	return calls, nil
}

// touched says whether an item that came onto the board has values of ours already: somebody put it there before.
func (a *application) touched(i int) bool {
	for name := range a.world.Items[i].Fields {
		f, ok := a.world.Board.Field(name)
		if ok && (f.Type == "SINGLE_SELECT" && fold(f.Name) != "status" || f.Type == "NUMBER" || f.Type == "DATE") {
			return true
		}
	}
	return false
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
			document, vars["value"], vars["name"] = "SetField", set, f.Name
		}
		calls = append(calls, one(document, vars, func(raw json.RawMessage) error { return a.tookField(i, name, value, raw) })...)
	}
	slices.SortFunc(calls, func(x, y call) int {
		return cmp.Compare(fmt.Sprint(x.vars["field"]), fmt.Sprint(y.vars["field"]))
	})
	return calls, nil
}

// tookField takes a field's value as GitHub has it now.
func (a *application) tookField(i int, name, value string, raw json.RawMessage) error {
	got, err := decode[struct {
		ProjectV2Item struct{ Value *fieldValue } `json:"projectV2Item"`
	}](raw)
	if err != nil {
		return err
	}
	it := &a.world.Items[i]
	if v := got.ProjectV2Item.Value; v != nil {
		it.Fields[name], it.Set[name] = v.text(a.world.Board), v.setting(a.me)
	} else {
		delete(it.Fields, name)
		delete(it.Set, name)
	}
	a.written.note(it.NodeID, name, cmp.Or(it.Fields[name], value))
	a.written.fresh(it)
	return nil
}

// fieldInput is a value as the field's type wants it.
func fieldInput(f snapshot.BoardField, value string) (map[string]any, error) {
	switch f.Type {
	case "SINGLE_SELECT":
		if o, ok := f.Option(value); ok {
			return map[string]any{"singleSelectOptionId": o.ID}, nil
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

// itemLabels puts labels on an item and takes others off. A label that does not exist there is made by GitHub.
func itemLabels(ctx context.Context, a *application, act plan.Action) error {
	i := slices.IndexFunc(a.world.Items, func(x snapshot.Item) bool { return x.NodeID == act.Node })
	if i < 0 {
		return errLater
	}
	it := &a.world.Items[i]
	owner, repo, ok := strings.Cut(act.Fields["repository"], "/")
	if !ok {
		owner, repo = a.key.Owner, a.key.Repo
	}
	for _, name := range listed(act.Fields["remove"]) {
		if err := a.removeLabel(ctx, owner+"/"+repo, it.Number, name); err != nil && status(err) != http.StatusNotFound {
			return finally(err)
		}
		it.Labels = slices.DeleteFunc(slices.Clone(it.Labels), func(l string) bool { return fold(l) == fold(name) })
	}
	add := listed(act.Fields["add"])
	if len(add) == 0 {
		return nil
	}
	got, err := addLabels(ctx, a.s, owner+"/"+repo, it.Number, add)
	if err != nil {
		return finally(err)
	}
	it.Labels = nil
	for _, l := range got {
		it.Labels = append(it.Labels, l.GetName())
	}
	for _, name := range add {
		if field, value, ok := snapshot.OfLabel(name); ok {
			a.written.note(it.NodeID, field, value)
		}
	}
	a.written.fresh(it)
	return nil
}

// removeLabel escapes the name, which the library does not: ours have a slash.
func (a *application) removeLabel(ctx context.Context, repo string, issue int, name string) error {
	req, err := a.s.rest.NewRequest(http.MethodDelete, fmt.Sprintf("repos/%s/issues/%d/labels/%s", repo, issue, url.PathEscape(name)), nil)
	if err != nil {
		return fmt.Errorf("take the label %s off %s#%d: %w", name, repo, issue, err)
	}
	_, err = a.s.rest.Do(ctx, req, nil)
	return err
}

func listed(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}
