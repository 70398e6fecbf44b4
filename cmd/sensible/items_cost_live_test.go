package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

// TestTwentyItemsCostFewCallsAndASecondLookNone counts all that the app asks GitHub for from the recovery to the full board,
// with GitHub's own limits on.
func TestTwentyItemsCostFewCallsAndASecondLookNone(t *testing.T) {
	c := cope(t, oddities{}).declare()
	if err := c.hub.Faults().Add("limits=github"); err != nil {
		t.Fatal(err)
	}
	c.say("ben", "/ack")
	var lines []string
	for n := range 20 {
		lines = append(lines, fmt.Sprintf("/action Improve part %d of the service I:high S:s U:medium C:high", n))
	}
	c.say("ben", strings.Join(lines, "\n"))
	start := c.requests.length()
	c.say("ben", "/fixed\n/recovered")
	c.wait(5 * time.Minute)
	calls := c.calls(start)
	if n := len(c.items()); n != 20 {
		t.Fatalf("%d action items", n)
	}
	if len(calls) > 40 {
		t.Errorf("%d calls for 20 items, their postmortem and their board: more than two for each", len(calls))
	}
	for _, r := range calls {
		if r.Status == 403 || r.Status == 429 {
			t.Errorf("GitHub's limits were met by %s %s", r.Method, r.Operation)
		}
	}
	c.wait(time.Hour)
	c.idle()
	c.calm(0)
}

func TestItemsGoToTheRepositoryOfTheComponentAndComeHomeWhereThatCannotBe(t *testing.T) {
	for name, private := range map[string]bool{"acme/cdn": true, "acme/open": false} {
		t.Run(name, func(t *testing.T) {
			c := cope(t, oddities{seed: func(s *seed.Seed) {
				s.Repositories = append(s.Repositories, seed.Repository{FullName: name, Private: private, Collaborators: map[string]string{"ben": "write", "aiko": "admin"}})
			}}).declare()
			c.config("stage: 2\ncomponents: {cdn: {repository: " + name + "}}\nfollowups: {repository: component}\n")
			c.say("ben", "/ack")
			c.say("ben", "/components +cdn")
			c.say("ben", "/action Purge by hand")
			c.say("ben", "/fixed\n/recovered")
			c.wait(3 * time.Minute)
			all := c.items()
			if len(all) != 1 {
				t.Fatalf("%d action items", len(all))
			}
			var found []item
			c.call("aiko", "GET", "/repos/"+name+"/issues", nil, &found)
			if there := len(found) == 1; there != private {
				t.Fatalf("%d issues in %s", len(found), name)
			}
			if private {
				return
			}
			c.must(all[0].Body, "This belongs to `acme/open`")
			c.idle()
		})
	}
}

func TestLateItemsAreToldToOnePersonOnceAWeek(t *testing.T) {
	l := recovered(t, "/action Alert on a full pool @cho I:high S:s U:medium C:high", "/action Write it down @ben I:high S:s U:high C:high")
	before := len(l.ours())
	l.wait(29 * 24 * time.Hour)
	if n := len(l.ours()); strings.Contains(l.ours()[n-1].Body, "sensible:late") {
		t.Fatalf("told before the date: %s", l.ours()[n-1].Body)
	}
	l.wait(6 * 24 * time.Hour)
	told := 0
	for _, c := range l.ours()[min(before, len(l.ours())):] {
		if strings.Contains(c.Body, "sensible:late:") {
			told++
			l.must(c.Body, "Alert on a full pool")
			l.must(c.Body, "Write it down")
			l.must(c.Body, "was due")
			if n := strings.Count(c.Body, "@"); n != 1 {
				t.Errorf("%d people are called:\n%s", n, c.Body)
			}
		}
	}
	if told != 1 {
		t.Errorf("told %d times in the first days", told)
	}
}
