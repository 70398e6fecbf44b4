package plan

import (
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// labelItems lets labels say of an item what a board would: where none can be had. What a person put on or took off stays.
func (s *scene) labelItems() error {
	for _, a := range s.Incident.Actions {
		it, ok := s.itemFor(a)
		if !ok || it.BoardItem != "" {
			continue
		}
		add, remove := s.labelsOfItem(a, it)
		if len(add)+len(remove) == 0 {
			continue
		}
		if it.Repo == "" || it.Repo == s.World.Repository.FullName() {
			for _, name := range add {
				if err := s.createLabel(name); err != nil {
					return err
				}
			}
		}
		s.do(Action{Kind: ItemLabels, Node: it.NodeID, Target: it.Title, Fields: map[string]string{
			"repository": it.Repo, "number": strconv.Itoa(it.Number), "add": strings.Join(add, ","), "remove": strings.Join(remove, ","),
		}})
	}
	return nil
}

// labelsOfItem compares the labels of one item with its classification. Of a field there is one label: that of a person
// drives out ours, and what a newer command said drives out both.
func (s *scene) labelsOfItem(a incident.ActionItem, it snapshot.Item) (add, remove []string) {
	wrote := s.Ledger.Board.On(snapshot.OnLabels).Wrote(it.ID)
	shown := s.onBoard(it, wrote)
	for _, f := range boardFields {
		value, kept := f.value(boardItem{a, s.Incident}), keeps(a, shown, f, wrote)
		if kept {
			value = shown.Fields[f.name]
		}
		label := snapshot.BoardLabel(f.name, value)
		if label != "" && !it.HasLabel(label) {
			add = append(add, label)
		}
		for _, other := range s.boardOptions(f.name) {
			l := snapshot.BoardLabel(f.name, other)
			ours := other == wrote[f.name] || shown.Set[f.name].Fresh && other == shown.Fields[f.name]
			if l != "" && l != label && (ours || !kept) && it.HasLabel(l) {
				remove = append(remove, l)
			}
		}
	}
	return add, remove
}

// boardLabel says whether a label is one of the classification.
func boardLabel(label string) bool {
	field, _, ok := snapshot.OfLabel(label)
	return ok && field != ""
}
