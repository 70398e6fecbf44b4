package graphql

import (
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// relationMutations are about who and what belongs to an issue.
func relationMutations() Fields {
	return mutations(map[string]change{
		"addAssigneesToAssignable": onAssignable(func(c *Call, i *store.Issue, logins []string) error {
			return c.Store().AddAssignees(c.actor, i, logins)
		}),
		"removeAssigneesFromAssignable": onAssignable(func(c *Call, i *store.Issue, logins []string) error {
			return c.Store().RemoveAssignees(c.actor, i, logins)
		}),
		"addSubIssue": onSubIssue(func(c *Call, parent, child *store.Issue, in args) error {
			return c.Store().AddSubIssue(c.actor, parent, child, in.bool("replaceParent"))
		}),
		"removeSubIssue": onSubIssue(func(c *Call, parent, child *store.Issue, _ args) error {
			return c.Store().RemoveSubIssue(c.actor, parent, child)
		}),
		"reprioritizeSubIssue": onSubIssue(moveSubIssue),
	})
}

func onAssignable(do func(*Call, *store.Issue, []string) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		i, err := find[*store.Issue](c, in.string("assignableId"))
		if err != nil {
			return nil, err
		}
		logins, err := c.logins(in, "assigneeIds")
		if err != nil {
			return nil, err
		}
		return map[string]any{"assignable": i}, do(c, i, logins)
	}
}

func onSubIssue(do func(c *Call, parent, child *store.Issue, in args) error) change {
	return func(c *Call, in args) (map[string]any, error) {
		parent, err := find[*store.Issue](c, in.string("issueId"))
		if err != nil {
			return nil, err
		}
		child, err := c.subIssue(in)
		if err != nil {
			return nil, err
		}
		return map[string]any{"issue": parent, "subIssue": child}, do(c, parent, child, in)
	}
}

// subIssue is named by its id or by its web address.
func (c *Call) subIssue(in args) (*store.Issue, error) {
	if in.has("subIssueId") || !in.has("subIssueUrl") {
		return find[*store.Issue](c, in.string("subIssueId"))
	}
	address := in.string("subIssueUrl")
	for _, r := range c.Store().Repositories() {
		for _, i := range r.Issues {
			if strings.HasSuffix(address, "/"+i.Path()) && c.mayRead(i) == nil {
				return i, nil
			}
		}
	}
	return nil, notFound("Could not resolve to an issue with the URL '%s'.", address)
}

func moveSubIssue(c *Call, parent, child *store.Issue, in args) error {
	places := map[string]*store.Issue{}
	for _, key := range []string{"afterId", "beforeId"} {
		if in.has(key) {
			i, err := find[*store.Issue](c, in.string(key))
			if err != nil {
				return err
			}
			places[key] = i
		}
	}
	return c.Store().MoveSubIssue(c.actor, parent, child, places["afterId"], places["beforeId"])
}
