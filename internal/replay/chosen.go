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

// bothSay is a value of an action item that both a command and a field of the board can say.
type bothSay struct {
	field string
	legal []string // in small letters; nil = any date
	of    func(*incident.ActionItem) *string
}

// saidByBoth is the table of them.
var saidByBoth = []bothSay{
	{"Importance", legalWords("importance"), func(a *incident.ActionItem) *string { return &a.Importance }},
	{"Size", legalWords("size"), func(a *incident.ActionItem) *string { return &a.Size }},
	{"Urgency", legalWords("urgency"), func(a *incident.ActionItem) *string { return &a.Urgency }},
	{"Confidence", legalWords("confidence"), func(a *incident.ActionItem) *string { return &a.Confidence }},
	{"Kind", incident.Kinds, func(a *incident.ActionItem) *string { return &a.Kind }},
	{"Due", nil, func(a *incident.ActionItem) *string { return &a.DueSaid }},
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
	for _, b := range saidByBoth {
		if b.field == field {
			return b.legal
		}
	}
	return nil
}

// chosen takes what people chose on the board (or by label, where labels stand in for one) into an action item: its
// classification, kind and date, where no command said something newer. said is when each field was last said by a command. It
// comes before the matrix is asked, and chosenColumn after it.
func chosen(a *incident.ActionItem, it snapshot.Item, w snapshot.World, l ledger.Ledger, said map[string]time.Time) {
	wrote := l.Board.On(w.BoardID()).Wrote(it.ID)
	it = it.OnBoard(w.BoardID(), boardOptions, wrote)
	for _, b := range saidByBoth {
		choice, ok := it.ByHand(b.field, wrote)
		if !ok || b.outdone(*a, choice, said[b.field], wrote) {
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
func (b bothSay) outdone(a incident.ActionItem, c snapshot.Choice, said time.Time, wrote map[string]string) bool {
	if c.At.IsZero() { // emptied, or a label: nobody knows when. What was said since we last wrote is news.
		return !said.IsZero() && *b.of(&a) != strings.ToLower(wrote[b.field])
	}
	return said.After(c.At)
}

// chosenColumn lets the column, and a date that was emptied, be what a person chose on the board: it wins and stays. Moved to
// Won't do, an item is decided against.
func chosenColumn(a *incident.ActionItem, it snapshot.Item, w snapshot.World, l ledger.Ledger) {
	wrote := l.Board.On(w.BoardID()).Wrote(it.ID)
	it = it.OnBoard(w.BoardID(), boardOptions, wrote)
	if a.SetByHand("Due") && a.DueSaid == "" {
		a.Due = ""
	}
	choice, ok := it.ByHand(stageField, wrote)
	if !ok {
		return
	}
	a.Choose(stageField)
	if choice.Value == "" {
		return
	}
	a.Stage = choice.Value
	a.Declined = a.Declined || strings.EqualFold(a.Stage, followup.StageWontDo) && a.DoneAt.IsZero()
}
