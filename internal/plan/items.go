package plan

import (
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// The labels of action items.
const (
	actionLabel = "action-item"
	kindPrefix  = "kind/"
)

// mostSubIssues is GitHub's limit of sub-issues per parent.
const mostSubIssues = 100

// items wants each action item as a sub-issue of the incident once that has recovered. One that exists is found by its
// marker, where we wrote it; nothing about it is changed afterwards: it is people's.
func items(s *scene) error {
	if !s.itemsDue() {
		return nil
	}
	made := len(s.World.Items)
	for _, a := range s.Incident.Actions {
		_, exists := s.itemFor(a)
		_, was := s.Ledger.Posted[marker.Item(a.Key)] // and somebody deleted it, or took it away
		if exists || was || a.Number != 0 || a.Key == "" || made >= mostSubIssues {
			continue
		}
		made++
		if err := s.createItem(a); err != nil {
			return err
		}
	}
	return nil
}

// itemsDue says whether action items are issues by now.
func (s *scene) itemsDue() bool {
	return s.Incident.Has(incident.Recovered) && s.Incident.Declared && !s.Incident.Ended()
}

// itemFor finds the sub-issue of an action item.
func (s *scene) itemFor(a incident.ActionItem) (snapshot.Item, bool) {
	for _, it := range s.World.Items {
		if key, ok := marker.ItemOf(it.Body); it.Mine && ok && key == a.Key || a.Number != 0 && it.Number == a.Number {
			return it, true
		}
	}
	return snapshot.Item{}, false
}

// itemView is what the issue of an action item shows.
type itemView struct {
	incident.ActionItem
	followup.Result
	IncidentNumber int
	IncidentTitle  string
	URL            string // where it was asked for
}

func (s *scene) createItem(a incident.ActionItem) error {
	names := []string{actionLabel}
	if a.Kind != "" {
		names = append(names, kindPrefix+a.Kind)
	}
	for _, name := range names {
		if err := s.createLabel(name); err != nil {
			return err
		}
	}
	body, err := s.render("item", itemView{
		ActionItem: a, Result: s.classify(a), IncidentNumber: s.Incident.Number,
		IncidentTitle: s.Incident.Title, URL: s.World.Issue.URL + askedAt(a.Key),
	})
	if err != nil {
		return err
	}
	key := marker.Item(a.Key)
	s.do(Action{
		Kind: ItemCreate, Key: key, Title: inert.Clip(inert.Plain(a.Title), 240), Body: body + "\n\n" + marker.Of(key),
		Node: s.World.Issue.NodeID, ID: s.World.Issue.ID, Target: s.World.Repository.FullName(),
		Fields: map[string]string{"labels": strings.Join(names, ","), "assignee": a.Owner.Login},
	})
	return nil
}

func (s *scene) classify(a incident.ActionItem) followup.Result {
	return followup.Classify(a, s.Incident.Milestones[incident.Recovered].At, s.Config.Row(string(s.Incident.Severity)))
}

// askedAt is the fragment of the comment that asked for an item ("c1001-l3").
func askedAt(key string) string {
	comment, _, ok := strings.Cut(strings.TrimPrefix(key, "c"), "-")
	if !ok || comment == "" {
		return ""
	}
	return "#issuecomment-" + comment
}
