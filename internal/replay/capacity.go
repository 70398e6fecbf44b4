package replay

import (
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/followup"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// capacity is what the team can do, and what of other incidents waits for it on the board that they share. Without a board
// nothing is known of others: then each incident has a line of its own.
func capacity(own []incident.ActionItem, w snapshot.World, cfg policy.Config) followup.Capacity {
	c := followup.Capacity{Days: cfg.Followups.CapacityDays}
	if w.Board == nil || w.Board.Closed {
		return c
	}
	for _, card := range w.Board.Cards {
		ours := func(a incident.ActionItem) bool { return a.URL == card.URL }
		if !card.Open || slices.ContainsFunc(own, ours) || slices.ContainsFunc(takeNothing, func(stage string) bool { return strings.EqualFold(stage, card.Fields[stageField]) }) {
			continue
		}
		value := func(field string) string { return strings.ToLower(strings.TrimSpace(card.Fields[field])) }
		if s, ok := followup.ShareOf(incident.ActionItem{
			URL: card.URL, Importance: value("Importance"), Size: value("Size"), Urgency: value("Urgency"), Confidence: value("Confidence"),
		}); ok {
			c.Others = append(c.Others, s)
		}
	}
	return c
}

// takeNothing are the columns in which nothing is left to do, whatever the matrix says.
var takeNothing = []string{followup.StageVerify, followup.StageDone, followup.StageWontDo}
