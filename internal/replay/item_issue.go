package replay

import (
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ofIssue is what GitHub tells of the item by its issue.
func ofIssue(a *incident.ActionItem, it snapshot.Item, w snapshot.World) {
	a.Number, a.URL, a.Node, a.ItemID, a.Title = it.Number, it.URL, it.NodeID, it.ID, it.Title
	a.Open, a.Loose, a.Active = it.Open, it.Loose, it.UpdatedAt
	if it.Repo != w.Repository.FullName() {
		a.Repo = it.Repo
	}
	a.Owner = incident.Person{}
	if len(it.Assignees) > 0 {
		a.Owner = it.Assignees[0]
	}
	if a.Kind == "" {
		a.Kind = kindLabel(it)
	}
	a.Declined = !it.Open && it.Declined
	if !it.Open && !it.Declined {
		a.DoneAt = it.ClosedAt
	}
	for _, e := range it.Events {
		a.Renamed = a.Renamed || e.Kind == "RenamedTitle" && !e.Bot && !e.Actor.Same(w.Viewer)
	}
	if a.Renamed || followup.SameText(a.Wanted, it.Title) {
		a.Wanted = ""
	}
	again := reopened(it)
	for _, p := range it.Pulls {
		a.Started = a.Started || p.Open
		a.Merged = a.Merged || p.Merged && p.MergedAt.After(again)
	}
	a.Merged = a.Merged && !a.Started // another one is open: it goes on
}

func kindLabel(it snapshot.Item) string {
	for _, kind := range incident.Kinds {
		if it.HasLabel("kind/" + kind) {
			return kind
		}
	}
	return ""
}

// reopened is when the issue was last opened again; zero = never.
func reopened(it snapshot.Item) time.Time {
	var at time.Time
	for _, e := range it.Events {
		if e.Kind == "Reopened" && e.At.After(at) {
			at = e.At
		}
	}
	return at
}
