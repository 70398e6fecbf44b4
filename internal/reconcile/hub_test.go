package reconcile_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
)

func TestAnIncidentIsShownAndThenNothingIsLeftToDo(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	first := w.run()
	if len(first.Actions) == 0 || first.Phase != incident.Detection {
		t.Fatalf("%+v", first)
	}
	if got := w.labels(); !strings.Contains(got, "incident") || !strings.Contains(got, "phase/detection") || !strings.Contains(got, "severity/sev2") {
		t.Errorf("labels %q", got)
	}
	if n := len(w.comments("sensible[bot]")); n != 1 {
		t.Errorf("%d comments", n)
	}
	idle := w.spent(func() {
		if got := w.run(); len(got.Actions) != 0 {
			t.Errorf("a second run did %v", got.Actions)
		}
	})
	if fmt.Sprint(idle) != "map[Incident:1]" {
		t.Errorf("an idle run cost %v", idle)
	}
	w.restart()
	w.key.Number = 1
	if got := w.run(); len(got.Actions) != 0 {
		t.Errorf("a new process did %v", got.Actions)
	}
}

func TestACommandCostsThreeRequests(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/ack")
	cost := w.spent(func() { w.run() })
	if want := "map[Apply:1 GET permission:1 Incident:1]"; fmt.Sprint(cost) != want {
		t.Errorf("cost %v, want %s", cost, want)
	}
}

func TestWhatIsNoIncidentIsLeftAlone(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.key = w.open("just a bug")
	w.say("ben", "/ack")
	cost := w.spent(func() {
		if got := w.run(); len(got.Actions) != 0 || got.Also != nil {
			t.Errorf("%+v", got)
		}
	})
	if cost["Apply"] != 0 || len(w.comments("sensible[bot]")) != 0 {
		t.Errorf("cost %v", cost)
	}
}

func TestWhileNobodyKnowsAPermissionNothingIsJudgedAndNothingIsLost(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/severity 1")
	if err := w.hub.Faults().Add("status=503,when=before,match=GET /repos/*/permission,count=1"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.rec.Run(t.Context(), w.key); err == nil || !strings.Contains(err.Error(), "acme/shop#1") {
		t.Fatalf("error %v", err)
	}
	if strings.Contains(w.labels(), "sev1") {
		t.Error("judged without knowing")
	}
	w.run()
	if !strings.Contains(w.labels(), "severity/sev1") || len(w.comments("sensible[bot]")) != 1 {
		t.Errorf("labels %q", w.labels())
	}
}

func TestWhoMayNotChangesNothing(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("eve", "/severity 1")
	w.run()
	if strings.Contains(w.labels(), "sev1") {
		t.Errorf("labels %q", w.labels())
	}
}

func TestAWriteWhoseAnswerIsLostIsNotRepeated(t *testing.T) {
	for _, fault := range []string{"status=502,when=after", "status=502,when=before", "drop=true,when=after"} {
		t.Run(fault, func(t *testing.T) {
			w := newWorld(t, "stage: 1\n")
			broken := func() {
				t.Helper()
				if err := w.hub.Faults().Add(fault + ",match=Apply,count=1"); err != nil {
					t.Fatal(err)
				}
				if _, err := w.rec.Run(t.Context(), w.key); err == nil {
					t.Fatal("the lost answer was taken for success")
				}
			}
			broken()
			w.run()
			w.say("eve", "/severity 1") // is refused by a reply
			broken()
			w.run()
			if n := len(w.comments("sensible[bot]")); n != 2 {
				t.Errorf("%d comments of ours, want the card and one reply", n)
			}
		})
	}
}

func TestACardThatSomebodyDeletedOrEditedComesBack(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	w.run()
	w.say("ben", "/ack")
	w.run()
	card := w.comments("sensible[bot]")[0]
	w.as("aiko", "PATCH", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", card.ID), map[string]any{"body": "gone"})
	w.run()
	if got := w.comments("sensible[bot]"); len(got) != 1 || !strings.Contains(got[0].Body, "@ben") {
		t.Errorf("after an edit: %v", got)
	}
	w.as("aiko", "DELETE", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", card.ID), nil)
	w.run()
	if got := w.comments("sensible[bot]"); len(got) != 1 || !strings.Contains(got[0].Body, "@ben") {
		t.Errorf("after a deletion: %v", got)
	}
}

func TestABrokenConfigurationKeepsTheLastGoodOneAndIsSaid(t *testing.T) {
	w := newWorld(t, "severities: [{name: sev1, title: Critical}, {name: ugly, title: Ugly}]\n")
	w.say("ben", "/severity ugly")
	w.run()
	if !strings.Contains(w.labels(), "severity/ugly") {
		t.Fatalf("labels %q", w.labels())
	}
	w.push(".github/sensible.yml", "severities: 3\n")
	w.say("ben", "talk")
	w.run()
	if !strings.Contains(w.labels(), "severity/ugly") || !strings.Contains(w.comments("sensible[bot]")[0].Body, "sensible.yml") {
		t.Errorf("labels %q, card:\n%s", w.labels(), w.comments("sensible[bot]")[0].Body)
	}
}

func TestRecoveryBringsThePostmortemTheItemsAndTheBoard(t *testing.T) {
	w := newWorld(t, "stage: 2\n")
	w.run()
	w.say("ben", "/ack\n/action alert earlier I:high S:s U:medium C:low")
	w.run()
	w.say("ben", "/fixed\n/recovered")
	got := w.run()
	if got.Phase != incident.PostIncident {
		t.Fatalf("phase %s, did %v", got.Phase, got.Actions)
	}
	var pulls []struct{ Head struct{ Ref string } }
	if err := json.Unmarshal(w.as("aiko", "GET", "/repos/acme/shop/pulls?state=all", nil), &pulls); err != nil {
		t.Fatal(err)
	}
	if len(pulls) != 1 || pulls[0].Head.Ref != fmt.Sprintf("postmortem/%d", w.key.Number) {
		t.Errorf("pull requests %+v", pulls)
	}
	var items []struct {
		Number int
		Title  string
	}
	if err := json.Unmarshal(w.as("aiko", "GET", w.issuePath()+"/sub_issues", nil), &items); err != nil {
		t.Fatal(err)
	}
	if len(items) != 1 || items[0].Title != "alert earlier" {
		t.Errorf("action items %+v", items)
	}
	idle := w.spent(func() {
		if again := w.run(); len(again.Actions) != 0 {
			t.Errorf("still something to do: %v", again.Actions)
		}
	})
	if fmt.Sprint(idle) != "map[Incident:1]" {
		t.Errorf("an idle run cost %v", idle)
	}
	item := w.key
	item.Number = items[0].Number
	result, err := w.rec.Run(t.Context(), item)
	if err != nil || result.Also == nil || result.Also.ID() != w.key.ID() {
		t.Errorf("an action item leads to %+v, %v", result.Also, err)
	}
}
