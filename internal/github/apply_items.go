package github

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// itemCreate makes an issue that is a sub-issue from the start, or none where that cannot be: an older server does not even know
// the word. Where the server does not link it, it is linked next. Where whoever was named cannot be assigned, that is said on it.
func itemCreate(ctx context.Context, a *application, act plan.Action) ([]call, error) {
	repository, id := a.world.Repository.NodeID, a.key.RepositoryID
	if other := act.Fields["repository"]; other != "" {
		repository, id = other, act.ID
	}
	labels, err := a.labelIDs(id, act.Fields["labels"])
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
		"repository": repository, "title": act.Title, "body": act.Body, "labels": labels, "assignees": assignees,
	}
	document := "CreateLoose"
	if act.Node != "" {
		document, vars["parent"] = "CreateItem", act.Node
	}
	calls := one(document, vars, nil)
	calls[0].took = func(raw json.RawMessage) ([]call, error) {
		got, err := decode[struct{ Issue *itemShape }](raw)
		if err != nil {
			return nil, err
		}
		if got.Issue == nil {
			return nil, errors.New("GitHub answered without the issue")
		}
		return a.created(act, *got.Issue), nil
	}
	return calls, nil
}

// created takes a new item into the world, and says what is left to do.
func (a *application) created(act plan.Action, made itemShape) []call {
	it := made.item(a.me, nil)
	linked := made.Parent != nil && made.Parent.ID == act.Node
	it.Loose = !linked && act.Node == ""
	if _, onward := marker.Find(it.Body, snapshot.ContinuationMark); onward {
		a.world.Continuation = &it
	} else {
		a.world.Items = append(a.world.Items, it)
	}
	var next []call
	if !linked && act.Node != "" {
		next = a.link(act.Node, it.NodeID)
	}
	if said := act.Fields["unassigned"]; said != "" && len(it.Assignees) == 0 {
		next = append(next, a.itemSays(it.NodeID, said)...)
	}
	return next
}

func (a *application) item(node string) *snapshot.Item {
	for i := range a.world.Items {
		if a.world.Items[i].NodeID == node {
			return &a.world.Items[i]
		}
	}
	if on := a.world.Continuation; on != nil && on.NodeID == node {
		return on
	}
	return nil
}

func (a *application) link(parent, node string) []call {
	return one("LinkItem", map[string]any{"parent": parent, "item": node}, func(json.RawMessage) error {
		if it := a.item(node); it != nil {
			it.Loose, it.Parent = false, true
		}
		return nil
	})
}

func itemLink(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.link(act.Node, act.Key), nil
}

func itemComment(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.itemSays(act.Node, act.Body), nil
}

func itemMark(_ context.Context, a *application, act plan.Action) ([]call, error) {
	labels, err := a.labelIDs(a.key.RepositoryID, act.Target)
	if err != nil {
		return nil, err
	}
	return one("AddLabels", map[string]any{"id": act.Node, "labels": labels}, func(raw json.RawMessage) error {
		got, err := decode[struct{ Labelable struct{ Labels nodes[named] } }](raw)
		if it := a.item(act.Node); err == nil && it != nil {
			it.Labels = names(got.Labelable.Labels.Nodes)
		}
		return err
	}), nil
}

// itemSays comments on an item.
func (a *application) itemSays(node, body string) []call {
	return one("AddComment", map[string]any{"subject": node, "body": body}, func(raw json.RawMessage) error {
		got, err := decode[struct{ CommentEdge struct{ Node commentShape } }](raw)
		if it := a.item(node); err == nil && it != nil {
			it.Comments = append(slices.Clone(it.Comments), got.CommentEdge.Node.comment(a.me))
		}
		return err
	})
}

func itemClose(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("CloseIssue", map[string]any{"id": act.Node, "reason": act.Target}, func(raw json.RawMessage) error {
		got, err := decode[stateAnswer](raw)
		if it := a.item(act.Node); err == nil && it != nil {
			it.Open, it.ClosedAt, it.Declined = false, second(got.Issue.ClosedAt), act.Target == "NOT_PLANNED"
		}
		return err
	}), nil
}

func itemUnassign(ctx context.Context, a *application, act plan.Action) ([]call, error) {
	node, err := a.account(ctx, act.Target, act.ID)
	if err != nil {
		return nil, err
	}
	return one("RemoveAssignees", map[string]any{"id": act.Node, "users": []string{node}}, func(json.RawMessage) error {
		if it := a.item(act.Node); it != nil {
			it.Assignees = slices.DeleteFunc(slices.Clone(it.Assignees), incident.Person{ID: act.ID, Login: act.Target}.Same)
		}
		return nil
	}), nil
}

// labelIDs looks up names that are joined by commas. A label that the plan makes first is waited for.
func (a *application) labelIDs(repository int64, list string) ([]string, error) {
	known := a.labelsOf(repository)
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
