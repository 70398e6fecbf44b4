package replay

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// hear takes over what was said about an item, oldest first.
func hear(a *incident.ActionItem, it *snapshot.Item, told []incident.Told, w snapshot.World) {
	again := time.Time{}
	if it != nil {
		again = reopened(*it)
	}
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(x, y incident.Told) int { return x.At.Compare(y.At) })
	for _, t := range told {
		if !means(t, *a, it, w) {
			continue
		}
		take(a, t)
		if t.Title != "" && !a.Renamed && !followup.SameText(t.Title, a.Title) {
			a.Wanted = t.Title
		}
		if t.At.Before(again) {
			continue // it was opened again since
		}
		switch {
		case t.Evidence != "":
			a.Evidence, a.Verified = t.Evidence, t.At
		case t.Declined != "":
			a.Declined, a.Reason = true, t.Declined
		case t.Begun:
			a.Started = true
		}
	}
}

// named fills in which item was meant where nobody said: the only one that there was.
func named(i *incident.Incident) {
	for n := range i.Told {
		t := &i.Told[n]
		if t.Item != 0 || t.Key != "" || t.Ref != "" {
			continue
		}
		there := 0
		for _, a := range i.Actions {
			if !a.Asked.After(t.At) {
				there, t.Key = there+1, a.Key
			}
		}
		if there != 1 {
			t.Key = "-" // nobody knows
		}
	}
}

// means says whether something was said about this item.
func means(t incident.Told, a incident.ActionItem, it *snapshot.Item, w snapshot.World) bool {
	switch {
	case t.Item != 0:
		return it != nil && it.ID == t.Item
	case t.Key != "":
		return t.Key == a.Key
	}
	return t.Ref != "" && (t.Ref == a.Ref || followup.SameIssue(t.Ref, w.Repository.FullName(), a.Repo, strconv.Itoa(a.Number)))
}

// take takes over the values that were said.
func take(a *incident.ActionItem, t incident.Told) {
	a.Importance, a.Size = cmp.Or(t.Importance, a.Importance), cmp.Or(t.Size, a.Size)
	a.Urgency, a.Confidence = cmp.Or(t.Urgency, a.Urgency), cmp.Or(t.Confidence, a.Confidence)
	a.Kind, a.DueSaid = cmp.Or(t.Kind, a.Kind), cmp.Or(t.DueSaid, a.DueSaid)
}

// decided takes over why an item was decided against, as it was seen when that happened.
func decided(a *incident.ActionItem, it *snapshot.Item, l ledger.Ledger) {
	if it == nil {
		return
	}
	for _, o := range l.Seen {
		if a.Declined && o.Kind == SeenDeclined && o.Ref == ref("item", it.ID) {
			a.Reason = o.Detail
		}
	}
}
