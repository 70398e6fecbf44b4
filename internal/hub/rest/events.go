package rest

import (
	"sort"
	"time"

	"github.com/sensible-im/sensible/internal/hub/rest/shape"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func eventRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues/events", "issues,pull_requests:read", listRepoEvents},
		{"GET", "/repos/{owner}/{repo}/issues/events/{event_id}", "issues,pull_requests:read", getEvent},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/events", "issues,pull_requests:read", listEvents},
		{"GET", "/repos/{owner}/{repo}/issues/{issue_number}/timeline", "issues,pull_requests:read", listTimeline},
	}
}

// withIssue is an event as the repository's list shows it.
func (c *call) withIssue(e *store.TimelineEvent) shape.J {
	j := c.shape.Event(e)
	j["issue"] = c.shape.Issue(e.Issue)
	return j
}

func listRepoEvents(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	list := make([]*store.TimelineEvent, len(r.Events))
	for i, e := range r.Events { // newest first
		list[len(list)-1-i] = e
	}
	return paged(c, list, c.withIssue)
}

func getEvent(c *call) (int, any, error) {
	r, err := c.repo()
	if err != nil {
		return fail(err)
	}
	for _, e := range r.Events {
		if e.ID == c.id("event_id") {
			return ok(c.withIssue(e), nil)
		}
	}
	return fail(store.NotFound())
}

func listEvents(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	var list []*store.TimelineEvent
	for _, e := range i.Timeline {
		if !e.TimelineOnly() {
			list = append(list, e)
		}
	}
	return paged(c, list, c.shape.Event)
}

// moment is an entry of the timeline with its time.
type moment struct {
	at   time.Time
	show func() shape.J
}

// listTimeline shows comments and events in the order of time.
func listTimeline(c *call) (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return fail(err)
	}
	var list []moment
	for _, cm := range i.Comments {
		list = append(list, moment{cm.CreatedAt, func() shape.J { return c.shape.TimelineComment(cm) }})
	}
	for _, e := range i.Timeline {
		list = append(list, moment{e.CreatedAt, func() shape.J { return c.shape.Timeline(e) }})
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].at.Before(list[b].at) })
	return paged(c, list, func(m moment) shape.J { return m.show() })
}
