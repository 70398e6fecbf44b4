package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

func signedOnly(s *seed.Seed) { s.Repositories[0].RequireSignedCommits = true }

func TestWhereCommitsMustBeSignedGitHubMakesThem(t *testing.T) {
	c := cope(t, oddities{seed: signedOnly}).declare()
	before := c.requests.length()
	c.recover()
	commits := c.branchCommits()
	if len(commits) != 1 || commits[0].Committer.Name != "GitHub" {
		t.Fatalf("commits on the branch: %v, want one by GitHub", commits)
	}
	if n := c.pulls(); n != 1 {
		t.Errorf("%d pull requests, want the draft", n)
	}
	if n := c.count(before, "git-receive-pack"); n != 1 {
		t.Errorf("%d pushes, want one that is refused", n)
	}
	c.calm(0)
	c.idle()
}

func TestAfterOneRefusedPushNoOtherIsTried(t *testing.T) {
	c := cope(t, oddities{seed: signedOnly}).declare()
	c.recover()
	before := c.requests.length()
	c.wait(pushPauseAndMore)
	c.say("ben", "/identified a bad route")
	c.wait(pushPauseAndMore)
	if commits := c.branchCommits(); len(commits) < 2 {
		t.Fatalf("%d commits on the branch, want the draft and what came later", len(commits))
	}
	if n := c.count(before, "git-receive-pack"); n != 0 {
		t.Errorf("%d requests to push, want none: the repository takes no unsigned commits", n)
	}
	c.calm(0)
}

func TestThePolicyChoosesWhoMakesCommits(t *testing.T) {
	for name, row := range map[string]struct {
		seed    func(*seed.Seed)
		sign    string
		pushes  int
		commits int
	}{
		"github: GitHub, without trying":         {nil, "github", 0, 1},
		"never: by git, and refused is refused":  {signedOnly, "never", 1, 0},
		"auto: by git where nothing is required": {nil, "auto", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := cope(t, oddities{seed: row.seed})
			c.config("stage: 2\npostmortems: {sign: " + row.sign + "}\n")
			c.declare()
			before := c.requests.length()
			c.recover()
			if n := c.count(before, "git-receive-pack"); n != row.pushes {
				t.Errorf("%d requests to push, want %d", n, row.pushes)
			}
			if n := len(c.branchCommits()); n != row.commits {
				t.Errorf("%d commits on the branch, want %d", n, row.commits)
			}
			c.must(c.labels(), "phase/post-incident")
			c.calm(0)
		})
	}
}

func TestASignedCommitWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	for how, fault := range lostAnswers {
		t.Run(how, func(t *testing.T) {
			c := cope(t, oddities{seed: signedOnly}).declare()
			c.fault(fault + ",count=1,match=createCommitOnBranch")
			c.recover()
			if n := len(c.branchCommits()); n != 1 {
				t.Errorf("%d commits on the branch, want one", n)
			}
			if n := c.pulls(); n != 1 {
				t.Errorf("%d pull requests, want one", n)
			}
			c.idle()
		})
	}
}

func TestABranchThatWasMadeButGotNoCommitGetsIt(t *testing.T) {
	c := cope(t, oddities{seed: signedOnly}).declare()
	c.change(func(s *store.Store) {
		head, err := s.Git().ResolveRef(c.repo, "refs/heads/main")
		if err == nil {
			err = s.Git().UpdateRef(c.repo, fmt.Sprintf("refs/heads/postmortem/%d", c.issue), head, "", false)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	c.recover()
	if n := len(c.branchCommits()); n != 1 {
		t.Errorf("%d commits on the branch, want one", n)
	}
	if n := c.pulls(); n != 1 {
		t.Errorf("%d pull requests, want one", n)
	}
}

// branchCommits are those of the postmortem's branch that the default branch has not, newest first.
func (c *coping) branchCommits() []*store.Commit {
	c.t.Helper()
	var out []*store.Commit
	c.hub.Store().View(func() {
		list, err := c.hub.Store().Git().Log(c.repo, fmt.Sprintf("refs/heads/postmortem/%d", c.issue), store.LogOptions{})
		for _, m := range list {
			if err == nil && strings.HasPrefix(m.Message, "Postmortem of incident") {
				out = append(out, m)
			}
		}
	})
	return out
}

// pulls counts pull requests, whatever their state.
func (c *coping) pulls() int {
	c.t.Helper()
	var list []struct{ Number int }
	c.call("aiko", "GET", c.path("pulls?state=all"), nil, &list)
	return len(list)
}

// pushPauseAndMore is longer than the least time between two commits of ours.
const pushPauseAndMore = 16 * time.Minute
