package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// creations are all the operations by which the app makes something, as the hub's faults match them.
var creations = []string{
	"addComment", "createLabel", "addReaction", "createIssue", "createPullRequest", "createProjectV2",
	"createProjectV2Field", "addProjectV2ItemById", "POST /acme/gallery.git/git-receive-pack",
	"updateIssueComment", "addLabelsToLabelable", "addAssigneesToAssignable", "updateProjectV2ItemFieldValue",
	"POST /repos/*/check-runs",
}

// lostAnswers are the ways in which nobody learns whether a request was carried out.
var lostAnswers = map[string]string{
	"the server fails before the effect":     "status=502,when=before",
	"the server fails after the effect":      "status=502,when=after",
	"the connection is cut after the effect": "drop,when=after",
}

func TestWhateverAnswerIsLostEverythingExistsOnceAtTheEnd(t *testing.T) {
	for how, fault := range lostAnswers {
		for _, operation := range creations {
			t.Run(operation+": "+how, func(t *testing.T) {
				t.Parallel()
				c := cope(t, oddities{seed: func(s *seed.Seed) { s.Projects = nil }})
				c.fault(fault + ",count=1,match=" + operation)
				c.declare()
				c.recover()
				c.everythingOnce()
				c.calm(6)
				c.idle()
			})
		}
	}
}

func TestAnswersThatAreLostAgainAndAgainMakeNothingTwice(t *testing.T) {
	for how, fault := range lostAnswers {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			c := cope(t, oddities{seed: func(s *seed.Seed) { s.Projects = nil }})
			for _, operation := range creations {
				c.fault(fault + ",every=2,count=2,match=" + operation)
			}
			c.declare()
			c.recover()
			c.everythingOnce()
			c.idle()
		})
	}
}

// everythingOnce holds what an incident with one action item leaves on GitHub.
func (c *coping) everythingOnce() {
	c.t.Helper()
	got := map[string]int{}
	c.hub.Store().View(func() { c.inventory(got) })
	want := map[string]int{
		"card": 1, "closing": 1, "item": 1, "pull": 1, "branch commits": 1, "board": 1, "board items": 1,
		"label incident": 1, "label severity/sev2": 1, "label action-item": 1, "reactions": 4,
	}
	for name, n := range want {
		if got[name] != n {
			c.t.Errorf("%s: %d, want %d", name, got[name], n)
		}
	}
}

// inventory counts; the store is locked.
func (c *coping) inventory(got map[string]int) {
	r := c.hub.Store().Repository(c.repo)
	for _, l := range r.Labels {
		got["label "+l.Name]++
	}
	for _, i := range r.Issues {
		switch {
		case i.Pull != nil:
			got["pull"]++
		case i.Parent != nil:
			got["item"]++
		}
		for _, m := range i.Comments {
			c.judgeComment(got, m)
		}
	}
	for _, run := range r.CheckRuns {
		if got["check "+run.HeadSHA]++; got["check "+run.HeadSHA] > 1 {
			c.t.Errorf("two checks %s on one commit", run.Name)
		}
	}
	for _, p := range c.hub.Store().AllProjects() {
		got["board"]++
		got["board items"] += len(p.Items)
		for _, f := range p.Fields {
			got["field "+f.Name]++
			if got["field "+f.Name] > 1 {
				c.t.Errorf("the board has the field %s twice", f.Name)
			}
		}
	}
	branch, err := c.hub.Store().Git().Log(c.repo, fmt.Sprintf("refs/heads/postmortem/%d", c.issue), store.LogOptions{})
	if err == nil {
		got["branch commits"] = len(branch) - 1
	}
}

func (c *coping) judgeComment(got map[string]int, m *store.Comment) {
	got["reactions"] += len(m.Reactions)
	if m.User.Login != "sensible[bot]" {
		return
	}
	switch {
	case strings.Contains(m.Body, "<!-- sensible:ledger "):
		got["card"]++
	default:
		got["closing"]++
	}
}
