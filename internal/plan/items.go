package plan

import (
	"slices"
	"strings"
	"time"

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

// GitHub lets 80 things be made in a minute, and people make some of them.
const (
	mostMade   = 40
	madeWithin = time.Minute
)

// items wants each action item as a sub-issue of the incident once that has recovered; issues that people named or made
// become sub-issues at once, where they can. One that exists is found by its marker, where we wrote it, and is people's from
// then on: only its title follows a row that was reworded, unless a person renamed it, and it is closed where a command said so.
func items(s *scene) error {
	room := mostMade - s.madeLately()
	for _, a := range s.Incident.Actions {
		it, exists := s.itemFor(a)
		switch {
		case exists:
			if err := s.tend(a, it); err != nil {
				return err
			}
		case s.tobeMade(a) && room <= 0:
			s.wakeAt(s.Now.Add(madeWithin))
		case s.tobeMade(a):
			room--
			if err := s.createItem(a); err != nil {
				return err
			}
		}
	}
	return nil
}

// tobeMade says whether an issue is to be made for the item. One that was made and is gone stays so.
func (s *scene) tobeMade(a incident.ActionItem) bool {
	_, was := s.Ledger.Posted[marker.Item(a.Key)]
	return s.itemsDue() && !was && a.Number == 0 && a.Key != "" && a.Ref == "" && !a.Gone
}

// tend keeps an existing issue in order: its place below the incident, its label, its title, its end.
func (s *scene) tend(a incident.ActionItem, it snapshot.Item) error {
	if !s.Incident.Declared || s.Incident.Ended() {
		return nil
	}
	if s.canBeSub(it) {
		s.do(Action{Kind: ItemLink, Node: s.World.Issue.NodeID, Key: it.NodeID, Target: it.Title})
	}
	if _, once := s.Ledger.Posted[labelledPrefix+a.Key]; !once && !it.Mine && !it.HasLabel(actionLabel) && it.Repo == s.World.Repository.FullName() {
		if err := s.createLabel(actionLabel); err != nil {
			return err
		}
		s.do(Action{Kind: ItemMark, Node: it.NodeID, Target: actionLabel})
	}
	if title := itemTitle(a.Wanted); a.Wanted != "" && it.Mine && !a.Renamed && title != it.Title {
		s.do(Action{Kind: ItemUpdate, Node: it.NodeID, Title: title})
	}
	switch said := s.Incident.SaidOf(a); {
	case !it.Open || !s.ours(it):
	case !a.Verified.IsZero():
		s.do(Action{Kind: ItemClose, Node: it.NodeID, Target: "COMPLETED", Title: it.Title})
	case said.Declined != "" && a.Declined:
		s.do(Action{Kind: ItemClose, Node: it.NodeID, Target: "NOT_PLANNED", Title: it.Title})
	}
	return nil
}

// labelledPrefix begins the key by which is remembered that an issue had the label of action items: a person took it off.
const labelledPrefix = "labelled "

func sameOwner(repo, owner string) bool {
	name, _, _ := strings.Cut(repo, "/")
	return repo == "" || sameFold(name, owner)
}

// canBeSub says whether a loose issue can be made a sub-issue: of the same owner, of no other issue, and while there is room.
func (s *scene) canBeSub(it snapshot.Item) bool {
	return it.Loose && !it.Parent && !s.World.NoSubIssues && s.ours(it) && s.subIssues() < mostSubIssues
}

// subIssues is how many sub-issues the incident has, or is about to get.
func (s *scene) subIssues() int {
	n := 0
	if s.World.Continuation != nil {
		n++
	}
	for _, it := range s.World.Items {
		if !it.Loose {
			n++
		}
	}
	for _, a := range s.actions {
		if a.Kind == ItemCreate && a.Node != "" || a.Kind == ItemLink {
			n++
		}
	}
	return n
}

// madeLately is how many issues and comments of action items we made just before, as far as they are in sight.
func (s *scene) madeLately() int {
	n := 0
	lately := func(at time.Time) bool { return !at.IsZero() && s.Now.Sub(at) < madeWithin }
	for _, it := range s.World.Items {
		if it.Mine && lately(it.CreatedAt) {
			n++
		}
		n += len(slices.DeleteFunc(slices.Clone(it.Comments), func(c snapshot.Comment) bool { return !c.Mine || !lately(c.CreatedAt) }))
	}
	for _, a := range s.actions {
		if a.Kind == ItemCreate || a.Kind == ItemComment {
			n++
		}
	}
	return n
}

// itemsDue says whether action items are issues by now.
func (s *scene) itemsDue() bool {
	return s.Incident.Has(incident.Recovered) && s.Incident.Declared && !s.Incident.Ended()
}

// itemFor finds the issue of an action item.
func (s *scene) itemFor(a incident.ActionItem) (snapshot.Item, bool) {
	for _, it := range s.World.Items {
		if key, ok := marker.ItemOf(it.Body); it.Mine && ok && key == a.Key || a.Node != "" && it.NodeID == a.Node {
			return it, true
		}
	}
	for _, it := range s.World.Items {
		if a.Node == "" && a.Number != 0 && it.Number == a.Number && (a.Repo == "" || it.Repo == a.Repo) {
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
	URL            string             // where it was asked for
	Home           *snapshot.ItemHome // where it should be, and why it is not there; nil = it is
}

func (s *scene) createItem(a incident.ActionItem) error {
	labels := []string{actionLabel}
	if a.Kind != "" {
		labels = append(labels, kindPrefix+a.Kind)
	}
	home := s.World.ItemHome
	act := Action{Kind: ItemCreate, Key: marker.Item(a.Key), Title: itemTitle(a.Title), ID: s.World.Issue.ID, Target: s.World.Repository.FullName()}
	view := itemView{
		ActionItem: a, Result: s.classify(a), IncidentNumber: s.Incident.Number,
		IncidentTitle: s.Incident.Title, URL: s.askedURL(a.Key),
	}
	act.Fields = map[string]string{"labels": strings.Join(labels, ","), "assignee": a.Owner.Login}
	if home != nil && home.Why == snapshot.ElsewhereThere {
		act.Target, act.Fields["repository"], act.ID = home.Repository.FullName(), home.Repository.NodeID, home.Repository.ID
	} else if home != nil {
		view.Home = home
	}
	if !s.World.NoSubIssues && s.subIssues() < mostSubIssues {
		act.Node = s.World.Issue.NodeID
	}
	for _, name := range labels {
		if err := s.createLabelAt(name, act); err != nil {
			return err
		}
	}
	body, err := s.render("item", view)
	if err != nil {
		return err
	}
	if a.Owner.Login != "" {
		if act.Fields["unassigned"], err = s.render("item/unassigned", a.Owner.Login); err != nil {
			return err
		}
	}
	act.Body = body + "\n\n" + marker.Of(act.Key)
	s.do(act)
	return nil
}

// createLabelAt wants a label in the repository where an item is made.
func (s *scene) createLabelAt(name string, at Action) error {
	if at.Fields["repository"] == "" {
		return s.createLabel(name)
	}
	wanted := func(a Action) bool { return a.Kind == LabelCreate && sameFold(a.Target, name) && a.ID == at.ID }
	if containsFold(s.World.ItemHome.Labels, name) || slices.ContainsFunc(s.actions, wanted) {
		return nil
	}
	look, meaning := s.look(name)
	description, err := s.render(look.text, meaning)
	if err != nil {
		return err
	}
	s.do(Action{Kind: LabelCreate, Target: name, Node: at.Fields["repository"], ID: at.ID, Fields: map[string]string{
		"color": look.color, "description": firstRunes(description, 100),
	}})
	return nil
}

func itemTitle(title string) string { return inert.Clip(inert.Plain(title), 240) }

func (s *scene) classify(a incident.ActionItem) followup.Result {
	return followup.Classify(a, s.Incident.Milestones[incident.Recovered].At, s.Config.Row(string(s.Incident.Severity)))
}

// askedAt is the fragment of the comment that asked for an item ("c1001-l3").
func askedAt(key string) string {
	comment, ok := strings.CutPrefix(key, "c")
	comment, _, _ = strings.Cut(comment, "-")
	if !ok || comment == "" {
		return ""
	}
	return "#issuecomment-" + comment
}
