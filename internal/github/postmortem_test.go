package github_test

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
)

func TestTheDocumentIsPushedWithoutTouchingAnythingElse(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	path := "docs/deep/2026/pm.md"
	want := reconcile.Want{Document: path}
	branch := "postmortem/" + itoa(k.Number)
	commit := plan.Action{Kind: plan.FileCommit, Target: path, Body: "# one\n", Fields: map[string]string{"branch": branch, "message": "Postmortem: draft [skip ci]"}}
	first := w.apply(k, w.observe(k, want), commit)
	w.hub.Advance(20 * time.Minute)
	commit.Body = "# two\n"
	second := w.apply(k, first.World, commit)
	w.same(second.World, w.observe(k, want))
	log := w.git("log", "--format=%an|%ae|%s|%ad", "--date=iso-strict", branch)
	lines := strings.Split(strings.TrimSpace(log), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "sensible[bot]|") || !strings.Contains(lines[0], "[skip ci]|2026-11-22T01:20:00") {
		t.Errorf("history:\n%s", log)
	}
	if files := w.git("ls-tree", "-r", "--name-only", branch); files != ".github/sensible.yml\nREADME.md\ndocs/deep/2026/pm.md\ndocs/deep/er/file.md\n" {
		t.Errorf("files:\n%s", files)
	}
	if fsck := w.git("fsck", "--strict"); strings.Contains(fsck, "error") {
		t.Errorf("fsck: %s", fsck)
	}
	again := w.calls("POST git-receive-pack")
	w.apply(k, second.World, commit)
	if w.calls("POST git-receive-pack") != again {
		t.Error("the same text was pushed twice")
	}
}

// git clones the repository as a person would, and runs one command there.
func (w *world) git(args ...string) string {
	w.Helper()
	dir := w.TempDir()
	url := strings.Replace(w.url, "http://", "http://x:token-aiko@", 1) + "/acme/shop.git"
	if out, err := exec.CommandContext(w.Context(), "git", "clone", "-q", "--mirror", url, dir).CombinedOutput(); err != nil {
		w.Fatalf("clone: %v %s", err, out)
	}
	cmd := exec.CommandContext(w.Context(), "git", append([]string{"-C", dir}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.Fatalf("git %v: %v %s", args, err, out)
	}
	return string(out)
}

func TestThePullRequestIsOpenedReviewedAndMerged(t *testing.T) {
	w := newWorld(t, nil)
	k := w.issue("Checkout 502")
	want := reconcile.Want{Document: "postmortems/pm.md"}
	branch := "postmortem/" + itoa(k.Number)
	got := w.apply(k, w.observe(k, want),
		plan.Action{Kind: plan.FileCommit, Target: "postmortems/pm.md", Body: "# pm\n", Fields: map[string]string{"branch": branch, "message": "draft"}},
		plan.Action{Kind: plan.PullCreate, Title: "Postmortem", Body: "please", Fields: map[string]string{"branch": branch, "base": "main", "reviewers": "ben,nobody-here"}})
	if got.World.Postmortem == nil || !slices.Equal(got.World.Postmortem.Reviewers, []string{"ben"}) || len(got.Vain) != 1 {
		t.Fatalf("%+v, in vain %v", got.World.Postmortem, got.Vain)
	}
	w.same(got.World, w.observe(k, want))
	updated := w.apply(k, got.World, plan.Action{Kind: plan.PullUpdate, Node: got.World.Postmortem.NodeID, Title: "Postmortem 2", Body: "pretty please"})
	w.same(updated.World, w.observe(k, want))
	w.as("aiko", "PUT", fmt.Sprintf("/repos/acme/shop/pulls/%d/merge", got.World.Postmortem.Number), map[string]any{})
	if merged := w.observe(k, want); !merged.Postmortem.Merged || !merged.Document.OnDefault || merged.Postmortem.MergedBy.Login != "aiko" {
		t.Errorf("%+v %+v", merged.Postmortem, merged.Document)
	}
}
