package github

import (
	"slices"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// backShape is how the issue stood as the card was written: what comes back with the writing is the next look.
type backShape struct {
	Title      string
	Body       string
	State      string
	ClosedAt   time.Time
	Locked     bool
	Labels     nodes[named]
	Assignees  nodes[actor]
	Repository struct {
		Name                  string
		IsPrivate, IsArchived bool
		Config                *struct{ OID string }
	}
	Comments      nodes[commentShape]
	TimelineItems nodes[eventShape]
}

// lookedBack compares what came back with what the plan was made from, and takes over what was written on the issue since.
// Where something else than that is different, the world is stale, and nothing is confirmed.
func (a *application) lookedBack(b *backShape) {
	a.confirmed = b != nil && a.issueStands(b) && a.takeComments(b.Comments) && a.takeEvents(b.TimelineItems.Nodes)
	a.stale = a.stale || !a.confirmed
}

// issueStands says whether the issue is as it was.
func (a *application) issueStands(b *backShape) bool {
	i, r := a.world.Issue, a.world.Repository
	closed := time.Time{}
	if b.State != "OPEN" {
		closed = second(b.ClosedAt)
	}
	config := ""
	if b.Repository.Config != nil {
		config = b.Repository.Config.OID
	}
	return b.Title == i.Title && plainText(b.Body) == plainText(i.Body) && (b.State == "OPEN") == i.Open && closed.Equal(i.ClosedAt) &&
		b.Locked == i.Locked && b.Repository.IsPrivate == r.Private && b.Repository.IsArchived == r.Archived && b.Repository.Name == r.Name &&
		config == a.world.Config.OID && sameSet(names(b.Labels.Nodes), i.Labels) && samePeople(persons(b.Assignees.Nodes), i.Assignees)
}

// takeComments takes over comments that are newer than all that was known. One that is older, or not as it was assumed, or
// missing, is another matter.
func (a *application) takeComments(got nodes[commentShape]) bool {
	known := map[int64]*snapshot.Comment{}
	newest := int64(0)
	for _, list := range [][]snapshot.Comment{a.world.Comments, a.world.Overflow} {
		for i := range list {
			known[list[i].ID] = &list[i]
			newest = max(newest, list[i].ID)
		}
	}
	_, onward := apart(slices.Concat(a.world.Comments, a.world.Overflow))
	count := len(known) - len(onward)
	if a.world.Card != nil {
		known[a.world.Card.ID], newest = a.world.Card, max(newest, a.world.Card.ID)
		count++
	}
	var more []snapshot.Comment
	for _, shape := range got.Nodes {
		c := shape.comment(a.me)
		a.noteActor(shape.Author)
		switch there := known[c.ID]; {
		case there == nil && c.ID > newest:
			more = append(more, c)
		case there == nil, !sameComment(c, *there):
			return false
		default:
			c.Pinned = there.Pinned
			*there = c
		}
	}
	if len(more) > 0 && a.world.Continuation != nil {
		return false // what was said meanwhile on the continuation has its place before or between them
	}
	slices.SortFunc(more, byID)
	a.world.Issue.Comments = got.TotalCount
	a.world.Comments = append(a.world.Comments, more...)
	return got.TotalCount == count+len(more)
}

// sameComment says whether a comment is what it was taken for. What no delivery tells does not count.
func sameComment(a, b snapshot.Comment) bool {
	return a.Author.ID == b.Author.ID && a.Mine == b.Mine && a.EditedAt.Equal(b.EditedAt) && plainText(a.Body) == plainText(b.Body)
}

// takeEvents takes over events of our own doing. Whatever else happened is for a look.
func (a *application) takeEvents(got []eventShape) bool {
	r := a.world.Repository
	here := whereabouts{NameWithOwner: r.FullName(), IsPrivate: r.Private}
	known := map[string]bool{}
	for _, e := range a.world.Events {
		known[e.ID] = true
	}
	fresh := 0
	for _, shape := range got {
		e := shape.event(here)
		switch {
		case e.ID == "" || known[e.ID]:
			continue
		case !e.Actor.Same(a.me):
			return false
		}
		fresh++
		a.world.Events = append(a.world.Events, e)
	}
	slices.SortStableFunc(a.world.Events, func(x, y snapshot.Event) int { return x.At.Compare(y.At) })
	return fresh < len(got) || len(known) == 0 || fresh == 0
}

func sameSet(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

func samePeople(a, b []incident.Person) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p incident.Person) bool { return !slices.ContainsFunc(b, p.Same) })
}
