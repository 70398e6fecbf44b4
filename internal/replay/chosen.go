package replay

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// onBoard is a value of an action item that both a command and a field of the board can say.
type onBoard struct {
	field string
	legal []string // in small letters; nil = any date
	of    func(*incident.ActionItem) *string
	said  func(incident.Told) string
}

// bothSay is the table of them.
var bothSay = []onBoard{
	{"Importance", legalWords("importance"), func(a *incident.ActionItem) *string { return &a.Importance }, func(t incident.Told) string { return t.Importance }},
	{"Size", legalWords("size"), func(a *incident.ActionItem) *string { return &a.Size }, func(t incident.Told) string { return t.Size }},
	{"Urgency", legalWords("urgency"), func(a *incident.ActionItem) *string { return &a.Urgency }, func(t incident.Told) string { return t.Urgency }},
	{"Confidence", legalWords("confidence"), func(a *incident.ActionItem) *string { return &a.Confidence }, func(t incident.Told) string { return t.Confidence }},
	{"Kind", incident.Kinds, func(a *incident.ActionItem) *string { return &a.Kind }, func(t incident.Told) string { return t.Kind }},
	{"Due", nil, func(a *incident.ActionItem) *string { return &a.DueSaid }, func(t incident.Told) string { return t.DueSaid }},
}

const stageField = "Stage"

func legalWords(dimension string) []string {
	var out []string
	for _, d := range followup.Dimensions {
		for _, v := range d.Values {
			if d.Name == dimension {
				out = append(out, v.Word)
			}
		}
	}
	return out
}

// boardOptions are the legal values of a board's field.
func boardOptions(field string) []string {
	if field == stageField {
		return followup.Stages
	}
	for _, b := range bothSay {
		if b.field == field {
			return b.legal
		}
	}
	return nil
}

// boardBefore takes what people chose on the board into all action items, before the matrix places them.
func boardBefore(i *incident.Incident, w snapshot.World, l ledger.Ledger) {
	for n := range i.Actions {
		a := &i.Actions[n]
		a.ByHand = ""
		if it, ok := issueOf(*a, w); ok {
			chosen(a, it, w, l, toldOf(*a, it, i.Told))
		}
	}
}

// boardAfter lets the columns be where people moved them, after the matrix has placed the items.
func boardAfter(i *incident.Incident, w snapshot.World, l ledger.Ledger) {
	for n := range i.Actions {
		if it, ok := issueOf(i.Actions[n], w); ok {
			chosenColumn(&i.Actions[n], it, w, l)
		}
	}
}

// issueOf finds the issue of an action item, once package replay knows its number.
func issueOf(a incident.ActionItem, w snapshot.World) (snapshot.Item, bool) {
	for _, it := range w.Items {
		home := it.Repo == "" || it.Repo == w.Repository.FullName()
		if a.Number != 0 && it.Number == a.Number && (it.Repo == a.Repo || a.Repo == "" && home) {
			return it, true
		}
	}
	return snapshot.Item{}, false
}

// toldOf are the commands about one item, oldest first.
func toldOf(a incident.ActionItem, it snapshot.Item, all []incident.Told) []incident.Told {
	var out []incident.Told
	for _, t := range all {
		if t.Item != 0 && t.Item == it.ID || t.Key != "" && t.Key == a.Key || t.Ref != "" && t.Ref == a.Name() {
			out = append(out, t)
		}
	}
	return out
}

// chosen takes what people chose on the board (or by label, where labels stand in for one) into an action item: its
// classification, kind and date, where no command said something newer. told are the commands about this item, oldest first.
// It comes before the matrix is asked, and chosenColumn after it.
func chosen(a *incident.ActionItem, it snapshot.Item, w snapshot.World, l ledger.Ledger, told []incident.Told) {
	wrote := l.Board.On(w.BoardID()).Wrote(it.ID)
	it = it.OnBoard(w.BoardID(), boardOptions, wrote)
	for _, b := range bothSay {
		choice, ok := it.ByHand(b.field, wrote)
		if !ok || b.outdone(*a, choice, told, wrote) {
			continue
		}
		a.Choose(b.field)
		value := strings.ToLower(strings.TrimSpace(choice.Value))
		if b.legal == nil || value == "" || slices.Contains(b.legal, value) {
			*b.of(a) = value
		}
	}
}

// outdone says whether a command is newer than what a person chose on the board.
func (b onBoard) outdone(a incident.ActionItem, c snapshot.Choice, told []incident.Told, wrote map[string]string) bool {
	at := time.Time{}
	for _, t := range told {
		if b.said(t) != "" {
			at = t.At
		}
	}
	if at.IsZero() {
		return false
	}
	if c.At.IsZero() { // emptied, or a label: nobody knows when. What was said since we last wrote is news.
		return *b.of(&a) != strings.ToLower(wrote[b.field])
	}
	return at.After(c.At)
}

// chosenColumn lets the column, and a date that was emptied, be what a person chose on the board: it wins and stays, until
// people do something newer with the issue itself. Moved to
// Won't do, an item is decided against.
func chosenColumn(a *incident.ActionItem, it snapshot.Item, w snapshot.World, l ledger.Ledger) {
	wrote := l.Board.On(w.BoardID()).Wrote(it.ID)
	it = it.OnBoard(w.BoardID(), boardOptions, wrote)
	if a.SetByHand("Due") && a.DueSaid == "" {
		a.Due = ""
	}
	choice, ok := it.ByHand(stageField, wrote)
	if a.WentOn = ok && wentOn(it, choice.At); !ok || a.WentOn {
		return
	}
	a.Choose(stageField)
	if choice.Value == "" {
		return
	}
	a.Stage = choice.Value
	a.Declined = a.Declined || strings.EqualFold(a.Stage, followup.StageWontDo) && a.DoneAt.IsZero()
}

// wentOn says whether people closed the item's issue, opened it again or merged its pull request after a column was chosen:
// that is the newer word, and the column follows it. A column of which nobody knows since when stays.
func wentOn(it snapshot.Item, since time.Time) bool {
	if since.IsZero() {
		return false
	}
	for _, e := range it.Events {
		if !e.Bot && (e.Kind == "Closed" || e.Kind == "Reopened") && e.At.After(since) {
			return true
		}
	}
	return slices.ContainsFunc(it.Pulls, func(p snapshot.LinkedPull) bool { return p.Merged && p.MergedAt.After(since) })
}
