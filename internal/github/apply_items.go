package github

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/sensible-im/sensible/internal/plan"
)

// itemCreate makes an issue that is a sub-issue from the start. Where the server does not link it, it is linked next.
func itemCreate(ctx context.Context, a *application, act plan.Action) ([]call, error) {
	labels, err := a.labelIDs(act.Fields["labels"])
	if err != nil {
		return nil, err
	}
	var assignees []string
	if login := act.Fields["assignee"]; login != "" {
		if node, err := a.account(ctx, login, 0); err == nil {
			assignees = append(assignees, node) // whoever cannot be found is left out: the item counts
		}
	}
	vars := map[string]any{
		"repository": a.world.Repository.NodeID, "parent": act.Node, "title": act.Title, "body": act.Body,
		"labels": labels, "assignees": assignees,
	}
	calls := one("CreateItem", vars, nil)
	calls[0].took = func(raw json.RawMessage) ([]call, error) {
		got, err := decode[struct{ Issue *itemShape }](raw)
		if err != nil {
			return nil, err
		}
		if got.Issue == nil {
			return nil, errors.New("GitHub answered without the issue")
		}
		a.world.Items = append(a.world.Items, got.Issue.item(a.me, nil))
		if got.Issue.Parent != nil && got.Issue.Parent.ID == act.Node {
			return nil, nil
		}
		link := map[string]any{"parent": act.Node, "item": got.Issue.ID}
		return one("LinkItem", link, func(json.RawMessage) error { return nil }), nil
	}
	return calls, nil
}

// labelIDs looks up names that are joined by commas. A label that the plan makes first is waited for.
func (a *application) labelIDs(list string) ([]string, error) {
	known := a.labelsOf(a.key.RepositoryID)
	var ids []string
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		id, ok := known.id(name)
		if !ok {
			return nil, errLater
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func itemUpdate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("UpdateItem", map[string]any{"id": act.Node, "title": act.Title}, func(raw json.RawMessage) error {
		got, err := decode[struct{ Issue struct{ ID, Title string } }](raw)
		if err != nil {
			return err
		}
		for i := range a.world.Items {
			if a.world.Items[i].NodeID == got.Issue.ID {
				a.world.Items[i].Title = got.Issue.Title
			}
		}
		return nil
	}), nil
}
