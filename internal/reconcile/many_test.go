package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// talk has people write many comments, of which every hundredth is a note.
func (w *world) talk(n int) {
	w.Helper()
	var err error
	w.hub.Store().Update(func() {
		s := w.hub.Store()
		issue := s.Repository("acme/shop").Issues[w.key.Number-1]
		for i := 0; i < n && err == nil; i++ {
			text := "looking at shard " + fmt.Sprint(i)
			if i%100 == 0 {
				text = "/note shard " + fmt.Sprint(i)
			}
			_, err = s.AddComment(store.OnBehalfOf(s.User("ben")), issue, text)
		}
	})
	if err != nil {
		w.Fatal(err)
	}
}

func TestAnIncidentOf2400CommentsCostsNoMoreACommandAndIsReadAnewInFewRequests(t *testing.T) {
	w := known(t)
	w.talk(2400)
	w.run()
	w.hear(w.tell("ben", "/severity 2"), 0)
	if cost := w.spent(func() { w.run() }); fmt.Sprint(cost) != "map[Apply:1]" {
		t.Errorf("a command that was heard cost %v", cost)
	}
	w.tell("ben", "/severity 1")
	if cost := w.spent(func() { w.run() }); fmt.Sprint(cost) != "map[Apply:1 Incident:1]" {
		t.Errorf("a command that nobody heard cost %v", cost)
	}
	w.restart()
	w.key.Number = 1
	total := 0
	cost := w.spent(func() {
		if got := w.run(); len(got.Actions) != 0 || got.Incident.Severity != "sev1" {
			t.Errorf("read anew: %s, %v", got.Incident.Severity, got.Actions)
		}
	})
	for name, n := range cost {
		if !strings.Contains(name, "bot]") && name != "GET app" { // who we are is asked once in a process
			total += n
		}
	}
	if total > 25 {
		t.Errorf("read anew with %d requests: %v", total, cost)
	}
}
