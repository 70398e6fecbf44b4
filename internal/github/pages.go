package github

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// comments returns the issue's comments, the card and continuations among them, in ascending order without gaps: the
// newest from the answer, further pages back to what the cache knows, and from there the cache. Where the count shows that
// the cache has missed something, or on a cold start, all are read.
func (o *observation) comments(ctx context.Context, cache *issueCache) ([]snapshot.Comment, error) {
	known := cache.comments
	for {
		fresh, total, err := o.commentsBackTo(ctx, known)
		if err != nil {
			return nil, err
		}
		all := join(known, fresh)
		if len(known) == 0 || len(all)+cache.knownBeside(all) == total {
			return all, nil
		}
		known = nil
	}
}

// commentsBackTo reads pages until one reaches what is known, or the first comment.
func (o *observation) commentsBackTo(ctx context.Context, known []snapshot.Comment) ([]snapshot.Comment, int, error) {
	current := o.issue.Comments
	total := current.TotalCount
	var fresh []snapshot.Comment
	for {
		for _, c := range current.Nodes {
			fresh = append(fresh, c.comment(o.me))
			o.noteActor(c.Author)
		}
		slices.SortFunc(fresh, byID)
		if len(known) == 0 && current.PageInfo.HasPreviousPage && total-len(fresh) > 100 {
			all, err := o.bothEnds(ctx, fresh)
			return all, total, err
		}
		reached := len(known) > 0 && len(fresh) > 0 && fresh[0].ID <= known[len(known)-1].ID
		if reached || !current.PageInfo.HasPreviousPage {
			return fresh, total, nil
		}
		var got struct {
			Node struct{ Comments nodes[commentShape] }
		}
		vars := map[string]any{"issue": o.issue.ID, "before": current.PageInfo.StartCursor}
		if _, err := o.read(ctx, o.key.Installation, "comments", vars, &got); err != nil {
			return nil, 0, err
		}
		if got.Node.Comments.PageInfo.StartCursor == current.PageInfo.StartCursor {
			return nil, 0, fmt.Errorf("page before %q came twice", current.PageInfo.StartCursor)
		}
		current = got.Node.Comments
	}
}

// join puts what was just read over what is known: within the range that was read, what did not come has been deleted.
func join(known, fresh []snapshot.Comment) []snapshot.Comment {
	if len(fresh) == 0 {
		return nil
	}
	var out []snapshot.Comment
	for _, c := range known {
		if c.ID < fresh[0].ID {
			out = append(out, c)
		}
	}
	return append(out, fresh...)
}

func byID(a, b snapshot.Comment) int { return cmp.Compare(a.ID, b.ID) }

// events returns the timeline in ascending order, the older part from the cache where the answer reaches it.
func (o *observation) events(ctx context.Context, cache *issueCache) ([]snapshot.Event, error) {
	current := o.issue.TimelineItems
	here := whereabouts{NameWithOwner: o.repo.Owner.Login + "/" + o.repo.Name, IsPrivate: o.repo.IsPrivate}
	var pages [][]snapshot.Event
	for {
		var list []snapshot.Event
		for _, e := range current.Nodes {
			if e.ID != "" {
				list = append(list, e.event(here))
				o.noteActor(e.Actor)
			}
		}
		pages = append(pages, list)
		if older, ok := before(cache.events, list); ok {
			pages = append(pages, older)
			break
		}
		if !current.PageInfo.HasPreviousPage {
			break
		}
		var got struct {
			Node struct{ TimelineItems nodes[eventShape] }
		}
		vars := map[string]any{"issue": o.issue.ID, "before": current.PageInfo.StartCursor}
		if _, err := o.read(ctx, o.key.Installation, "timeline", vars, &got); err != nil {
			return nil, err
		}
		current = got.Node.TimelineItems
	}
	slices.Reverse(pages)
	all := slices.Concat(pages...)
	slices.SortStableFunc(all, func(a, b snapshot.Event) int { return a.At.Compare(b.At) })
	return all, nil
}

// before returns the cached events before the first of list, where the cache has that one.
func before(cached, list []snapshot.Event) ([]snapshot.Event, bool) {
	if len(list) == 0 {
		return nil, false
	}
	i := slices.IndexFunc(cached, func(e snapshot.Event) bool { return e.ID == list[0].ID })
	if i < 0 {
		return nil, false
	}
	return cached[:i], true
}

// items returns all sub-issues.
func (o *observation) items(ctx context.Context, board *snapshot.Board) ([]snapshot.Item, error) {
	current := o.issue.SubIssues
	var out []snapshot.Item
	for {
		for _, i := range current.Nodes {
			if o.goesOn(i) {
				continue
			}
			out = append(out, i.item(o.me, board))
		}
		if !current.PageInfo.HasNextPage {
			return out, nil
		}
		var got struct {
			Node struct{ SubIssues nodes[itemShape] }
		}
		vars := map[string]any{"issue": o.issue.ID, "after": current.PageInfo.EndCursor, "withBoard": o.want.Board != "" && !o.lacks.boards}
		if _, err := o.read(ctx, o.key.Installation, "items", vars, &got); err != nil {
			return nil, err
		}
		current = got.Node.SubIssues
	}
}

// keepLabels remembers the repository's labels, all pages of them.
func (o *observation) keepLabels(ctx context.Context) error {
	current := o.repo.Labels
	l := (&labelCache{at: o.set.Now()}).with(current.Nodes)
	for current.PageInfo.HasNextPage {
		var got struct {
			Node struct{ Labels nodes[named] }
		}
		vars := map[string]any{"repository": o.repo.ID, "after": current.PageInfo.EndCursor}
		if _, err := o.read(ctx, o.key.Installation, "labels", vars, &got); err != nil {
			return fmt.Errorf("more labels: %w", err)
		}
		current = got.Node.Labels
		l = l.with(current.Nodes)
	}
	o.Client.keepLabels(o.key.RepositoryID, l)
	return nil
}
