package replay

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/command"
	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/postmortem"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// What is seen of action items.
const (
	SeenRow      = "row"      // a row of the merged postmortem; Ref: "row:" and the item's key, Detail: the line as /action writes it
	SeenDeclined = "declined" // an item's issue was closed as not planned; Ref: "item:" and its database id, Detail: the reason
)

// itemNews lists what was said on the issues of action items and not judged before.
func (j *judging) itemNews() []happening {
	var out []happening
	for _, it := range j.world.Items {
		for _, c := range it.Comments {
			switch {
			case !heard(*j.ledger, it, c):
			case !judged(*j.ledger, c):
				out = append(out, happening{c.CreatedAt, c.ID, func() { j.itemComment(it, c) }})
			case !c.EditedAt.IsZero():
				out = append(out, happening{c.EditedAt, c.ID, func() { j.on(it).rejudge(c) }})
			}
		}
		if reason, news := j.newlyDeclined(it); news {
			o := ledger.Observation{Kind: SeenDeclined, At: it.ClosedAt, Ref: ref("item", it.ID), Detail: reason}
			out = append(out, happening{at: it.ClosedAt, judge: func() { j.ledger.Seen = append(j.ledger.Seen, o) }})
		}
	}
	return out
}

// heard says whether a comment on an item may hold commands: what was said before there was an incident was meant for
// somebody else.
func heard(l ledger.Ledger, it snapshot.Item, c snapshot.Comment) bool {
	return !c.Mine && !c.Bot && !c.CreatedAt.Before(l.Declaration.At) && it.ID != 0
}

func judged(l ledger.Ledger, c snapshot.Comment) bool {
	return slices.ContainsFunc(l.Facts, func(f ledger.Fact) bool { return f.Comment == c.ID })
}

// itemLines are the commands for items in a comment.
func itemLines(c snapshot.Comment, cfg policy.Config) []command.Line {
	return slices.DeleteFunc(command.Scan(c.Body, scanOptions(cfg, c)), func(l command.Line) bool {
		_, ok := command.FindItem(l.Verb)
		return !ok
	})
}

func (j *judging) itemComment(it snapshot.Item, c snapshot.Comment) {
	if !c.EditedAt.IsZero() {
		return
	}
	for _, line := range itemLines(c, j.config) {
		j.on(it).line(c, line, j.world.May(it, c.Author.ID))
	}
}

// on is the same pass, about an item.
func (j *judging) on(it snapshot.Item) *judging {
	j.item = it.ID
	return j
}

// newlyDeclined is why an item was decided against, where that was not seen yet: what whoever closed it wrote just before.
func (j *judging) newlyDeclined(it snapshot.Item) (reason string, news bool) {
	if it.Open || !it.Declined || it.ClosedAt.IsZero() {
		return "", false
	}
	for _, o := range j.ledger.Seen {
		if o.Kind == SeenDeclined && o.Ref == ref("item", it.ID) && o.At.Equal(it.ClosedAt) {
			return "", false
		}
	}
	return closingWords(it, j.config), true
}

// What counts as said with the closing.
const (
	saidBefore = 15 * time.Minute
	saidAfter  = 2 * time.Minute
)

func closingWords(it snapshot.Item, cfg policy.Config) string {
	var who incident.Person
	for _, e := range it.Events {
		if e.Kind == "Closed" {
			who = e.Actor
		}
	}
	words := ""
	for _, c := range it.Comments {
		near := it.ClosedAt.Sub(c.CreatedAt) <= saidBefore && c.CreatedAt.Sub(it.ClosedAt) <= saidAfter
		if c.Mine || c.Bot || !near || !who.IsZero() && !who.Same(c.Author) {
			continue
		}
		words = c.Body
		for _, l := range itemLines(c, cfg) {
			if words = ""; l.Args != "" && (l.Verb == "cancel" || l.Verb == "wontdo") {
				words = l.Args
			}
		}
	}
	return strings.Join(strings.Fields(words), " ")
}

// rows takes in the action items of the merged postmortem: each once, whoever wrote it first. A row in other words than
// before renames its item; one that is gone changes nothing.
func (j *judging) rows() {
	pm, doc := j.world.Postmortem, j.world.Document
	text := doc.Published
	if pm == nil || !pm.Merged || text == "" {
		return
	}
	j.fold()
	for _, m := range followup.MatchRows(followup.Rows(postmortem.Body(text)), j.state.Actions, j.world.Repository.FullName()) {
		o := ledger.Observation{Kind: SeenRow, At: pm.MergedAt, Actor: pm.MergedBy}
		line := followup.Format(m.ActionItem)
		if m.Item < 0 {
			o.Ref = "row:" + followup.RowKey(j.world.Issue.Number, m.Title)
		} else {
			a := j.state.Actions[m.Item]
			o.Ref, o.At = "row:"+a.Key, j.now
			if !m.Reworded && !adds(m.ActionItem, a) || a.Renamed && !adds(m.ActionItem, a) {
				continue
			}
		}
		o.Detail = line
		known := slices.ContainsFunc(j.ledger.Seen, func(s ledger.Observation) bool { return s.Kind == SeenRow && s.Ref == o.Ref && s.Detail == line })
		if !known {
			j.ledger.Seen = append(j.ledger.Seen, o)
		}
	}
}

// adds says whether a row has a value that its item lacks.
func adds(row, a incident.ActionItem) bool {
	lacks := func(row, has string) bool { return row != "" && has == "" }
	return lacks(row.Importance, a.Importance) || lacks(row.Size, a.Size) || lacks(row.Urgency, a.Urgency) ||
		lacks(row.Confidence, a.Confidence) || lacks(row.Kind, a.Kind) || lacks(row.DueSaid, a.DueSaid) && lacks(row.DueSaid, a.Due)
}

// applyRow folds a row into the incident: a new item, or the values and the words of one that is known.
func applyRow(i *incident.Incident, o ledger.Observation) {
	key, _ := strings.CutPrefix(o.Ref, "row:")
	row, problem := followup.Parse(o.Detail)
	if problem != nil {
		return
	}
	for n := range i.Actions {
		a := &i.Actions[n]
		if a.Key != key {
			continue
		}
		if !followup.SameText(row.Title, a.Said) {
			a.Said, a.Wanted = row.Title, row.Title
		}
		fillIn(a, row)
		return
	}
	if strings.HasPrefix(key, "r") {
		row.Key, row.Said, row.Asked, row.By = key, row.Title, o.At, o.Actor
		i.Actions = append(i.Actions, row)
		return
	}
	i.Told = append(i.Told, incident.Told{
		Key: key, At: o.At, Importance: row.Importance, Size: row.Size, Urgency: row.Urgency, Confidence: row.Confidence, Kind: row.Kind,
		DueSaid: row.DueSaid, Title: row.Title,
	})
}

func fillIn(a *incident.ActionItem, row incident.ActionItem) {
	said := incident.Told{
		Importance: a.Importance, Size: a.Size, Urgency: a.Urgency, Confidence: a.Confidence, Kind: a.Kind, DueSaid: a.DueSaid,
	}
	take(a, incident.Told{
		Importance: row.Importance, Size: row.Size, Urgency: row.Urgency, Confidence: row.Confidence, Kind: row.Kind, DueSaid: row.DueSaid,
	})
	take(a, said)
}
