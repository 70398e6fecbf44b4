package plan

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// edit is something that a person does to an action item's issue.
type edit struct {
	name string
	do   func(*snapshot.Item, time.Time)
}

func personEdits() []edit {
	event := func(it *snapshot.Item, kind string, at time.Time) {
		it.Events = append(slices.Clone(it.Events), snapshot.Event{ID: fmt.Sprint(kind, at.Unix()), Kind: kind, Actor: hana, At: at})
	}
	return []edit{
		{"rename", func(it *snapshot.Item, at time.Time) {
			it.Title = "as a person calls it"
			event(it, "RenamedTitle", at)
		}},
		{"write in it", func(it *snapshot.Item, _ time.Time) { it.Body += "\nby hand" }},
		{"take labels off", func(it *snapshot.Item, _ time.Time) { it.Labels = nil }},
		{"assign", func(it *snapshot.Item, _ time.Time) { it.Assignees = []incident.Person{hana} }},
		{"unassign", func(it *snapshot.Item, _ time.Time) { it.Assignees = nil }},
		{"close", func(it *snapshot.Item, at time.Time) {
			it.Open, it.Declined, it.ClosedAt = false, false, at
			event(it, "Closed", at)
		}},
		{"decline", func(it *snapshot.Item, at time.Time) {
			it.Open, it.Declined, it.ClosedAt = false, true, at
			event(it, "Closed", at)
		}},
		{"reopen", func(it *snapshot.Item, at time.Time) {
			it.Open, it.Declined, it.ClosedAt = true, false, time.Time{}
			event(it, "Reopened", at)
		}},
	}
}

// TestWhatPeopleDoToTheIssuesOfItemsIsNeverUndone lets people do to their items what they like, in any order, and looks at every plan
// that follows: nothing about an issue is changed back, and one that was deleted stays deleted.
func TestWhatPeopleDoToTheIssuesOfItemsIsNeverUndone(t *testing.T) {
	begun := after(t, "/ack", "/action Alert @ben I:high S:s U:medium C:low K:detect", "/action Limit", "/recovered")
	settle(t, &begun)
	begun.World.ItemsKnown = true
	rapid.Check(t, func(rt *rapid.T) {
		in := begun
		for n := range rapid.IntRange(1, 3).Draw(rt, "edits") {
			in.Now = in.Now.Add(time.Hour)
			if len(in.World.Items) > 0 {
				at := rapid.IntRange(0, len(in.World.Items)-1).Draw(rt, "item")
				in.World.Items = slices.Clone(in.World.Items)
				if rapid.IntRange(0, 9).Draw(rt, "delete") == 0 {
					in.World.Items = slices.Delete(in.World.Items, at, at+1)
				} else {
					e := rapid.SampledFrom(personEdits()).Draw(rt, "edit")
					e.do(&in.World.Items[at], in.Now)
				}
			}
			judge(&in)
			for range 5 {
				p := make1(rt, in)
				for _, a := range p.Actions {
					switch a.Kind {
					case ItemCreate, ItemUpdate, ItemMark, ItemLink, ItemClose, ItemUnassign:
						rt.Fatalf("after edit %d: %s %s", n, a.Kind, a.Target+a.Key)
					}
				}
				if p.Empty() {
					break
				}
				pretend(rt, &in, p)
				judge(&in)
			}
		}
	})
}
