package reconcile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// release publishes something, which needs no permission but that for contents.
func (w *world) release(tag string) {
	w.Helper()
	w.as("aiko", "POST", "/repos/acme/shop/releases", map[string]any{"tag_name": tag, "name": "Release of " + tag})
	w.hub.Advance(time.Minute)
}

// declared opens another incident, after what has happened so far.
func (w *world) declared() {
	w.Helper()
	w.key = w.open(report)
}

func (w *world) cardText() string {
	w.Helper()
	return w.comments("sensible[bot]")[0].Body
}

func TestWhatChangedIsLookedUpOnceAndAgainWhenSomethingWasDone(t *testing.T) {
	w := newWorld(t, "stage: 2\n")
	w.release("v42")
	w.hub.Advance(15 * time.Minute)
	w.declared()
	first := w.spent(func() { w.run() })
	if first["Changes"] == 0 || !strings.Contains(w.cardText(), "Release of v42") || !strings.Contains(w.cardText(), "What changed before") {
		t.Errorf("cost %v, card:\n%s", first, w.cardText())
	}
	if idle := w.spent(func() { w.run() }); fmt.Sprint(idle) != "map[Incident:1]" {
		t.Errorf("an idle run cost %v", idle)
	}
	w.release("v43")
	w.say("ben", "/ack")
	if cost := w.spent(func() { w.run() }); fmt.Sprint(cost) != "map[Apply:1 GET permission:1 Incident:1]" {
		t.Errorf("a command cost %v", cost)
	}
	if strings.Contains(w.cardText(), "Release of v43") {
		t.Error("looked without being asked")
	}
	w.hub.Advance(2 * time.Minute) // another answer on the permission is due
	w.say("ben", "/fixed")
	if cost := w.spent(func() { w.run() }); cost["Changes"] == 0 {
		t.Errorf("something was done, and nobody looked: %v", cost)
	}
	if !strings.Contains(w.cardText(), "Release of v43") {
		t.Errorf("card:\n%s", w.cardText())
	}
	w.restart()
	w.key.Number = 2
	if got := w.run(); len(got.Actions) != 0 {
		t.Errorf("a new process did %v", got.Actions)
	}
}

func TestWithoutTheSettingNobodyLooks(t *testing.T) {
	w := newWorld(t, "stage: 1\n")
	if cost := w.spent(func() { w.run() }); cost["Changes"] != 0 {
		t.Errorf("cost %v", cost)
	}
}

func TestALookThatFailsStopsNothing(t *testing.T) {
	w := newWorld(t, "stage: 2\n")
	w.release("v42")
	w.hub.Advance(15 * time.Minute)
	w.declared()
	if err := w.hub.Faults().Add("status=502,when=before,match=Changes,count=100"); err != nil {
		t.Fatal(err)
	}
	w.run()
	w.say("ben", "/ack")
	w.run()
	if !strings.Contains(w.cardText(), "Lead @ben") || strings.Contains(w.cardText(), "What changed before") {
		t.Errorf("card:\n%s", w.cardText())
	}
	w.hub.Faults().Clear()
	w.hub.Advance(6 * time.Minute)
	w.run()
	if !strings.Contains(w.cardText(), "Release of v42") {
		t.Errorf("not looked up again:\n%s", w.cardText())
	}
}

func TestComponentsSayWhereToLook(t *testing.T) {
	w := newWorld(t, "stage: 2\ncomponents: {checkout: {repository: acme/nowhere}, web: {paths: [web/**]}}\n")
	w.release("v42")
	w.hub.Advance(15 * time.Minute)
	for component, want := range map[string]bool{"checkout": false, "web": true} {
		w.key = w.open(report + "\n### Components\n\n" + component + "\n")
		w.run()
		if got := strings.Contains(w.cardText(), "Release of v42"); got != want {
			t.Errorf("%s: told %v, want %v", component, got, want)
		}
	}
}
