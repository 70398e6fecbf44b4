package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// twoRepositories adds another repository with the same people.
func twoRepositories(name string, private bool) func(*seed.Seed) {
	return func(s *seed.Seed) {
		other := s.Repositories[0]
		other.FullName, other.Private, other.Issues = name, private, nil
		s.Repositories = append(s.Repositories, other)
	}
}

func TestARenamedRepositoryIsFollowedAndNoWriteFollowsARedirect(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	before := c.requests.length()
	old := c.key()
	c.rename("acme/museum")
	c.app.raise(old) // a timer that still has the old name
	c.rest()
	c.say("cho", "/severity 1")
	c.recoverNow()
	c.must(c.labels(), "phase/post-incident")
	if n := c.pulls(); n != 1 {
		t.Errorf("%d pull requests, want the draft", n)
	}
	for _, r := range c.calls(before) {
		if r.Status == http.StatusMovedPermanently && r.Method != "GET" {
			t.Errorf("%s %s was sent to the old name", r.Method, r.Path)
		}
	}
	if n := len(c.ours()); n != 2 {
		t.Errorf("%d comments by the app, want the card and the one at recovery", n)
	}
	c.calm(0)
	c.idle()
}

func TestAnotherRepositoryThatTookTheOldNameGetsNothing(t *testing.T) {
	c := cope(t, oddities{}).declare()
	old := c.key()
	c.rename("acme/museum")
	c.change(func(s *store.Store) {
		r, err := s.AddRepository(store.RepositoryInput{FullName: "acme/gallery", Private: true})
		if err == nil {
			for n := 0; n < c.issue && err == nil; n++ {
				_, err = s.AddIssue(store.OnBehalfOf(s.User("aiko")), r, store.IssueInput{Title: "Unrelated"})
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	c.app.raise(old)
	c.rest()
	c.say("ben", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.hub.Store().View(func() {
		for _, i := range c.hub.Store().Repository("acme/gallery").Issues {
			if len(i.Comments) > 0 || len(i.Labels) > 0 {
				t.Errorf("issue %d of the other repository was touched", i.Number)
			}
		}
	})
	c.calm(0)
}

func TestATransferredIncidentGoesOnInItsNewRepository(t *testing.T) {
	c := cope(t, oddities{seed: twoRepositories("acme/museum", true)}).declare()
	c.say("ben", "/ack")
	old := c.key()
	before := c.requests.length()
	c.transfer("acme/museum")
	c.app.raise(old)
	c.rest()
	c.say("cho", "/severity 1")
	c.must(c.card().Body, "Lead @ben")
	c.must(c.labels(), "severity/sev1")
	if n := len(c.ours()); n != 1 {
		t.Errorf("%d comments by the app, want the card alone", n)
	}
	for _, r := range c.calls(before) {
		if r.Method != "GET" && strings.Contains(r.Path, "/acme/gallery/") {
			t.Errorf("%s %s: a write to where the issue was", r.Method, r.Path)
		}
	}
	c.calm(0)
	c.idle()
}

func TestAPrivateIssueThatArrivesInAPublicRepositoryIsFrozen(t *testing.T) {
	c := cope(t, oddities{seed: twoRepositories("acme/open", false)}).declare()
	c.say("ben", "/ack")
	c.transfer("acme/open")
	bodies := fmt.Sprint(c.all())
	c.say("cho", "/severity 1\n/update customers a and b are hit")
	c.restartOdd(oddities{})
	c.sweep()
	c.raise()
	if n := len(c.all()); n != 3 || !strings.HasPrefix(fmt.Sprint(c.all()), strings.TrimSuffix(bodies, "]")) {
		t.Errorf("%d comments, want the card, /ack and the new one, all as they were", n)
	}
	c.mustNot(c.labels(), "severity/sev1")
	if n := c.said("came out of a private repository"); n != 2 {
		t.Errorf("the log tells %d times why, want once for each process", n)
	}
	c.calm(0)
}

func TestAnIssueThatWasPublicGoesOnInAnotherPublicRepository(t *testing.T) {
	c := cope(t, oddities{seed: func(s *seed.Seed) {
		s.Repositories[0].Private = false
		twoRepositories("acme/open", false)(s)
	}}).declare()
	c.say("ben", "/ack")
	c.transfer("acme/open")
	c.say("cho", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.calm(0)
}

// rename gives the repository another name.
func (c *coping) rename(full string) {
	c.t.Helper()
	_, name, _ := strings.Cut(full, "/")
	c.change(func(s *store.Store) {
		if err := s.RenameRepository(store.OnBehalfOf(s.User("aiko")), s.Repository(c.repo), name); err != nil {
			c.t.Fatal(err)
		}
	})
	c.repo = full
}

// transfer moves the incident's issue.
func (c *coping) transfer(full string) {
	c.t.Helper()
	c.change(func(s *store.Store) {
		to := s.Repository(full)
		moved, err := s.TransferIssue(store.As(s.User("aiko")), s.Repository(c.repo).Issue(c.issue), to)
		if err != nil {
			c.t.Fatal(err)
		}
		c.issue = moved.Number
	})
	c.repo = full
}

// recoverNow ends the impact.
func (c *coping) recoverNow() {
	c.t.Helper()
	c.say("ben", "/fixed\n/recovered")
}
