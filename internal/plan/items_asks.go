package plan

import (
	"slices"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// ask is something that whoever has an item is asked once, on the item.
type ask struct {
	name string
	is   func(incident.ActionItem) bool
}

// asks is the table; the text of each is "item/ask/<name>".
var asks = []ask{
	{"isu", func(a incident.ActionItem) bool {
		return a.Open && !a.Settled() && a.Verified.IsZero() && !a.Classified()
	}},
	{"evidence", func(a incident.ActionItem) bool { return a.Stage == followup.StageVerify && a.Evidence == "" }},
}

// askPrefix begins the key of a question; its name and the item's key follow.
const askPrefix = "ask "

// askView is what a question shows.
type askView struct {
	incident.ActionItem
	Who   string
	Paste string
}

// itemAsks wants one comment on an item that is not classified, and one on an item that is done and says no evidence. What
// was asked once is never asked again, whatever became of it.
func itemAsks(s *scene) error {
	if !s.itemsDue() {
		return nil
	}
	room := mostMade - s.madeLately()
	for _, a := range s.Incident.Actions {
		it, exists := s.itemFor(a)
		if !exists || it.HasLabel(s.Config.Labels.Drill) || !s.ours(it) {
			continue
		}
		for _, q := range asks {
			key := askPrefix + q.name + " " + a.Key
			if _, asked := s.Ledger.Posted[key]; asked || !q.is(a) || a.SetByHand("Stage") && a.Stage == followup.StageDone || saidOn(it, key) {
				continue
			}
			if room--; room < 0 {
				s.wakeAt(s.Now.Add(madeWithin))
				return nil
			}
			body, err := s.render("item/ask/"+q.name, askView{a, s.itemKeeper(a).Login, s.pasted(followup.ISULine(a))})
			if err != nil {
				return err
			}
			s.do(Action{Kind: ItemComment, Node: it.NodeID, Key: key, Target: it.Title, Body: body + "\n\n" + marker.Of(key)})
		}
	}
	return nil
}

// itemKeeper is who has an item, else who leads.
func (s *scene) itemKeeper(a incident.ActionItem) incident.Person {
	if !a.Owner.IsZero() {
		return a.Owner
	}
	return s.lead()
}

// pasted is a line the way this repository reads commands.
func (s *scene) pasted(line string) string {
	if s.Config.Commands.Prefix == "required" {
		return "/inc " + line[1:]
	}
	return line
}

// saidOn says whether our comment with that key is on an item, as far as it is in sight.
func saidOn(it snapshot.Item, key string) bool {
	return slices.ContainsFunc(it.Comments, func(c snapshot.Comment) bool { return c.Mine && marker.Has(c.Body, key) })
}

// ours says whether an item's issue is one of this owner: on another's nothing is written.
func (s *scene) ours(it snapshot.Item) bool { return sameOwner(it.Repo, s.World.Repository.Owner) }

// itemAnswers acknowledges what was said on items, as on the incident: a reaction, and an answer where that is not enough.
func itemAnswers(s *scene) error {
	quiet := s.quietRefusals()
	for _, it := range s.World.Items {
		if !s.ours(it) {
			continue
		}
		for _, c := range it.Comments {
			facts := latest(s.Ledger.Facts, c.ID)
			if c.Mine || len(facts) == 0 {
				continue
			}
			for _, r := range deserved(facts) {
				if !slices.Contains(c.Reactions, r) {
					s.do(Action{Kind: ReactionAdd, Node: c.NodeID, ID: c.ID, Target: r})
				}
			}
			key := "reply " + commentID(c.ID)
			var there *snapshot.Comment
			if n := slices.IndexFunc(it.Comments, func(o snapshot.Comment) bool { return o.Mine && marker.Has(o.Body, key) }); n >= 0 {
				there = &it.Comments[n]
			}
			body, err := s.replyBody(c, facts, quiet, there != nil)
			if err != nil {
				return err
			}
			body += "\n\n" + marker.Of(key)
			switch {
			case len(body) == len("\n\n"+marker.Of(key)):
			case there == nil:
				s.do(Action{Kind: ItemComment, Node: it.NodeID, Key: key, Target: it.Title, Body: body})
			case hash(there.Body) != hash(body):
				s.do(Action{Kind: CommentUpdate, Node: there.NodeID, ID: there.ID, Key: key, Body: body})
			}
		}
	}
	return nil
}

// rememberItems takes down what was made and asked of action items, as far as it is in sight.
func (s *scene) rememberItems(posted map[string]int64) map[string]int64 {
	for _, it := range s.World.Items {
		if key, ok := marker.ItemOf(it.Body); ok && it.Mine {
			posted = withPosted(posted, marker.Item(key), it.ID)
		}
		for _, c := range it.Comments {
			if rest, ok := marker.Find(c.Body, askPrefix); ok && c.Mine {
				posted = withPosted(posted, askPrefix+rest, c.ID)
			}
		}
	}
	for _, a := range s.Incident.Actions {
		if it, ok := s.itemFor(a); ok && it.HasLabel(actionLabel) && !it.Mine {
			posted = withPosted(posted, labelledPrefix+a.Key, it.ID)
		}
	}
	return posted
}
