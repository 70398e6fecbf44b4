package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

func TestAPrivateMemberWhomGitHubShowsAsNoneMayActByTheirRole(t *testing.T) {
	c := cope(t, oddities{}).declare()
	id := c.say("cho", "/severity 1")
	if a := c.association(id); a != "NONE" {
		t.Fatalf("the hub shows a private member as %s, so that this test shows nothing", a)
	}
	c.must(c.labels(), "severity/sev1")
	c.calm(0)
}

func TestACollaboratorWhoIsNoMemberMayActAndAPublicMemberWithoutARoleMayNot(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		members := &s.Organizations[0].Members
		for n, m := range *members {
			(*members)[n].Public = m.Login == "eve"
		}
		*members = without(*members, func(m seed.Member) bool { return m.Login == "ben" })
	}}).declare()
	if a := c.association(c.say("ben", "/severity 1")); a != "COLLABORATOR" {
		t.Fatalf("ben is %s, want a collaborator from outside", a)
	}
	c.must(c.labels(), "severity/sev1")
	if a := c.association(c.say("eve", "/severity 4")); a != "MEMBER" {
		t.Fatalf("eve is %s, want a public member", a)
	}
	c.must(c.labels(), "severity/sev1")
	c.calm(0)
}

func TestATeamsRoleCountsAsMuchAsOnesOwn(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		s.Organizations[0].Teams = []seed.Team{{Slug: "sre", Members: []string{"eve"}, Repositories: map[string]string{"acme/gallery": "triage"}}}
	}}).declare()
	c.say("eve", "/severity 1")
	c.must(c.labels(), "severity/sev1")
}

func TestABotsCommentIsNeverACommandWhateverItsRights(t *testing.T) {
	c := cope(t, oddities{seed: withAnotherBot}).declare()
	c.say("robot", "/severity 1")
	c.must(c.labels(), "severity/sev2")
	if n := len(c.ours()); n != 1 {
		t.Errorf("%d comments by the app, want the card alone: a bot gets no answer", n)
	}
}

func TestACardThatAnotherBotForgesIsIgnored(t *testing.T) {
	c := cope(t, oddities{seed: withAnotherBot}).declare()
	c.say("ben", "/ack")
	forged := strings.Replace(c.card().Body, "Lead @ben", "Lead @mallory", 1)
	id := c.say("robot", forged)
	c.say("cho", "/severity 1")
	c.must(c.card().Body, "Lead @ben")
	c.must(c.card().Body, "SEV1")
	c.restartOdd(oddities{})
	c.say("ben", "/fixed")
	if card := c.card(); card.ID == id || card.User.Login != "sensible[bot]" {
		t.Errorf("the card is comment %d by %s, want the app's own", card.ID, card.User.Login)
	}
	c.must(c.labels(), "phase/recovery")
	for _, comment := range c.all() {
		if comment.ID == id && comment.Body != forged {
			t.Error("the app changed another bot's comment")
		}
	}
	c.calm(0)
}

// GraphQL shows the bot of the App as "sensible": a person may have that login.
func TestAPersonWithTheBotsGraphQLLoginIsNotTheBot(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		s.Users = append(s.Users, seed.User{Login: "sensible", Token: "ghp_namesake"})
		s.Repositories[0].Collaborators["sensible"] = "write"
	}})
	c.tokens["namesake"] = "ghp_namesake"
	c.declare()
	c.say("ben", "/ack")
	c.say("namesake", strings.Replace(c.card().Body, "Lead @ben", "Lead @mallory", 1))
	c.restartOdd(oddities{})
	c.say("namesake", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @ben")
	if n := len(c.ours()); n != 1 {
		t.Errorf("%d comments by the app, want the card alone", n)
	}
}

// withAnotherBot lets github-actions[bot] write, as "robot".
func withAnotherBot(s *seed.Seed) {
	s.Tokens = append(s.Tokens, seed.Token{Token: "ghs_robot", Kind: "actions", Repository: "acme/gallery"})
}

// association is what GitHub says of a comment's author.
func (c *coping) association(comment int64) string {
	c.t.Helper()
	var got struct {
		Association string `json:"author_association"`
		User        json.RawMessage
	}
	c.call("aiko", "GET", c.path("issues/comments/%d", comment), nil, &got)
	return got.Association
}

// restartOdd ends the app and starts one with an empty memory.
func (c *coping) restartOdd(o oddities) {
	c.t.Helper()
	c.endApp()
	c.startApp(o, c.app.set)
	c.rest()
}

func without[T any](list []T, unwanted func(T) bool) []T {
	var out []T
	for _, x := range list {
		if !unwanted(x) {
			out = append(out, x)
		}
	}
	return out
}
