package rest

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// listIssues filters, sorts and pages a repository's issues, pull requests included.
func listIssues(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	if !r.HasIssues {
		return fail(store.Gone("Issues has been disabled in this repository."))
	}
	var list []*store.Issue
	for _, i := range r.Issues {
		if c.wanted(i) {
			list = append(list, i)
		}
	}
	sortIssues(list, c.query("sort"), c.query("direction"))
	return paged(c, list, c.shape.Issue)
}

// wanted holds an issue against the query's filters.
func (c *call) wanted(i *store.Issue) bool {
	q := c.query
	if state := q("state"); state != "all" && i.State != either(state, "open") {
		return false
	}
	for _, name := range strings.Split(q("labels"), ",") {
		if l := i.Repo.Label(name); name != "" && (l == nil || !has(i.Labels, l)) {
			return false
		}
	}
	if since, err := time.Parse(time.RFC3339, q("since")); err == nil && i.UpdatedAt.Before(since) {
		return false
	}
	if creator := q("creator"); creator != "" && (i.User == nil || !strings.EqualFold(i.User.Login, creator)) {
		return false
	}
	return c.wantedAssignee(i) && c.wantedMilestone(i)
}

func (c *call) wantedAssignee(i *store.Issue) bool {
	switch who := c.query("assignee"); who {
	case "":
		return true
	case "none":
		return len(i.Assignees) == 0
	case "*":
		return len(i.Assignees) > 0
	default:
		return has(i.Assignees, c.store.User(who))
	}
}

func (c *call) wantedMilestone(i *store.Issue) bool {
	switch m := c.query("milestone"); m {
	case "":
		return true
	case "none":
		return i.Milestone == nil
	case "*":
		return i.Milestone != nil
	default:
		return i.Milestone != nil && strconv.Itoa(i.Milestone.Number) == m
	}
}

// sortIssues orders by created (the default), updated or comments; newest first unless direction is asc.
func sortIssues(list []*store.Issue, by, direction string) {
	less := func(a, b *store.Issue) bool {
		switch {
		case by == "updated" && !a.UpdatedAt.Equal(b.UpdatedAt):
			return a.UpdatedAt.Before(b.UpdatedAt)
		case by == "comments" && len(a.Comments) != len(b.Comments):
			return len(a.Comments) < len(b.Comments)
		case !a.CreatedAt.Equal(b.CreatedAt):
			return a.CreatedAt.Before(b.CreatedAt)
		}
		return a.ID < b.ID
	}
	sort.SliceStable(list, func(i, j int) bool {
		if direction == "asc" {
			return less(list[i], list[j])
		}
		return less(list[j], list[i])
	})
}

func has[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func either(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}
