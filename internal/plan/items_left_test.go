package plan

import (
	"maps"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
)

func TestWhoeverLeftIsTakenOffTheItemAndItIsSaidThereOnce(t *testing.T) {
	in := after(t, "/ack", "/action Alert I:high S:s U:medium C:high", "/recovered")
	settle(t, &in)
	in.World.ItemsKnown = true
	in.World.Items[0].Assignees = []incident.Person{hana}
	judge(&in)
	settle(t, &in)
	for _, asked := range []struct {
		may  incident.Permission
		left bool
	}{{incident.Read, false}, {incident.NoAccess, true}} {
		in.World.Permissions = maps.Clone(in.World.Permissions)
		in.World.Permissions[hana.ID] = asked.may
		p := make1(t, in)
		if got := len(of(p, ItemUnassign)) == 1; got != asked.left {
			t.Errorf("with %s: %s", asked.may, kinds(p))
		}
	}
	settle(t, &in)
	it := in.World.Items[0]
	said := 0
	for _, c := range it.Comments {
		if strings.Contains(c.Body, "hana cannot be assigned here any more") {
			said++
		}
	}
	if len(it.Assignees) != 0 || said != 1 {
		t.Errorf("assigned %v, said %d times", it.Assignees, said)
	}
	judge(&in)
	settle(t, &in)
	in.World.Items[0].Assignees = []incident.Person{hana} // GitHub did not take it
	in.World.Items[0].Comments = nil                      // out of sight
	judge(&in)
	if p := make1(t, in); len(of(p, ItemComment)) != 0 || len(of(p, ItemUnassign)) != 1 {
		t.Errorf("said again: %s", kinds(p))
	}
}
