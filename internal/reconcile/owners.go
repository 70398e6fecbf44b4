package reconcile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ownersEvery is how often it is asked whether those who have action items still have access.
const ownersEvery = 24 * time.Hour

// owners asks whether those who have open items still have access: once a day, not on the first, and of those who have late
// ones just before they would be told.
func (r *run) owners(ctx context.Context, inc incident.Incident) error {
	late, _ := plan.LateItems(inc, r.cfg, r.Now())
	if r.Now().Sub(plan.LastLate(r.ledger, r.world)) < 7*24*time.Hour {
		late = nil
	}
	if r.key.Aspect == plan.Own && !r.leaves() && r.dayOver(inc) {
		late = slices.DeleteFunc(slices.Clone(inc.Actions), func(a incident.ActionItem) bool { return !a.Open })
	}
	for _, a := range late {
		if err := r.owner(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// dayOver says whether it is time to ask again, and takes it down.
func (r *run) dayOver(inc incident.Incident) bool {
	recovered, ok := inc.Milestones[incident.Recovered]
	now := r.Now()
	if !ok || inc.Ended() || now.Sub(recovered.At) < ownersEvery {
		return false
	}
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	i := r.memory.issue(r.key)
	if !i.owners.IsZero() && now.Sub(i.owners) < ownersEvery {
		return false
	}
	i.owners = now
	return true
}

// owner asks what the owner of an item may do where the item is. Of another owner's repository nothing is asked.
func (r *run) owner(ctx context.Context, a incident.ActionItem) error {
	at := slices.IndexFunc(r.world.Items, func(it snapshot.Item) bool { return it.ID == a.ItemID })
	if a.Owner.ID == 0 || at < 0 {
		return nil
	}
	if a.Repo != "" {
		return r.askAbroad(ctx, r.world.Items[at], a.Owner)
	}
	if _, known := r.world.Permissions[a.Owner.ID]; known {
		return nil
	}
	who, may, err := r.Permissions.Permission(ctx, r.key, a.Owner)
	if err != nil {
		return fmt.Errorf("%s: permission of %s: %w", r.key, a.Owner.Login, err)
	}
	r.world = withPermission(r.world, a.Owner, who, may)
	return nil
}
