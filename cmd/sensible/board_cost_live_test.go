package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

// spent counts the app's requests since a place in the log that create or change something.
func (c *coping) spent(since int) (n int) {
	for _, line := range strings.Split(strings.TrimSpace(string(c.requests.bytes()[since:])), "\n") {
		if strings.Contains(line, `"token":"installation"`) && (strings.Contains(line, `"mutation`) || !strings.Contains(line, `"method":"GET"`) && !strings.Contains(line, "/graphql")) {
			n++
		}
	}
	return n
}

func TestTwentyItemsCostAtMostTwoCallsEachAndNoneTheSecondTimeWithinGitHubsLimits(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.fault("limits=github")
	var lines []string
	for n := range 20 {
		lines = append(lines, fmt.Sprintf("/action Item number %d @cho I:high S:s U:high C:high K:repair", n+1))
	}
	c.say("ben", "/ack")
	c.say("ben", strings.Join(lines, "\n"))
	since := c.requests.length()
	c.say("ben", "/recovered")
	for range 10 {
		c.wait(2 * time.Minute)
	}
	items := c.board().items
	if len(items) != 20 {
		t.Fatalf("%d items on the board", len(items))
	}
	for title, fields := range items {
		if fields["Importance"] != "high" || fields["Stage"] == "" || fields["ISU"] != "5" || fields["Due"] == "" {
			t.Errorf("%s: %v", title, fields)
		}
	}
	if n := c.spent(since); n > 40 {
		t.Errorf("%d calls for 20 items and everything else at recovery, want at most 40", n)
	}
	since = c.requests.length()
	c.raise()
	c.restart()
	if n := c.spent(since); n != 0 {
		t.Errorf("a second time cost %d writes", n)
	}
	if strings.Contains(string(c.requests.bytes()), "secondary rate limit") {
		t.Error("GitHub's limit was tripped")
	}
}

// ofNobody has no board to show to the App.
func ofNobody(s *seed.Seed) {
	s.Apps[0].Permissions = maps.Clone(s.Apps[0].Permissions)
	delete(s.Apps[0].Permissions, "organization_projects")
	s.Projects = nil
}

func (c *coping) labelsOf(title string) (out []string) {
	c.t.Helper()
	c.hub.Store().View(func() {
		for _, i := range c.hub.Store().Repository(c.repo).Issues {
			if i.Title != title {
				continue
			}
			for _, l := range i.Labels {
				if strings.HasPrefix(l.Name, "isu/") {
					out = append(out, l.Name)
				}
			}
		}
	})
	return out
}

func TestWithoutABoardLabelsHoldTheClassificationAndPeopleHaveTheLastWord(t *testing.T) {
	c := cope(t, oddities{seed: ofNobody}).declare()
	c.recover()
	sorted := func() string { return strings.Join(slices.Sorted(slices.Values(c.labelsOf(alert))), " ") }
	if got := sorted(); got != "isu/confidence-high isu/importance-high isu/size-s isu/stage-next isu/urgency-high" {
		t.Fatalf("labels %s", got)
	}
	number := 0
	c.hub.Store().View(func() {
		for _, i := range c.hub.Store().Repository(c.repo).Issues {
			if i.Title == alert {
				number = i.Number
			}
		}
	})
	issue := c.path("issues/%d", number)
	c.call("aiko", "POST", issue+"/labels", map[string][]string{"labels": {"isu/importance-low"}}, nil)
	c.call("aiko", "POST", issue+"/labels", map[string][]string{"labels": {"isu/urgency-low"}}, nil)
	c.call("aiko", "DELETE", issue+"/labels/isu%2Fsize-s", nil, nil)
	c.rest()
	c.raise()
	if got := sorted(); got != "isu/confidence-high isu/importance-low isu/stage-inbox isu/urgency-low" {
		t.Errorf("labels %s", got)
	}
	c.say("ben", "/severity 1")
	c.restart()
	c.raise()
	if got := sorted(); got != "isu/confidence-high isu/importance-low isu/stage-inbox isu/urgency-low" {
		t.Errorf("later: labels %s", got)
	}
	c.call("cho", "POST", issue+"/comments", map[string]string{"body": "/isu I:medium S:m"}, nil)
	c.rest()
	c.wait(time.Minute)
	c.raise()
	if got := sorted(); got != "isu/confidence-high isu/importance-medium isu/size-m isu/stage-planned isu/urgency-low" {
		t.Errorf("after a command: labels %s", got)
	}
	before := c.writes()
	c.raise()
	if n := c.writes() - before; n != 0 {
		t.Errorf("a second run wrote %d times", n)
	}
	c.hub.Store().View(func() {
		if n := len(c.hub.Store().AllProjects()); n != 0 {
			t.Errorf("%d boards", n)
		}
	})
}

func TestHowTheBoardStandsIsToldOnceAWeekAndOnlyWhereSomethingChanged(t *testing.T) {
	c := onBoard(t)
	if n := len(c.board().told); n != 0 {
		t.Fatalf("told %d times on the first day", n)
	}
	const day = 24 * time.Hour
	c.wait(8 * day)
	c.raise()
	told := c.board().told
	if len(told) != 1 || !strings.HasPrefix(told[0], "ON_TRACK: Nothing in *Do next* is past its date (1 open).") {
		t.Fatalf("after a week: %q", told)
	}
	c.wait(9 * day)
	c.raise()
	if n := len(c.board().told); n != 1 {
		t.Errorf("told %d times although nothing changed", n)
	}
	c.move("aiko", alert, "Due", "2022-09-20")
	c.wait(9 * day)
	c.raise()
	told = c.board().told
	if len(told) != 2 || !strings.HasPrefix(told[1], "OFF_TRACK: 1 of 1 open items") || !strings.Contains(told[1], "(due 2022-09-20)") {
		t.Errorf("with an overdue item: %q", told)
	}
	c.restart()
	c.raise()
	if n := len(c.board().told); n != 2 {
		t.Errorf("a new process told it again: %d times", n)
	}
}

func TestAMovedCardRaisesItsIncidentByTheWebhook(t *testing.T) {
	c := onBoard(t)
	before := c.requests.length()
	c.move("aiko", alert, "Stage", "In progress")
	if got := string(c.requests.bytes()[before:]); !strings.Contains(got, `"operation":"Incident"`) {
		t.Error("the incident was not looked at")
	}
}
