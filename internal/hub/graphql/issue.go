package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// issueFields serve what only issues have.
func issueFields() Fields {
	return Fields{
		"databaseId":     of(func(i *store.Issue) any { return i.ID }),
		"fullDatabaseId": of(func(i *store.Issue) any { return i.ID }),
		"stateReason": with(func(c *Call, i *store.Issue) any {
			return stateReason(i.StateReason, c.Args.bool("enableDuplicate"))
		}),
		"isPinned":       of(func(i *store.Issue) any { return i.Pinned }),
		"parent":         of(func(i *store.Issue) any { return i.Parent }),
		"subIssues":      try(func(c *Call, i *store.Issue) (any, error) { return page(c, c.readable(i.SubIssues)) }),
		"bodyUrl":        with(func(c *Call, i *store.Issue) any { return c.base + "/" + i.Path() + "#issue-body" }),
		"isReadByViewer": always(false),
		"subIssuesSummary": of(func(i *store.Issue) any {
			total, done := len(i.SubIssues), i.SubIssuesDone()
			return &object{"SubIssuesSummary", map[string]any{
				"total": total, "completed": done, "percentCompleted": 100 * done / max(total, 1),
			}}
		}),
		"viewerCanUpdate": with(func(c *Call, i *store.Issue) any { return c.mayEdit(i) }),
		"viewerCanClose":  with(func(c *Call, i *store.Issue) any { return c.mayEdit(i) && i.State == "open" }),
		"viewerCanReopen": with(func(c *Call, i *store.Issue) any { return c.mayEdit(i) && i.State == "closed" }),
		"viewerCanDelete": with(func(c *Call, i *store.Issue) any { return c.Store().Can(c.actor, i.Repo, "issues", store.Admin) }),
		"viewerCanLabel":  with(func(c *Call, i *store.Issue) any { return c.Store().Can(c.actor, i.Repo, "issues", store.Triage) }),
	}
}

func (c *Call) mayEdit(i *store.Issue) bool {
	return i.User == c.actor.User || c.Store().Can(c.actor, i.Repo, "issues", store.Triage)
}

// stateReason is GraphQL's name; who does not ask for DUPLICATE sees NOT_PLANNED.
func stateReason(reason string, duplicate bool) any {
	if reason == "duplicate" && !duplicate {
		reason = "not_planned"
	}
	return orNull(strings.ToUpper(reason))
}

// readable are the issues that the caller may see.
func (c *Call) readable(list []*store.Issue) []*store.Issue {
	var out []*store.Issue
	for _, i := range list {
		if c.mayRead(i) == nil {
			out = append(out, i)
		}
	}
	return out
}
