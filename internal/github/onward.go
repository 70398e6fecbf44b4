package github

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// goesOn says whether a sub-issue is the incident's continuation, and keeps it: the first, should there be several. It is no
// action item.
func (o *observation) goesOn(i itemShape) bool {
	of, is := marker.Find(i.Body, snapshot.ContinuationMark)
	if !is || of != strconv.Itoa(o.issue.Number) || o.me.ID == 0 || i.Author.person().ID != o.me.ID {
		return false
	}
	if o.onward == nil || i.Number < o.onward.Number {
		o.onward = &i
	}
	return true
}

// continuation reads what is said on the continuation, all of it that is not known, and puts it among the incident's
// comments: what is said there counts as if it had been said on the incident.
func (o *observation) continuation(ctx context.Context, w *snapshot.World, cache *issueCache) error {
	if o.onward == nil {
		return nil
	}
	it := o.onward.item(o.me, nil)
	there := *o
	there.issue = &issueShape{ID: o.onward.ID, Comments: o.onward.Comments}
	talk, err := there.comments(ctx, &issueCache{comments: cache.onward})
	if err != nil {
		return err
	}
	it.Comments, w.Continuation = nil, &it
	for _, c := range talk {
		c.Continued = true
		if c.Mine && strings.Contains(c.Body, continuationMark) {
			w.Overflow = append(w.Overflow, c)
		} else {
			w.Comments = append(w.Comments, c)
		}
	}
	slices.SortFunc(w.Comments, byID)
	slices.SortFunc(w.Overflow, byID)
	return nil
}

// apart tells the comments of the incident from those of its continuation, in copies.
func apart(all []snapshot.Comment) (here, onward []snapshot.Comment) {
	for _, c := range all {
		if c.Continued {
			onward = append(onward, c)
		} else {
			here = append(here, c)
		}
	}
	return here, onward
}

// addOnward writes a comment on the continuation. What others wrote meanwhile on either issue is not in sight then, so that
// the next thing is a look.
func (a *application) addOnward(act plan.Action, keep func(snapshot.Comment)) []call {
	return one("AddComment", map[string]any{"subject": act.Node, "body": act.Body}, func(raw json.RawMessage) error {
		c, _, err := a.comment(raw, act.Body)
		if err != nil {
			return err
		}
		c.Continued, a.stale = true, true
		keep(c)
		return nil
	})
}

// addTo writes a comment where the action wants it: on the incident, or on its continuation.
func (a *application) addTo(act plan.Action, keep func(snapshot.Comment)) []call {
	if act.Node != "" {
		return a.addOnward(act, keep)
	}
	return a.add(act.Body, keep)
}
