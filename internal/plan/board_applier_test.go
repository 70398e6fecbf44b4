package plan

import (
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/snapshot"
)

// carryOutBoard does on a board what GitHub would.
func carryOutBoard(t rapid.TB, w *snapshot.World, a Action, now time.Time) {
	switch a.Kind {
	case BoardCreate:
		w.Board, w.BoardState = &snapshot.Board{NodeID: "PVT_1", Number: 3, Title: a.Title}, snapshot.BoardReachable
	case BoardField:
		if _, there := w.Board.Field(a.Target); there {
			t.Fatalf("the field %s is made twice", a.Target)
		}
		f := snapshot.BoardField{NodeID: "F_" + a.Target, Name: a.Target, Type: a.Fields["type"]}
		for _, o := range strings.Split(a.Fields["options"], ",") {
			f.Options = append(f.Options, snapshot.BoardOption{ID: "O_" + o, Name: o})
		}
		w.Board.Fields = append(w.Board.Fields, f)
	case BoardView:
		if w.Board.HasView(a.Target) {
			t.Fatalf("the view %s is made twice", a.Target)
		}
		w.Board.Views = append(w.Board.Views, a.Target)
	case BoardNote:
		w.Board.Readme = a.Body
		w.Board.Memory, _ = snapshot.ReadMemory(a.Body)
		w.Board.Fields = w.Board.Memory.Known(w.Board.Fields)
	case BoardStatus:
		w.Board.Status = &snapshot.BoardStatus{At: now, Status: a.Target, Body: a.Body, Mine: true}
	case BoardItem:
		putOnBoard(w, a, now)
	case ItemLabels:
		putLabels(w, a)
	case ItemComment, ItemClose, ItemUnassign, ItemLink, ItemUpdate:
		toItem(w, a, now)
	default:
		t.Fatalf("nobody carries out %s", a.Kind)
	}
}

// toItem does to an item's issue what GitHub would.
func toItem(w *snapshot.World, a Action, now time.Time) {
	w.Items = slices.Clone(w.Items)
	for n := range w.Items {
		it := &w.Items[n]
		switch {
		case a.Kind == ItemLink && it.NodeID == a.Key:
			it.Parent, it.Loose = true, false
		case it.NodeID != a.Node:
		case a.Kind == ItemComment:
			id := int64(90000 + 100*n + len(it.Comments))
			it.Comments = append(slices.Clone(it.Comments), snapshot.Comment{ID: id, Mine: true, Bot: true, Author: w.Viewer, Body: a.Body, CreatedAt: now})
		case a.Kind == ItemClose:
			it.Open, it.Declined, it.ClosedAt = false, a.Target == notPlanned, now
		case a.Kind == ItemUnassign:
			it.Assignees = nil
		case a.Kind == ItemUpdate:
			it.Title = a.Title
		}
	}
}

func putOnBoard(w *snapshot.World, a Action, now time.Time) {
	for n := range w.Items {
		it := &w.Items[n]
		if it.NodeID != a.Node {
			continue
		}
		it.BoardItem, it.Fields, it.Set = "PVTI_"+a.Node, maps.Clone(it.Fields), maps.Clone(it.Set)
		if it.Set == nil {
			it.Set = map[string]snapshot.Setting{}
		}
		for k, v := range a.Fields {
			made := it.Fields[k] == ""
			it.Fields[k] = v
			it.Set[k] = snapshot.Setting{At: now, By: w.Viewer, Mine: true, Ours: made, Fresh: true}
		}
	}
}

func putLabels(w *snapshot.World, a Action) {
	for n := range w.Items {
		it := &w.Items[n]
		if it.NodeID != a.Node {
			continue
		}
		it.Set = maps.Clone(it.Set)
		if it.Set == nil {
			it.Set = map[string]snapshot.Setting{}
		}
		gone := strings.Split(a.Fields["remove"], ",")
		it.Labels = slices.DeleteFunc(slices.Clone(it.Labels), func(l string) bool { return slices.Contains(gone, l) })
		for _, l := range strings.Split(a.Fields["add"], ",") {
			if l == "" {
				continue
			}
			it.Labels = append(it.Labels, l)
			if field, _, ok := snapshot.OfLabel(l); ok {
				it.Set[field] = snapshot.Setting{Fresh: true}
			}
		}
	}
}

// anew forgets what only the process that wrote it knows.
func anew(in *Input) {
	in.World.Items = slices.Clone(in.World.Items)
	for n := range in.World.Items {
		it := &in.World.Items[n]
		it.Set = maps.Clone(it.Set)
		for k, v := range it.Set {
			v.Fresh = false
			it.Set[k] = v
		}
	}
}
