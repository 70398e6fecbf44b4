package github

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// itemLife is what happened on the issue of an action item, by the fragment ItemShape.
type itemLife struct {
	CreatedAt time.Time
	UpdatedAt time.Time
	Comments  nodes[commentShape]
	Life      nodes[itemEvent]
}

type itemEvent struct {
	Typename        string `json:"__typename"`
	ID              string
	CreatedAt       time.Time
	Actor           *actor
	PreviousTitle   string
	CurrentTitle    string
	WillCloseTarget bool
	Closer, Source  *linkedPull
}

type linkedPull struct {
	Typename string `json:"__typename"`
	Number   int
	URL      string
	State    string
	MergedAt time.Time
}

// onto puts what happened into an item.
func (l itemLife) onto(it *snapshot.Item, me incident.Person) {
	it.CreatedAt, it.UpdatedAt = second(l.CreatedAt), second(l.UpdatedAt)
	for _, c := range l.Comments.Nodes {
		it.Comments = append(it.Comments, c.comment(me))
	}
	seen := map[string]int{}
	for _, e := range l.Life.Nodes {
		if e.ID == "" {
			continue
		}
		it.Events = append(it.Events, snapshot.Event{
			ID: e.ID, Kind: strings.TrimSuffix(e.Typename, "Event"), Actor: e.Actor.person(), Bot: e.Actor.bot(), At: second(e.CreatedAt),
			From: e.PreviousTitle, To: e.CurrentTitle,
		})
		pull, closes := e.Source, e.WillCloseTarget
		if e.Closer != nil {
			pull, closes = e.Closer, true
		}
		if pull == nil || pull.Typename != "PullRequest" {
			continue
		}
		at, again := seen[pull.URL]
		if !again {
			at = len(it.Pulls)
			seen[pull.URL], it.Pulls = at, append(it.Pulls, snapshot.LinkedPull{Number: pull.Number, URL: pull.URL})
		}
		p := &it.Pulls[at]
		p.Open, p.Merged, p.MergedAt, p.Closes = pull.State == "OPEN", pull.State == "MERGED", second(pull.MergedAt), p.Closes || closes
	}
}

// looseShape is the answer about one issue, or one repository's.
type looseShape struct {
	Repository *struct {
		Issue  *itemShape
		Issues nodes[itemShape]
	}
}

// Items returns issues of action items that are no sub-issues, and where new ones are made. One request for each that is
// named: few are.
func (c *Client) Items(ctx context.Context, k reconcile.Key, w reconcile.ItemsWant, board *snapshot.Board) ([]snapshot.Item, *snapshot.ItemHome, error) {
	me, err := c.Who(ctx)
	if err != nil {
		return nil, nil, err
	}
	var out []snapshot.Item
	withBoard := board != nil && !c.lackingIn(k.Installation).boards
	ask := func(document, repo string, number int) error {
		owner, name, _ := strings.Cut(repo, "/")
		vars := map[string]any{"owner": owner, "name": name, "withBoard": withBoard}
		if number > 0 {
			vars["number"] = number
		}
		var got looseShape
		errs, err := c.read(ctx, k.Installation, document, vars, &got)
		switch {
		case got.Repository == nil && outOfReach(errs), err == nil && got.Repository == nil:
			return nil
		case err != nil && !outOfReach(errs):
			return fmt.Errorf("%s: %w", repo, err)
		}
		shapes := got.Repository.Issues.Nodes
		if got.Repository.Issue != nil {
			shapes = append(shapes, *got.Repository.Issue)
		}
		for _, s := range shapes {
			it := s.item(me, board)
			it.Loose, it.Parent = true, s.Parent != nil
			out = append(out, it)
		}
		return nil
	}
	for _, ref := range w.Refs {
		repo, number, _ := strings.Cut(ref, "#")
		if n, err := strconv.Atoi(number); err == nil {
			if err := ask("loose", repo, n); err != nil {
				return nil, nil, err
			}
		}
	}
	if w.Unlinked {
		for _, repo := range []string{k.Owner + "/" + k.Repo, w.Home} {
			if repo == "" {
				continue
			}
			if err := ask("unlinked", repo, 0); err != nil {
				return nil, nil, err
			}
		}
	}
	home, err := c.itemHome(ctx, k, w)
	return out, home, err
}

// outOfReach says whether all that is wrong is that something does not exist for us.
func outOfReach(errs []problem) bool {
	for _, p := range errs {
		if p.Type != "NOT_FOUND" && !p.refused() && !p.aboutBoards() {
			return false
		}
	}
	return len(errs) > 0
}

// itemHome looks at the repository where action items are wanted; nil where none is.
func (c *Client) itemHome(ctx context.Context, k reconcile.Key, w reconcile.ItemsWant) (*snapshot.ItemHome, error) {
	owner, name, ok := strings.Cut(w.Home, "/")
	if !ok {
		return nil, nil
	}
	home := &snapshot.ItemHome{Name: w.Home}
	var got struct {
		Repository *struct {
			repositoryShape
			HasIssuesEnabled bool
			ViewerPermission string
		}
	}
	errs, err := c.read(ctx, k.Installation, "itemhome", map[string]any{"owner": owner, "name": name}, &got)
	if err != nil && !outOfReach(errs) {
		return nil, fmt.Errorf("%s: %w", w.Home, err)
	}
	switch r := got.Repository; {
	case !strings.EqualFold(owner, k.Owner):
		home.Why = snapshot.ElsewhereOwner
	case r == nil || r.IsArchived || !r.HasIssuesEnabled || r.ViewerPermission == "READ":
		home.Why = snapshot.ElsewhereMissing
	case w.Private && !r.IsPrivate:
		home.Why = snapshot.ElsewherePublic
	default:
		home.Repository = r.repository()
		labels := c.labelsOf(r.DatabaseID).with(r.Labels.Nodes)
		labels.at = c.set.Now()
		c.keepLabels(r.DatabaseID, labels)
		home.Labels = labels.names()
	}
	return home, nil
}
