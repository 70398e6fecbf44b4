package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/inert"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// The types of board fields, in GraphQL's names.
const (
	singleSelect = "SINGLE_SELECT"
	textField    = "TEXT"
	numberField  = "NUMBER"
	dateField    = "DATE"
)

// boardField is one field of ours: how it is made, and what an item has in it.
type boardField struct {
	name    string
	kind    string
	options func(policy.Config) []string
	value   func(boardItem) string
}

// boardItem is what a field's value is taken from.
type boardItem struct {
	incident.ActionItem
	followup.Result
	stage string
	in    incident.Incident
}

// boardFields are the fields, in the order in which they are created.
var boardFields = []boardField{
	{"Stage", singleSelect, fixed(followup.Stages...), func(b boardItem) string { return b.stage }},
	{"Importance", singleSelect, fixed("high", "medium", "low"), func(b boardItem) string { return b.Importance }},
	{"Size", singleSelect, fixed("xs", "s", "m", "l", "xl"), func(b boardItem) string { return b.Size }},
	{"Urgency", singleSelect, fixed("high", "medium", "low"), func(b boardItem) string { return b.Urgency }},
	{"Confidence", singleSelect, fixed("high", "medium", "low"), func(b boardItem) string { return b.Confidence }},
	{"Kind", singleSelect, fixed(incident.Kinds...), func(b boardItem) string { return b.Kind }},
	{"ISU", numberField, nil, isuValue},
	{"Incident", textField, nil, func(b boardItem) string {
		return fmt.Sprintf("%d: %s", b.in.Number, inert.Clip(inert.Plain(b.in.Title), 180))
	}},
	{"Severity", singleSelect, severityOptions, func(b boardItem) string { return string(b.in.Highest) }},
	{"Due", dateField, nil, func(b boardItem) string { return b.ActionItem.Due }},
}

func fixed(options ...string) func(policy.Config) []string {
	return func(policy.Config) []string { return options }
}

func severityOptions(c policy.Config) []string {
	var out []string
	for _, row := range c.Severities {
		out = append(out, row.Name)
	}
	return append(out, string(incident.Unknown))
}

func isuValue(b boardItem) string {
	if !b.Known {
		return ""
	}
	return strconv.FormatFloat(b.ActionItem.ISU, 'f', -1, 64)
}

// board wants the action items on the organisation's board, with their values where the board has none: what a person
// chose there wins and stays. The board and its missing fields come first; values follow once the fields are seen. Fields
// that exist are never changed.
func board(s *scene) error {
	if !s.boardWanted() || s.World.BoardState == snapshot.BoardUnreachable || s.World.BoardState == snapshot.BoardUnasked {
		return nil
	}
	b := s.World.Board
	if b == nil {
		if s.World.BoardState == snapshot.BoardMissing && s.World.Repository.OwnerIsOrg {
			s.do(Action{Kind: BoardCreate, Title: s.Config.Followups.Board, Node: s.World.Repository.OwnerNodeID})
			s.createFields(snapshot.Board{})
		}
		return nil
	}
	if b.Closed {
		return nil
	}
	s.createFields(*b)
	s.fillBoard(*b)
	return nil
}

// boardWanted says whether there is anything to put on a board that the settings ask for.
func (s *scene) boardWanted() bool {
	return s.Config.Effective().ActionItems == policy.ActionBoard && s.itemsDue() && len(s.Incident.Actions) > 0
}

// boardLost says whether a board is wanted and cannot be reached, or was closed: the card has a line about it.
func (s *scene) boardLost() bool {
	return s.boardWanted() && (s.World.Board != nil && s.World.Board.Closed ||
		s.World.BoardState == snapshot.BoardUnreachable ||
		s.World.BoardState == snapshot.BoardMissing && !s.World.Repository.OwnerIsOrg)
}

func (s *scene) createFields(b snapshot.Board) {
	for _, f := range boardFields {
		if _, there := b.Field(f.name); there {
			continue
		}
		fields := map[string]string{"type": f.kind}
		if f.options != nil {
			fields["options"] = strings.Join(f.options(s.Config), ",")
		}
		s.do(Action{Kind: BoardField, Target: f.name, Node: b.NodeID, Fields: fields})
	}
}

// fillBoard puts items on the board and fills what is empty there.
func (s *scene) fillBoard(b snapshot.Board) {
	results := make([]followup.Result, len(s.Incident.Actions))
	for n, a := range s.Incident.Actions {
		results[n] = s.classify(a)
	}
	stages := followup.Fit(s.Incident.Actions, results, s.Config.Followups.CapacityDays)
	for n, a := range s.Incident.Actions {
		it, ok := s.itemFor(a)
		if !ok {
			continue
		}
		fields := map[string]string{}
		for _, f := range boardFields {
			value := f.value(boardItem{a, results[n], stages[n], s.Incident})
			if value != "" && it.Fields[f.name] == "" && accepts(b, f, value) {
				fields[f.name] = value
			}
		}
		if it.BoardItem == "" || len(fields) > 0 {
			s.do(Action{Kind: BoardItem, Node: it.NodeID, Target: it.Title, Fields: fields})
		}
	}
}

// accepts says whether the board's own field of that name can hold the value: a person may have made it differently.
func accepts(b snapshot.Board, f boardField, value string) bool {
	there, ok := b.Field(f.name)
	if !ok || there.Type != f.kind {
		return false
	}
	return f.kind != singleSelect || slices.ContainsFunc(there.Options, func(o snapshot.BoardOption) bool { return sameFold(o.Name, value) })
}
