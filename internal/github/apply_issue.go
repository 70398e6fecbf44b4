package github

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
)

func labelCreate(_ context.Context, a *application, act plan.Action) ([]call, error) {
	if _, known := a.labelsOf(a.key.RepositoryID).id(act.Target); known { // another incident had it made meanwhile
		a.world.RepoLabels = append(a.world.RepoLabels, act.Target)
		return nil, nil
	}
	node, id := a.world.Repository.NodeID, a.key.RepositoryID
	if act.Node != "" {
		node, id = act.Node, act.ID
	}
	vars := map[string]any{
		"repository": node, "name": act.Target,
		"color": act.Fields["color"], "description": act.Fields["description"],
	}
	return one("CreateLabel", vars, func(raw json.RawMessage) error {
		got, err := decode[struct{ Label named }](raw)
		if err != nil {
			return err
		}
		a.keepLabels(id, a.labelsOf(id).with([]named{got.Label}))
		if act.Node != "" {
			return nil
		}
		a.world.RepoLabels = append(a.world.RepoLabels, got.Label.Name)
		return nil
	}), nil
}

func labelAdd(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.label("AddLabels", act)
}

func labelRemove(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return a.label("RemoveLabels", act)
}

// label adds or removes one label; GitHub answers with all that are there then.
func (a *application) label(document string, act plan.Action) ([]call, error) {
	id, ok := a.labelsOf(a.key.RepositoryID).id(act.Target)
	if !ok {
		return nil, errLater
	}
	vars := map[string]any{"id": a.world.Issue.NodeID, "labels": []string{id}}
	return one(document, vars, func(raw json.RawMessage) error {
		got, err := decode[struct{ Labelable struct{ Labels nodes[named] } }](raw)
		if err != nil {
			return err
		}
		a.world.Issue.Labels = names(got.Labelable.Labels.Nodes)
		return nil
	}), nil
}

// assigneeAdd assigns somebody. GitHub says nothing where an account cannot be assigned here: then it was in vain.
func assigneeAdd(ctx context.Context, a *application, act plan.Action) ([]call, error) {
	node, err := a.account(ctx, act.Target, act.ID)
	if err != nil {
		return nil, err
	}
	vars := map[string]any{"id": a.world.Issue.NodeID, "users": []string{node}}
	return one("AddAssignees", vars, func(raw json.RawMessage) error {
		got, err := decode[struct {
			Assignable struct{ Assignees nodes[actor] }
		}](raw)
		if err != nil {
			return err
		}
		a.world.Issue.Assignees = persons(got.Assignable.Assignees.Nodes)
		who := incident.Person{ID: act.ID, Login: act.Target}
		if !slices.ContainsFunc(a.world.Issue.Assignees, who.Same) {
			return &refusal{why: act.Target + " cannot be assigned here"}
		}
		return nil
	}), nil
}

// account finds the node id of an account. Where the login belongs to somebody else by now, it is refused.
func (a *application) account(ctx context.Context, login string, id int64) (string, error) {
	a.mu.Lock()
	node := a.userNode[id]
	a.mu.Unlock()
	if node != "" && id != 0 {
		return node, nil
	}
	var got struct{ User *actor }
	errs, err := a.read(ctx, a.key.Installation, "user", map[string]any{"login": login}, &got)
	switch {
	case len(errs) > 0:
		return "", errs[0].asError()
	case err != nil:
		return "", err
	case got.User == nil || (id != 0 && got.User.DatabaseID != id):
		return "", &refusal{why: "the account " + login + " is another one by now"}
	}
	a.noteActor(got.User)
	return got.User.ID, nil
}

type stateAnswer struct {
	Issue struct {
		State    string
		ClosedAt time.Time
	}
}

func issueClose(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("CloseIssue", map[string]any{"id": a.world.Issue.NodeID, "reason": act.Target}, a.tookState), nil
}

func issueReopen(_ context.Context, a *application, _ plan.Action) ([]call, error) {
	return one("ReopenIssue", map[string]any{"id": a.world.Issue.NodeID}, a.tookState), nil
}

func (a *application) tookState(raw json.RawMessage) error {
	got, err := decode[stateAnswer](raw)
	if err != nil {
		return err
	}
	a.world.Issue.Open, a.world.Issue.ClosedAt = got.Issue.State == "OPEN", time.Time{}
	if !a.world.Issue.Open {
		a.world.Issue.ClosedAt = second(got.Issue.ClosedAt)
	}
	return nil
}
