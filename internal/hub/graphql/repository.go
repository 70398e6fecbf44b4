package graphql

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// repositoryFields serve repositories.
func repositoryFields() Fields {
	return merge(Fields{
		"id":               of(func(r *store.Repository) any { return r.NodeID }),
		"databaseId":       of(func(r *store.Repository) any { return r.ID }),
		"name":             of(func(r *store.Repository) any { return r.Name }),
		"nameWithOwner":    of(func(r *store.Repository) any { return r.FullName() }),
		"description":      of(func(r *store.Repository) any { return orNull(r.Description) }),
		"isPrivate":        of(func(r *store.Repository) any { return r.Private }),
		"isArchived":       of(func(r *store.Repository) any { return r.Archived }),
		"hasIssuesEnabled": of(func(r *store.Repository) any { return r.HasIssues }),
		"visibility":       of(func(r *store.Repository) any { return visibility(r) }),
		"owner":            of(func(r *store.Repository) any { return r.Owner }),
		"isInOrganization": of(func(r *store.Repository) any { return r.Owner.Type == "Organization" }),
		"isFork":           always(false),
		"isDisabled":       always(false),
		"isLocked":         always(false),
		"isTemplate":       always(false),
		"createdAt":        of(func(r *store.Repository) any { return r.CreatedAt }),
		"updatedAt":        of(func(r *store.Repository) any { return r.UpdatedAt }),
		"pushedAt":         of(func(r *store.Repository) any { return r.PushedAt }),
		"url":              with(func(c *Call, r *store.Repository) any { return c.base + "/" + r.FullName() }),
		"resourcePath":     of(func(r *store.Repository) any { return "/" + r.FullName() }),
		"viewerPermission": with(func(c *Call, r *store.Repository) any { return c.permissionIn(r) }),
		"isEmpty":          with(func(c *Call, r *store.Repository) any { return c.refNamed(r, "refs/heads/"+r.DefaultBranch) == nil }),
		"assignableUsers":  try(func(c *Call, r *store.Repository) (any, error) { return page(c, c.Store().Assignable(r)) }),
		"projectsV2":       try(func(c *Call, r *store.Repository) (any, error) { return page(c, c.linkedProjects(r)) }),
	}, repositoryContent(), repositoryGit(), repositoryDelivered())
}

// repositoryContent serve the issues, pull requests and labels of a repository.
func repositoryContent() Fields {
	numbered := func(kind string) Resolver {
		return try(func(c *Call, r *store.Repository) (any, error) {
			number, _ := c.Args.int("number")
			return c.issue(r, number, kind)
		})
	}
	return Fields{
		"issue": numbered("Issue"), "pullRequest": numbered("PullRequest"), "issueOrPullRequest": numbered(""),
		"issues":       try(func(c *Call, r *store.Repository) (any, error) { return c.conversations(r, false) }),
		"pullRequests": try(func(c *Call, r *store.Repository) (any, error) { return c.conversations(r, true) }),
		"label":        with(func(c *Call, r *store.Repository) any { return r.Label(c.Args.string("name")) }),
		"labels": try(func(c *Call, r *store.Repository) (any, error) {
			query := strings.ToLower(c.Args.string("query"))
			kept := slices.DeleteFunc(slices.Clone(r.Labels), func(l *store.Label) bool {
				return !strings.Contains(strings.ToLower(l.Name+" "+l.Description), query)
			})
			return page(c, order(c, kept, func(l *store.Label) sortKeys { return sortKeys{name: l.Name, number: int(l.ID)} }))
		}),
		"milestone": with(func(c *Call, r *store.Repository) any {
			number, _ := c.Args.int("number")
			return r.MilestoneByNumber(number)
		}),
		"milestones": try(func(c *Call, r *store.Repository) (any, error) { return page(c, r.Milestones) }),
		"pinnedIssues": try(func(c *Call, r *store.Repository) (any, error) {
			var pins []*object
			for _, i := range r.Pinned {
				pins = append(pins, &object{"PinnedIssue", map[string]any{"id": "PI_" + i.NodeID, "issue": i, "repository": r}})
			}
			return page(c, pins)
		}),
	}
}

func visibility(r *store.Repository) string {
	if r.Private {
		return "PRIVATE"
	}
	return "PUBLIC"
}

// permissionIn is null for an integration, which has permissions, not a role.
func (c *Call) permissionIn(r *store.Repository) any {
	if role := c.Store().RoleOf(r, c.actor.User); !c.actor.IsIntegration() && role > store.None {
		return strings.ToUpper(role.String())
	}
	return nil
}

func (c *Call) linkedProjects(r *store.Repository) []*store.Project {
	var linked []*store.Project
	for _, p := range c.Store().AllProjects() {
		if slices.Contains(p.Repos, r) && c.Store().CanSeeProject(c.actor, p) {
			linked = append(linked, p)
		}
	}
	return c.filterProjects(linked)
}

// conversations lists the issues or the pull requests of r that the arguments ask for.
func (c *Call) conversations(r *store.Repository, pulls bool) (any, error) {
	permission := "issues"
	if pulls {
		permission = "pull_requests"
	}
	if err := c.Store().Need(c.actor, r, permission, store.Read); err != nil {
		return nil, err
	}
	var kept []*store.Issue
	for _, i := range r.Issues {
		if (i.Pull != nil) == pulls && c.wanted(i) {
			kept = append(kept, i)
		}
	}
	return page(c, order(c, kept, issueKeys))
}

func issueKeys(i *store.Issue) sortKeys {
	return sortKeys{created: i.CreatedAt, updated: i.UpdatedAt, number: i.Number, comments: len(i.Comments)}
}

// wanted obeys states, labels, filterBy, headRefName and baseRefName.
func (c *Call) wanted(i *store.Issue) bool {
	filter := c.Args.input("filterBy")
	states := append(c.Args.strings("states"), filter.strings("states")...)
	if len(states) > 0 && !slices.Contains(states, stateOf(i)) {
		return false
	}
	labels := append(c.Args.strings("labels"), filter.strings("labels")...)
	if len(labels) > 0 && !slices.ContainsFunc(i.Labels, func(l *store.Label) bool {
		return slices.ContainsFunc(labels, func(n string) bool { return strings.EqualFold(n, l.Name) })
	}) {
		return false
	}
	if since := filter.time("since"); !since.IsZero() && i.UpdatedAt.Before(since) {
		return false
	}
	if p := i.Pull; p != nil {
		head, base := c.Args.string("headRefName"), c.Args.string("baseRefName")
		return (head == "" || head == p.Head) && (base == "" || base == p.Base)
	}
	return true
}

// stateOf is an IssueState or a PullRequestState.
func stateOf(i *store.Issue) string {
	if i.Pull != nil && i.Pull.Merged {
		return "MERGED"
	}
	return strings.ToUpper(i.State)
}
