package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func issueMutations() Fields {
	return mutations(map[string]change{
		"createIssue": createIssue,
		"updateIssue": updateIssue,
		"closeIssue": onIssue(func(c *Call, i *store.Issue, in args) error {
			return c.Store().CloseIssue(c.actor, i, strings.ToLower(in.string("stateReason")))
		}),
		"reopenIssue": onIssue(func(c *Call, i *store.Issue, _ args) error { return c.Store().ReopenIssue(c.actor, i) }),
		"pinIssue":    onIssue(func(c *Call, i *store.Issue, _ args) error { return c.Store().PinIssue(c.actor, i) }),
		"unpinIssue":  onIssue(func(c *Call, i *store.Issue, _ args) error { return c.Store().UnpinIssue(c.actor, i) }),
		"deleteIssue": deleteIssue, "transferIssue": transferIssue,
		"lockLockable": onLockable(func(c *Call, i *store.Issue, in args) error {
			return c.Store().LockIssue(c.actor, i, restLockReason(in.string("lockReason")))
		}),
		"unlockLockable": onLockable(func(c *Call, i *store.Issue, _ args) error { return c.Store().UnlockIssue(c.actor, i) }),
	})
}

// onIssue is a mutation of one issue that answers it.
func onIssue(do func(*Call, *store.Issue, args) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		i, err := find[*store.Issue](c, in.string("issueId"))
		if err == nil && i.Pull != nil {
			err = noNode(in.string("issueId"))
		}
		if err == nil {
			err = do(c, i, in)
		}
		return map[string]any{"issue": i}, err
	}
}

// onLockable is a mutation of an issue or a pull request. The store knows REST's words
// for the reasons, where one has a space.
func onLockable(do func(*Call, *store.Issue, args) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		i, err := find[*store.Issue](c, in.string("lockableId"))
		if err != nil {
			return nil, err
		}
		field := "lockedRecord"
		if strings.HasPrefix(c.Field.Name, "unlock") {
			field = "unlockedRecord"
		}
		return map[string]any{field: i}, do(c, i, in)
	}
}

func createIssue(c *Call, in args) (map[string]any, error) {
	r, err := find[*store.Repository](c, in.string("repositoryId"))
	if err != nil {
		return nil, err
	}
	input := store.IssueInput{Title: in.string("title"), Body: in.string("body")}
	labels, err := c.labelNames(in)
	if err != nil {
		return nil, err
	}
	if labels != nil {
		input.Labels = *labels
	}
	if input.Assignees, err = c.logins(in, "assigneeIds"); err != nil {
		return nil, err
	}
	milestone, err := c.milestoneNumber(in)
	if err != nil {
		return nil, err
	}
	if milestone != nil {
		input.Milestone = *milestone
	}
	var parent *store.Issue
	if in.has("parentIssueId") {
		if parent, err = find[*store.Issue](c, in.string("parentIssueId")); err != nil {
			return nil, err
		}
	}
	i, err := c.Store().AddIssue(c.actor, r, input)
	if err == nil && parent != nil {
		err = c.Store().AddSubIssue(c.actor, parent, i, false)
	}
	return map[string]any{"issue": i}, err
}

// patch reads what updateIssue and updatePullRequest have in common.
func (c *Call) patch(in args) (store.IssuePatch, error) {
	p := store.IssuePatch{Title: in.stringPtr("title"), Body: in.stringPtr("body")}
	if in.has("state") {
		state := strings.ToLower(in.string("state"))
		p.State = &state
	}
	var err error
	if p.Labels, err = c.labelNames(in); err != nil {
		return p, err
	}
	if p.Milestone, err = c.milestoneNumber(in); err != nil {
		return p, err
	}
	if in["assigneeIds"] != nil {
		logins, err := c.logins(in, "assigneeIds")
		p.Assignees = &logins
		return p, err
	}
	return p, nil
}

func updateIssue(c *Call, in args) (map[string]any, error) {
	i, err := find[*store.Issue](c, in.string("id"))
	if err != nil {
		return nil, err
	}
	p, err := c.patch(in)
	if err == nil {
		err = c.Store().EditIssue(c.actor, i, p)
	}
	return map[string]any{"issue": i}, err
}

func deleteIssue(c *Call, in args) (map[string]any, error) {
	i, err := find[*store.Issue](c, in.string("issueId"))
	if err != nil {
		return nil, err
	}
	return map[string]any{"repository": i.Repo}, c.Store().DeleteIssue(c.actor, i)
}

func transferIssue(c *Call, in args) (map[string]any, error) {
	i, err := find[*store.Issue](c, in.string("issueId"))
	if err != nil {
		return nil, err
	}
	to, err := find[*store.Repository](c, in.string("repositoryId"))
	if err != nil {
		return nil, err
	}
	moved, err := c.Store().TransferIssue(c.actor, i, to)
	return map[string]any{"issue": moved}, err
}

// restLockReason is the word that REST and the store have for a LockReason.
func restLockReason(reason string) string {
	if reason == "TOO_HEATED" {
		return "too heated"
	}
	return strings.ReplaceAll(strings.ToLower(reason), "_", "-")
}
