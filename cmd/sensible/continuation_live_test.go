package main

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Small figures for what is 2,420 and 2,500 on GitHub.
const (
	fullHere = 8
	capHere  = 12
)

// nearlyFull is an incident that has as many comments as make the talk go on elsewhere, but one.
func nearlyFull(t *testing.T) *coping {
	t.Helper()
	c := cope(t, oddities{settings: func(s *settings) { s.full = fullHere }})
	c.change(func(s *store.Store) { s.CommentCap = capHere })
	c.declare()
	c.say("ben", "/ack")
	for n := len(c.all()); n < fullHere-1; n++ {
		c.say("cho", fmt.Sprintf("I look into the logs of host %d", n))
	}
	if n := len(c.items()); n != 0 {
		t.Fatalf("%d issues below an incident with room left", n)
	}
	return c
}

// onward is the only continuation.
func (c *coping) onward() item {
	c.t.Helper()
	on := c.item()
	if on.Title != "Checkout 502 (continued)" || !strings.Contains(on.Body, fmt.Sprintf("#%d", c.issue)) || !strings.Contains(on.Body, fmt.Sprintf("issuecomment-%d", c.card().ID)) {
		c.t.Fatalf("the continuation does not say whose it is, and where the card is:\n%s\n%s", on.Title, on.Body)
	}
	return on
}

func TestTheTalkOfAFullIncidentGoesOnInAnotherIssue(t *testing.T) {
	c := nearlyFull(t)
	c.say("cho", "And of one more host")
	on := c.onward().Number
	c.must(c.ours()[len(c.ours())-1].Body, fmt.Sprintf("Please go on in #%d", on))
	c.must(c.card().Body, fmt.Sprintf("The talk goes on in #%d", on))
	for n := len(c.all()); n < capHere; n++ {
		c.say("cho", "Somebody who does not read")
	}
	typo := c.sayOn(on, "ben", "/recoverd")
	c.must(c.onItem(on), "/recovered")
	c.sayOn(on, "cho", "/severity 1 because nobody can pay")
	c.must(c.labels(), "severity/sev1")
	c.sayOn(on, "eve", "/severity 4")
	c.must(c.labels(), "severity/sev1")
	c.sayOn(on, "cho", "Rolled back checkout to v41, the errors are gone")
	c.must(c.card().Body, "Rolled back checkout to v41")
	c.sayOn(on, "ben", "/action Alert on 502s")
	c.sayOn(on, "ben", "/recovered")
	c.must(c.card().Body, "Alert on 502s")
	c.must(c.onItem(on), "sensible:closing:0")
	c.hub.Store().View(func() {
		r := c.hub.Store().Repository(c.repo)
		for _, i := range r.Issues {
			if i.Number == on && len(i.Labels) != 0 {
				t.Error("the continuation has labels, as if it were an incident or an action item")
			}
			for _, m := range i.Comments {
				if m.ID == typo && len(m.Reactions) != 1 {
					t.Errorf("%d reactions on a command that was mistyped there", len(m.Reactions))
				}
			}
		}
		if n := len(r.Issue(c.issue).Comments); n != capHere {
			t.Errorf("%d comments on the incident, want %d", n, capHere)
		}
	})
	if strings.Contains(c.onItem(on), "sensible:ledger") || strings.Contains(c.card().Body, "(continued)") {
		t.Error("the continuation became an incident or an action item of its own")
	}
	before := writes(c.demoWorld)
	c.restart()
	if after := writes(c.demoWorld); after != before {
		t.Errorf("a new process wrote %d times, want never", after-before)
	}
	c.sayOn(on, "ben", "/reopen it is back")
	c.must(c.card().Body, "it is back")
}

func TestOneContinuationIsMadeWhateverAnswerIsLost(t *testing.T) {
	for how, fault := range lostAnswers {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			c := nearlyFull(t)
			c.fault(fault + ",count=1,match=createIssue")
			c.say("cho", "And of one more host")
			c.sweep()
			on := c.onward().Number
			c.restart()
			c.onward()
			c.sayOn(on, "cho", "/severity 1")
			c.must(c.labels(), "severity/sev1")
			if n := strings.Count(fmt.Sprint(c.ours()), "Please go on in"); n != 1 {
				t.Errorf("%d comments say where to go on, want 1", n)
			}
		})
	}
}

func TestAnIncidentThatIsFullAtOnceStillGoesOn(t *testing.T) {
	c := cope(t, oddities{settings: func(s *settings) { s.full = fullHere }})
	c.change(func(s *store.Store) { s.CommentCap = fullHere })
	c.declare()
	c.webhooksOff(t)
	for n := len(c.all()); n < fullHere; n++ {
		c.say("cho", fmt.Sprintf("I look into the logs of host %d", n))
	}
	c.restart()
	on := c.onward().Number
	c.must(c.card().Body, fmt.Sprintf("The talk goes on in #%d", on))
	for n := range 5 { // the next look reads no fewer than there are
		c.sayOn(on, "cho", fmt.Sprintf("/note step %d", n))
	}
	c.sayOn(on, "ben", "/ack\n/severity 1\n/help")
	c.restart()
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "step 0")
	c.must(c.onItem(on), "reply c")
	c.idle()
}

func TestNothingOnTheContinuationIsPassedOverHoweverMuchWasSaidMeanwhile(t *testing.T) {
	c := nearlyFull(t)
	c.say("cho", "And of one more host")
	on := c.onward().Number
	c.change(func(s *store.Store) { s.CommentCap = 0 })
	c.webhooksOff(t)
	c.sayOn(on, "ben", "/severity 1")
	for n := range 130 {
		c.call("cho", "POST", c.path("issues/%d/comments", on), map[string]string{"body": fmt.Sprintf("host %d", n)}, nil)
	}
	c.sweep()
	c.must(c.labels(), "severity/sev1")
	c.restart()
	c.idle()
}

func TestTheLedgerOfAFullIncidentGoesOnToo(t *testing.T) {
	t.Parallel()
	const full = fullHere + 40 // even the room that is kept for the ledger is taken
	c := cope(t, oddities{settings: func(s *settings) { s.full = fullHere }})
	c.change(func(s *store.Store) { s.CommentCap = full })
	c.declare()
	for n := len(c.all()); n < full-1; n++ { // one is the note that says where to go on
		c.comment("cho", fmt.Sprintf("host %d", n))
	}
	c.rest()
	c.sweep()
	on := c.onward().Number
	c.change(func(s *store.Store) { s.CommentCap = len(s.Repository(c.repo).Issue(c.issue).Comments) })
	for part := range 2 {
		var notes strings.Builder
		for n := range 500 {
			fmt.Fprintf(&notes, "/note %x\n", sha256.Sum256([]byte{byte(part), byte(n), byte(n >> 8)}))
		}
		c.sayOn(on, "ben", notes.String())
	}
	c.sayOn(on, "ben", "/severity 1")
	c.must(c.onItem(on), "sensible:ledger-continuation")
	c.restart()
	c.idle()
	c.sayOn(on, "ben", "/severity 3")
	c.must(c.labels(), "severity/sev3")
	if strings.Contains(c.card().Body, "rebuilt") {
		t.Error("the ledger could not be read again")
	}
}
