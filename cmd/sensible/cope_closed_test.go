package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func TestADeletedIncidentIsForgottenAndNeverMadeAgain(t *testing.T) {
	c := cope(t, oddities{}).declare()
	key := c.key()
	before := c.issues()
	c.change(func(s *store.Store) {
		if err := s.DeleteIssue(store.As(s.User("aiko")), s.Repository(c.repo).Issue(c.issue)); err != nil {
			t.Fatal(err)
		}
	})
	c.app.raise(key)
	c.rest()
	c.wait(pushPauseAndMore)
	if n := c.issues(); n != before-1 {
		t.Errorf("%d issues, want %d", n, before-1)
	}
	c.calm(0)
}

func TestAnActionItemThatSomebodyDeletedIsNotMadeAgain(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.recover()
	before := c.issues()
	c.change(func(s *store.Store) {
		for _, i := range s.Repository(c.repo).Issues {
			if i.Parent != nil {
				if err := s.DeleteIssue(store.As(s.User("aiko")), i); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
	})
	c.raise()
	c.restartOdd(oddities{})
	c.say("ben", "/identified a bad route")
	if n := c.issues(); n != before-1 {
		t.Errorf("%d issues, want %d: what somebody deleted stays so", n, before-1)
	}
	c.calm(0)
}

func TestOnALockedIssueTheAppGoesOnWhereGitHubLetsIt(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.call("aiko", "PUT", c.path("issues/%d/lock", c.issue), nil, nil)
	c.say("ben", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "SEV1")
	c.calm(0)
}

func TestWhereALockForbidsEverythingTheLogSaysSoOnceAndTheUnlockPutsItRight(t *testing.T) {
	locked := false
	c := cope(t, oddities{through: forbiddenWrites(&locked)})
	c.declare()
	c.call("aiko", "PUT", c.path("issues/%d/lock", c.issue), nil, nil)
	c.rest()
	locked = true
	c.say("ben", "/severity 1")
	c.say("cho", "/ack")
	c.say("cho", "/impact nobody can pay")
	c.must(c.labels(), "severity/sev2")
	if n := c.said(`"action":"card.update"`); n != 1 {
		t.Errorf("the log says %d times that the card cannot be written, want once", n)
	}
	locked = false
	c.call("aiko", "DELETE", c.path("issues/%d/lock", c.issue), nil, nil)
	c.rest()
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @cho")
	c.calm(0)
	c.idle()
}

func TestAnArchivedRepositoryIsLeftAloneUntilItIsNone(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.fault("webhooks=drop")
	c.comment("ben", "/severity 1")
	c.hub.Faults().Clear()
	c.change(func(s *store.Store) { s.Repository(c.repo).Archived = true })
	before := c.requests.length()
	c.raise()
	c.raise()
	if n := c.count(before, "Apply"); n != 0 {
		t.Errorf("%d attempts to write, want none", n)
	}
	if n := c.said("is archived"); n != 1 {
		t.Errorf("the log says %d times that it is archived, want once", n)
	}
	c.change(func(s *store.Store) { s.Repository(c.repo).Archived = false })
	c.sweep()
	c.must(c.labels(), "severity/sev1")
	c.calm(0)
}

func TestWhereIssuesAreSwitchedOffNothingHappensUntilTheyAreOn(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	c.change(func(s *store.Store) { s.Repository(c.repo).HasIssues = false })
	before := c.requests.length()
	c.raise()
	if n := c.count(before, "Apply"); n != 0 {
		t.Errorf("%d attempts to write, want none", n)
	}
	c.change(func(s *store.Store) { s.Repository(c.repo).HasIssues = true })
	c.say("cho", "/severity 1")
	c.must(c.labels(), "severity/sev1")
	c.must(c.card().Body, "Lead @ben")
	c.calm(0)
}

func TestARepositoryWithoutASettingsFileHasTheDefaults(t *testing.T) {
	c := cope(t, oddities{})
	c.call("aiko", "DELETE", c.path("contents/.github/sensible.yml"), map[string]string{"message": "no policy", "sha": c.blob(".github/sensible.yml")}, nil)
	c.rest()
	c.declare()
	c.recover()
	c.must(c.labels(), "phase/post-incident")
	c.must(c.labels(), "severity/sev2")
	c.mustNot(c.card().Body, ".github/sensible.yml:")
	c.mustNot(c.card().Body, boardLine)
	if got := c.issues(); got < 3 {
		t.Errorf("%d issues, want the action item among them", got)
	}
	c.calm(0)
	c.idle()
}

// issues counts what the repository has, pull requests apart.
func (c *coping) issues() int {
	n := 0
	c.hub.Store().View(func() {
		for _, i := range c.hub.Store().Repository(c.repo).Issues {
			if i.Pull == nil {
				n++
			}
		}
	})
	return n
}

func (c *coping) blob(path string) string {
	c.t.Helper()
	var file struct{ SHA string }
	c.call("aiko", "GET", c.path("contents/%s", path), nil, &file)
	return file.SHA
}

// forbiddenWrites answers every mutation as GitHub does where the App may not write, as long as on says so.
func forbiddenWrites(on *bool) func(http.RoundTripper, *skipClock) http.RoundTripper {
	alias := regexp.MustCompile(`\\n  (a\d+): `)
	return func(next http.RoundTripper, _ *skipClock) http.RoundTripper {
		return answering{next, func(body string) string {
			if !*on || !strings.Contains(body, "mutation Apply") {
				return ""
			}
			var nulls, errors []string
			for _, m := range alias.FindAllStringSubmatch(body, -1) {
				nulls = append(nulls, `"`+m[1]+`":null`)
				errors = append(errors, `{"type":"FORBIDDEN","path":["`+m[1]+`"],"message":"Unable to create comment because issue is locked."}`)
			}
			return `{"data":{` + strings.Join(nulls, ",") + `},"errors":[` + strings.Join(errors, ",") + `]}`
		}}
	}
}

func TestAnAppThatMayNotWriteAtAllComesToRestAndStartsWhenItMay(t *testing.T) {
	forbidden := true
	c := cope(t, oddities{through: forbiddenWrites(&forbidden)}).declare()
	c.comment("ben", "/severity 1")
	c.rest()
	c.calm(0)
	forbidden = false
	c.app.installation("new_permissions_accepted", demoInstallation)
	c.rest()
	c.must(c.labels(), "severity/sev1")
	c.idle()
}
