package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// parented is an incident with that many sub-issues made by people, and one action item that a command asked for.
func parented(t *testing.T, subIssues int, more ...string) Input {
	t.Helper()
	in := after(t, append([]string{"/ack", "/action Alert on 502s I:high S:s U:medium C:high"}, more...)...)
	for n := range subIssues {
		in.World.Items = append(in.World.Items, snapshot.Item{
			ID: int64(5000 + n), NodeID: fmt.Sprintf("I_sub%d", n), Number: 500 + n, Title: fmt.Sprintf("By hand %d", n), Open: true,
			Author: hana, Repo: in.World.Repository.FullName(), CreatedAt: zero, UpdatedAt: zero, Labels: []string{actionLabel}, Fields: map[string]string{},
		})
	}
	in.World.ItemsKnown = true
	judge(&in)
	return in
}

func TestTheHundredAndFirstSubIssueIsATaskOnTheCard(t *testing.T) {
	for subIssues, want := range map[int]struct {
		parent string
		line   string
	}{
		99:  {"I_42", "\n- Alert on 502s"},
		100: {"", "\n- [ ] Alert on 502s"},
	} {
		in := parented(t, subIssues)
		in.Now = in.Now.Add(time.Hour)
		say(&in, ben, 20, "/recovered")
		var made []Action
		for _, a := range make1(t, in).Actions {
			if a.Kind == ItemCreate {
				made = append(made, a)
			}
		}
		if len(made) != 1 || (made[0].Node == "") != (want.parent == "") {
			t.Fatalf("with %d sub-issues: %+v", subIssues, made)
		}
		settle(t, &in)
		judge(&in)
		settle(t, &in)
		if !strings.Contains(in.World.Card.Body, want.line) {
			t.Errorf("with %d sub-issues the card does not have %q:\n%s", subIssues, want.line, visibleText(in.World.Card.Body))
		}
		if n := strings.Count(in.World.Card.Body, "- [ ] "); n > 1 {
			t.Errorf("%d tasks", n)
		}
	}
}

func TestAnIssueOfAnotherOwnerIsATaskOnTheCardAndIsLeftAsItIs(t *testing.T) {
	in := after(t, "/ack", "/action widgets/core#5 I:high S:s U:medium", "/recovered")
	in.World.Items = append(in.World.Items, snapshot.Item{
		ID: 700, NodeID: "I_core5", Number: 5, Title: "Retry with jitter", Open: true, Loose: true, Author: incident.Person{ID: 99, Login: "them"},
		Repo: "widgets/core", RepoID: 77, Fields: map[string]string{}, URL: "https://github.example/widgets/core/issues/5", CreatedAt: zero, UpdatedAt: zero,
	})
	in.World.ItemsKnown = true
	judge(&in)
	for _, p := range settle(t, &in) {
		for _, a := range p.Actions {
			if a.Kind == ItemCreate || a.Node == "I_core5" && a.Kind != BoardItem || a.Key == "I_core5" {
				t.Errorf("%s %s", a.Kind, a.Target)
			}
		}
	}
	judge(&in)
	settle(t, &in)
	if want := "- [ ] Retry with jitter · widgets/core#5"; !strings.Contains(in.World.Card.Body, want) {
		t.Errorf("the card does not have %q:\n%s", want, visibleText(in.World.Card.Body))
	}
}
