package reconcile_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// said is a comment as the API answers it.
type said struct {
	ID        int64
	NodeID    string    `json:"node_id"`
	CreatedAt time.Time `json:"created_at"`
	Body      string
	User      struct {
		ID    int64
		Login string
	}
}

// tell comments without anybody hearing of it.
func (w *world) tell(login, body string) said {
	w.Helper()
	w.hub.Advance(time.Second)
	var out said
	if err := json.Unmarshal(w.as(login, "POST", w.issuePath()+"/comments", map[string]any{"body": body}), &out); err != nil {
		w.Fatal(err)
	}
	return out
}

// hear is the delivery of a comment.
func (w *world) hear(s said, count int) {
	w.rec.Heard(w.key, reconcile.Hint{Comments: count, Comment: snapshot.Comment{
		ID: s.ID, NodeID: s.NodeID, Body: s.Body, CreatedAt: s.CreatedAt, Author: incident.Person{ID: s.User.ID, Login: s.User.Login},
	}})
}

func (w *world) rewrite(s said, body string) {
	w.Helper()
	w.hub.Advance(2 * time.Second)
	w.as("aiko", "PATCH", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", s.ID), map[string]any{"body": body})
}

func (w *world) remove(s said) {
	w.Helper()
	w.as("aiko", "DELETE", fmt.Sprintf("/repos/acme/shop/issues/comments/%d", s.ID), nil)
}

// known is an incident that a reconciler, which works alone, has run; its labels exist.
func known(t testing.TB) *world {
	t.Helper()
	w := newWorld(t, "stage: 1\n")
	w.rec.Alone = true
	w.run()
	w.say("ben", "/severity 1")
	w.run()
	return w
}

func TestACommentThatIsHeardCostsOneRequest(t *testing.T) {
	w := known(t)
	s := w.tell("ben", "/severity 2")
	w.hear(s, 0)
	if cost := w.spent(func() { w.run() }); fmt.Sprint(cost) != "map[Apply:1]" {
		t.Errorf("cost %v", cost)
	}
	if !strings.Contains(w.labels(), "severity/sev2") {
		t.Errorf("labels %q", w.labels())
	}
	w.hear(s, 0) // once more
	if cost := w.spent(func() { w.run() }); len(cost) != 0 {
		t.Errorf("the same comment again cost %v", cost)
	}
	if got := w.run(); len(got.Actions) != 0 {
		t.Errorf("a look found still to do: %v", got.Actions)
	}
}

func TestACommandThatWasEditedOrDeletedBeforeItRanIsNotRun(t *testing.T) {
	for name, change := range map[string]func(*world, said){
		"edited":  func(w *world, s said) { w.rewrite(s, "/severity 3 or so") },
		"deleted": func(w *world, s said) { w.remove(s) },
	} {
		t.Run(name, func(t *testing.T) {
			w := known(t)
			s := w.tell("ben", "/severity 2")
			change(w, s)
			w.hear(s, 0)
			got := w.run()
			if got.Incident.Severity != "sev1" || !strings.Contains(w.labels(), "severity/sev1") {
				t.Errorf("severity %s, labels %q", got.Incident.Severity, w.labels())
			}
			w.restart()
			w.key.Number = 1
			if again := w.run(); again.Incident.Severity != "sev1" || len(again.Actions) != 0 {
				t.Errorf("a new process: %s, %v", again.Incident.Severity, again.Actions)
			}
		})
	}
}

func TestAnEarlierCommentThatNobodyHeardIsJudgedInItsOrder(t *testing.T) {
	w := known(t)
	first := w.tell("ben", "/severity 3")
	second := w.tell("ben", "/severity 4")
	w.hear(second, 0)
	w.run()
	w.hear(first, 0)
	if got := w.run(); got.Incident.Severity != "sev4" || !strings.Contains(w.labels(), "severity/sev4") {
		t.Errorf("severity %s, labels %q", got.Incident.Severity, w.labels())
	}
	w.hear(w.tell("ben", "/severity 2"), 0)
	w.tell("ben", "/severity 3") // newer, and not heard: what comes back tells of it
	if cost := w.spent(func() { w.run() }); cost["Incident"] != 0 || !strings.Contains(w.labels(), "severity/sev3") {
		t.Errorf("cost %v, labels %q", cost, w.labels())
	}
}

func TestWhatADeliveryLeavesOpenIsLookedUp(t *testing.T) {
	for name, doubt := range map[string]func(*world, said){
		"comments are missing":    func(w *world, s said) { w.hear(s, 9) },
		"something else happened": func(w *world, s said) { w.hear(s, 0); w.rec.Doubt(w.key) },
		"it is an hour old":       func(w *world, s said) { w.hear(s, 0); w.hub.Advance(time.Hour) },
		"nobody said":             func(*world, said) {},
	} {
		t.Run(name, func(t *testing.T) {
			w := known(t)
			doubt(w, w.tell("ben", "/severity 2"))
			if cost := w.spent(func() { w.run() }); cost["Incident"] != 1 || !strings.Contains(w.labels(), "severity/sev2") {
				t.Errorf("cost %v, labels %q", cost, w.labels())
			}
		})
	}
	w := known(t)
	w.hear(w.tell("ben", "thanks\n\n> /severity 2\n\n/severity 3\n\nOn Monday, Cho wrote:\n> x\n\n/severity 4"), 0)
	w.run()
	if !strings.Contains(w.labels(), "severity/sev4") {
		t.Errorf("labels %q", w.labels())
	}
}

func TestAProcessThatEndsBeforeGitHubsAnswerLosesNothingAndDoublesNothing(t *testing.T) {
	for _, missed := range []bool{false, true} {
		w := known(t)
		if missed {
			w.tell("ben", "/severity 3") // not heard
		}
		w.hear(w.tell("ben", "/severity 2"), 0)
		if err := w.hub.Faults().Add("drop=true,when=after,match=Apply,count=1"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.rec.Run(t.Context(), w.key); err == nil {
			t.Fatal("the lost answer was taken for success")
		}
		w.restart()
		w.key.Number = 1
		if got := w.run(); got.Incident.Severity != "sev2" || !strings.Contains(w.labels(), "severity/sev2") {
			t.Errorf("missed %v: severity %s, labels %q", missed, got.Incident.Severity, w.labels())
		}
	}
}

// TestWhateverIsRememberedEndsAsIfNothingWas plays the same story with a memory, without one, and with one that is lost now
// and then, while deliveries are lost and comments edited and deleted.
func TestWhateverIsRememberedEndsAsIfNothingWas(t *testing.T) {
	lines := []string{"/severity 1", "/severity 3", "/ack", "/fixed", "/note hm", "/reopen it is back", "/recovered", "just talk", "/fxied", "/undo"}
	for seed := range uint64(5) {
		var ends []string
		for _, mode := range []string{"none", "all", "lost"} {
			r, drop := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
			w := known(t)
			w.rec.Alone = mode != "none"
			for range 7 {
				var told []said
				for range 1 + r.IntN(2) {
					told = append(told, w.tell("ben", lines[r.IntN(len(lines))]))
				}
				last := told[len(told)-1]
				switch r.IntN(6) {
				case 0:
					w.rewrite(last, "/severity 4")
				case 1:
					w.remove(last)
				}
				for _, s := range told {
					if drop.IntN(4) > 0 {
						w.hear(s, 0)
					}
				}
				if mode == "lost" && drop.IntN(3) == 0 {
					w.restart()
					w.key.Number, w.rec.Alone = 1, true
				}
				w.run()
			}
			w.restart()
			w.key.Number = 1
			got, labels := w.run().Incident, strings.Fields(w.labels())
			slices.Sort(labels)
			ends = append(ends, fmt.Sprintf("%v %v %v %v %v", got.Phase, got.Severity, got.Milestones, got.Roles, labels))
		}
		if ends[0] != ends[1] || ends[0] != ends[2] {
			t.Errorf("seed %d: without a memory\n%s\nwith one\n%s\nwith one that is lost\n%s", seed, ends[0], ends[1], ends[2])
		}
	}
}
