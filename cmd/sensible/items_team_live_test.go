package main

import (
	"testing"
	"time"
)

// TestTwoIncidentsShareTheTeamsCapacity has a second incident ask for days that the first one had, and give them back.
func TestTwoIncidentsShareTheTeamsCapacity(t *testing.T) {
	c := cope(t, oddities{}).declare()
	first := c.issue
	stages := func(when string, want map[string]string) {
		t.Helper()
		items := c.board().items
		for title, stage := range want {
			if got := items[title]["Stage"]; got != stage {
				t.Errorf("%s: %s is in %s, want %s", when, title, got, stage)
			}
		}
	}
	c.say("ben", "/ack\n/action Add replicas I:medium S:l U:high C:high\n/action Split the pool I:medium S:l U:medium C:high")
	c.say("ben", "/fixed\n/recovered")
	c.wait(3 * time.Minute)
	stages("alone", map[string]string{"Add replicas": "Next", "Split the pool": "Next"})

	c.declare()
	c.say("ben", "/ack\n/action Alert on 502s I:high S:m U:high C:high\n/action Tidy up I:low S:xs U:medium C:high")
	c.say("ben", "/fixed\n/recovered")
	c.wait(3 * time.Hour)
	shared := map[string]string{"Alert on 502s": "Next", "Add replicas": "Next", "Split the pool": "Planned", "Tidy up": "Planned"}
	stages("two incidents", shared)
	before := c.writes()
	c.restart()
	c.wait(3 * time.Hour)
	stages("after a restart", shared)
	if n := c.writes() - before; n > 1 { // the draft of the postmortem may take in something
		t.Errorf("%d writes while nothing happened", n)
	}

	for _, it := range c.items() {
		c.patch("ben", it.Number, map[string]any{"state": "closed", "state_reason": "not_planned"})
	}
	c.issue = first
	c.wait(time.Hour)
	c.sweep() // as it does by itself every hour
	c.wait(time.Hour)
	stages("the second is settled", map[string]string{"Add replicas": "Next", "Split the pool": "Next"})
}
