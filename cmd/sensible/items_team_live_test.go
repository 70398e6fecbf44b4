package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
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

// TestAnIssueOfAnotherOwnerStaysAsItIsAndIsATaskOnTheCard names one that the App can read, and one that it cannot.
func TestAnIssueOfAnotherOwnerStaysAsItIsAndIsATaskOnTheCard(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		s.Users = append(s.Users, seed.User{Login: "them", Token: "ghp_them"})
		s.Organizations = append(s.Organizations, seed.Organization{Login: "widgets", Members: []seed.Member{{Login: "them"}}})
		retry := []seed.Issue{{Title: "Retry with jitter", User: "them", CreatedAt: s.Clock.Start.Add(-time.Hour)}}
		s.Repositories = append(s.Repositories,
			seed.Repository{FullName: "widgets/core", Collaborators: map[string]string{"them": "admin"}, Issues: retry},
			seed.Repository{FullName: "widgets/inner", Private: true, Collaborators: map[string]string{"them": "admin"}, Issues: retry})
	}}).declare()
	c.tokens["them"] = "ghp_them"
	c.say("ben", "/ack\n/action widgets/core#1 I:high S:s U:medium C:high\n/action widgets/inner#1")
	c.say("ben", "/fixed\n/recovered")
	c.wait(20 * time.Minute)
	c.must(c.card().Body, "- [ ] Retry with jitter · widgets/core#1 · Next")
	c.must(c.card().Body, "- [ ] widgets/inner#\u20601")
	if n := len(c.items()); n != 0 {
		t.Errorf("%d sub-issues", n)
	}
	var theirs item
	var said []liveComment
	c.call("them", "GET", "/repos/widgets/core/issues/1", nil, &theirs)
	c.call("them", "GET", "/repos/widgets/core/issues/1/comments", nil, &said)
	if len(said) != 0 || len(theirs.Labels) != 0 || len(theirs.Assignees) != 0 {
		t.Errorf("something was written there: %+v %+v", theirs, said)
	}
	c.call("them", "PATCH", "/repos/widgets/core/issues/1", map[string]string{"state": "closed", "state_reason": "completed"}, nil)
	c.wait(time.Hour)
	c.sweep()
	c.wait(20 * time.Minute)
	c.must(c.card().Body, "- [x] ✅ Retry with jitter")
	c.idle()
}

// TestWhatIsSaidOnAnItemElsewhereThatRepositoryDecides has people whose roles there are the other way round.
func TestWhatIsSaidOnAnItemElsewhereThatRepositoryDecides(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		s.Repositories = append(s.Repositories, seed.Repository{
			FullName: "acme/cdn", Private: true, Collaborators: map[string]string{"aiko": "admin", "ben": "read", "eve": "triage"},
		})
	}}).declare()
	c.config("stage: 2\ncomponents: {cdn: {repository: acme/cdn}}\nfollowups: {repository: component}\n")
	c.say("ben", "/ack\n/components +cdn\n/action Purge by hand")
	c.say("ben", "/fixed\n/recovered")
	c.wait(3 * time.Minute)
	there := func(as, text string) string {
		t.Helper()
		home := c.repo
		defer func() { c.repo = home }()
		c.repo = "acme/cdn"
		c.sayOn(1, as, text)
		return c.onItem(1)
	}
	there("eve", "/isu I:high S:s U:high C:high")
	c.wait(20 * time.Minute)
	c.must(c.card().Body, "Purge by hand · acme/cdn#1 · Next")
	there("ben", "/isu I:low S:xl U:low C:high")
	there("ben", "/verified https://example.com/graph")
	c.wait(20 * time.Minute)
	c.must(c.card().Body, "Purge by hand · acme/cdn#1 · Next")
	there("eve", "/verified https://example.com/graph")
	c.wait(20 * time.Minute)
	c.must(c.card().Body, "✅ Purge by hand")
	var it item
	c.call("aiko", "GET", "/repos/acme/cdn/issues/1", nil, &it)
	if it.State != "closed" || it.StateReason != "completed" {
		t.Errorf("verified, and it is %s as %s", it.State, it.StateReason)
	}
}

// TestWhoeverLeftTheTeamIsTakenOffTheirItems has somebody leave whose item is not late: it is noticed the next day.
func TestWhoeverLeftTheTeamIsTakenOffTheirItems(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.recover()
	c.wait(3 * time.Minute)
	it := c.items()[0]
	if len(it.Assignees) != 1 || it.Assignees[0].Login != "cho" {
		t.Fatalf("assigned to %+v", it.Assignees)
	}
	c.call("aiko", "DELETE", c.path("collaborators/cho"), nil, nil)
	c.change(func(s *store.Store) { s.RemoveMember(s.Organization("acme"), s.User("cho")) })
	for range 3 {
		c.wait(25 * time.Hour)
		c.sweep()
		c.wait(time.Minute)
	}
	if it = c.items()[0]; len(it.Assignees) != 0 || it.State != "open" {
		t.Errorf("days later: %+v", it)
	}
	if n := strings.Count(c.onItem(it.Number), "cho cannot be assigned here any more"); n != 1 {
		t.Errorf("said %d times:\n%s", n, c.onItem(it.Number))
	}
	c.must(c.card().Body, alert+" · detect · #")
}

func TestAFilledFormBecomesAnItemThoughGitHubDroppedItsLabel(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.recover()
	body := fmt.Sprintf("### インシデント\n\n#%d\n\n### 完了の条件\n\nテストが示す\n\n### 重要度\n\n高い\n\n### サイズ\n\nS\n\n### 緊急度\n\n中くらい\n\n### 確度\n\n高い\n", c.issue)
	c.call("cho", "POST", "/repos/"+c.repo+"/issues", map[string]any{"title": "By the form", "body": body}, nil)
	c.rest()
	c.wait(20 * time.Minute)
	all := c.items()
	if n := len(all); n != 2 || all[1].Title != "By the form" || len(all[1].Labels) == 0 {
		t.Fatalf("%d action items: %+v", n, all)
	}
	c.must(c.card().Body, fmt.Sprintf("By the form · #%d · Next", all[1].Number))
}
