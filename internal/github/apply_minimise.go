package github

import (
	"context"
	"encoding/json"

	"github.com/sensible-im/sensible/internal/plan"
)

// commentMinimise folds a comment of ours away as outdated; whoever wants to can still open it.
func commentMinimise(_ context.Context, a *application, act plan.Action) ([]call, error) {
	return one("MinimizeComment", map[string]any{"id": act.Node}, func(json.RawMessage) error {
		for i, c := range a.world.Comments {
			if c.NodeID == act.Node {
				a.world.Comments[i].Minimized = true
			}
		}
		return nil
	}), nil
}
