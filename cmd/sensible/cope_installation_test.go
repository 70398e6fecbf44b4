package main

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func TestASuspendedInstallationIsLeftAloneFromTheEventOn(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.suspend(true)
	before := c.requests.length()
	c.comment("ben", "/severity 1")
	c.rest()
	c.wait(pushPauseAndMore)
	c.app.sweep(t.Context())
	c.rest()
	for _, r := range c.calls(before) {
		if !strings.HasPrefix(r.Path, "/app/installations") || r.Method != "GET" {
			t.Errorf("%s %s by the app in a suspended installation", r.Method, r.Path)
		}
	}
	c.suspend(false)
	c.must(c.labels(), "severity/sev1")
	c.calm(0)
	c.idle()
}

func TestAnInstallationThatComesBackWithAnotherIDGoesOn(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	c.change(func(s *store.Store) { s.Uninstall(s.Installation(demoInstallation), s.User("aiko")) })
	before := c.requests.length()
	c.comment("ben", "/severity 1")
	c.rest()
	c.wait(pushPauseAndMore)
	if calls := c.calls(before); len(calls) > 0 {
		t.Errorf("the app called %v without an installation", calls)
	}
	c.reinstall(77)
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @ben")
	c.say("cho", "/fixed")
	c.must(c.labels(), "phase/recovery")
	for _, r := range c.calls(before) {
		if strings.Contains(r.Path, "installations/10/") {
			t.Errorf("%s %s: the old installation was asked again", r.Method, r.Path)
		}
	}
	c.config("stage: 1\n")
	if n := len(c.ours()); n != 1 {
		t.Errorf("%d comments by the app, want the card alone", n)
	}
	c.calm(0)
}

func TestATimerOfTheOldInstallationRunsInTheNewOne(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.recover()
	c.change(func(s *store.Store) { s.Uninstall(s.Installation(demoInstallation), s.User("aiko")) })
	c.reinstall(77)
	before := c.requests.length()
	c.say("ben", "/identified a bad route")
	c.wait(pushPauseAndMore)
	if len(c.branchCommits()) < 2 {
		t.Error("the draft was not brought up to date after its pause")
	}
	if n := c.count(before, "installations/10/"); n != 0 {
		t.Errorf("the old installation was asked %d times", n)
	}
	c.calm(0)
}

func TestPermissionsThatAreGrantedLaterAreUsedAtOnce(t *testing.T) {
	c := cope(t, oddities{})
	c.change(func(s *store.Store) { delete(s.Installation(demoInstallation).Permissions, "pull_requests") })
	c.app.client.Forget(demoInstallation)
	c.declare()
	c.recover()
	if n := c.pulls(); n != 0 {
		t.Fatalf("%d pull requests without the permission", n)
	}
	c.change(func(s *store.Store) {
		s.Accept(s.Installation(demoInstallation), s.User("aiko"), map[string]string{"pull_requests": "write"})
	})
	if n := c.pulls(); n != 1 {
		t.Errorf("%d pull requests after the permission came, want the draft", n)
	}
	c.calm(0)
}

func (c *coping) suspend(on bool) {
	c.t.Helper()
	c.change(func(s *store.Store) { s.Suspend(s.Installation(demoInstallation), s.User("aiko"), on) })
}

// reinstall puts the App on the organisation under another id.
func (c *coping) reinstall(id int64) {
	c.t.Helper()
	c.change(func(s *store.Store) { s.Install(s.App(demoAppID), s.User("acme"), nil, id) })
}
