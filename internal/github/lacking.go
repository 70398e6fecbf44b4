package github

import (
	"context"
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/reconcile"
)

// lackingHolds is how long a missing permission is believed to be missing still.
const lackingHolds = time.Hour

// lacking is what an installation may not see. These parts of the answer cannot be null in GitHub's schema: asking for one
// without permission costs the whole answer, so that it must be left out.
type lacking struct {
	pulls  bool
	boards bool
	at     time.Time
}

// ask sends the incident query; where a permission is missing, once more without what it is for. That is remembered, so
// that the next observation is one request again.
func (c *Client) ask(ctx context.Context, k reconcile.Key, document string, vars func(lacking) map[string]any) (incidentAnswer, lacking, []problem, error) {
	lacks := c.lackingIn(k.Installation)
	for {
		var got incidentAnswer
		errs, err := c.read(ctx, k.Installation, document, vars(lacks), &got)
		more, found := lacks.learn(errs)
		if got.Repository != nil || !found {
			return got, lacks, errs, err
		}
		more.at = c.set.Now()
		lacks = more
		c.mu.Lock()
		c.lacks[k.Installation] = lacks
		c.mu.Unlock()
	}
}

func (c *Client) lackingIn(installation int64) lacking {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lacks[installation]
	if age := c.set.Now().Sub(l.at); age < 0 || age >= lackingHolds {
		return lacking{}
	}
	return l
}

// learn reads from errors what is forbidden. found says that it was not known before.
func (l lacking) learn(errs []problem) (more lacking, found bool) {
	more = l
	for _, p := range errs {
		more.pulls = more.pulls || p.refused() && p.under("pullRequests")
		more.boards = more.boards || p.aboutBoards()
	}
	return more, more.pulls != l.pulls || more.boards != l.boards
}

// refused says whether a permission is missing.
func (p problem) refused() bool { return p.Type == "FORBIDDEN" || p.Type == "INSUFFICIENT_SCOPES" }

// aboutBoards says whether a problem concerns boards alone: they are never worth stopping for.
func (p problem) aboutBoards() bool { return p.under("projectsV2") || p.under("projectItems") }

// incomplete is an error where a part of the answer is missing that must not be taken for empty: a conversation without
// comments would get a second card. What a missing permission, a board or a deleted comment leaves out is not there for us.
func incomplete(errs []problem) error {
	for _, p := range errs {
		deleted := p.Type == "NOT_FOUND" && p.at() == "known"
		if deleted || p.aboutBoards() || p.refused() && !p.under("comments") && p.at() != "known" {
			continue
		}
		return fmt.Errorf("GitHub answered only in part: %s (at %v)", p, p.Path)
	}
	return nil
}
