package strangers_test

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestGitClonesAndPushes(t *testing.T) {
	hub := start(t, nobody)
	origin := withToken(t, hub, "token-ben", "acme/shop")
	dir := t.TempDir()
	must := func(args ...string) string {
		t.Helper()
		out, err := run(dir, "git", args...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	must("clone", "-q", origin, "shop")
	dir = filepath.Join(dir, "shop")
	if got := string(read(t, filepath.Join(dir, "README.md"))); got != "# shop" {
		t.Fatalf("the clone has %q", got)
	}
	must("checkout", "-qb", "fix/502")
	write(t, filepath.Join(dir, "fix.txt"), "fixed\n")
	must("add", ".")
	must("commit", "-qm", "Fix")
	must("push", "-q", "origin", "HEAD")
	if out := must("ls-remote", "origin"); !strings.Contains(out, "refs/heads/fix/502") {
		t.Errorf("the branch is not there: %s", out)
	}
	must("fetch", "-q", "--depth=1", "origin", "main")
	shallow := filepath.Join(t.TempDir(), "shallow")
	must("clone", "-q", "--depth=1", "--branch", "fix/502", origin, shallow)
	if got := string(read(t, filepath.Join(shallow, "fix.txt"))); got != "fixed\n" {
		t.Errorf("a shallow clone of what was pushed has %q", got)
	}
}

func TestGitIsRefusedInGitHubsWay(t *testing.T) {
	hub := start(t, nobody)
	for _, c := range []struct{ name, token, want string }{
		{"a wrong token", "ghp_wrong", "Authentication failed"},
		{"no token", "", "could not read Username"},
	} {
		t.Run(c.name, func(t *testing.T) {
			origin := hub + "/acme/shop.git"
			if c.token != "" {
				origin = withToken(t, hub, c.token, "acme/shop")
			}
			if out, err := run(t.TempDir(), "git", "clone", origin, "x"); err == nil || !strings.Contains(out, c.want) && !strings.Contains(out, "not found") {
				t.Errorf("got %v %s, want %q", err, out, c.want)
			}
		})
	}
	t.Run("who may only read clones and does not push", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "shop")
		if _, err := run("", "git", "clone", "-q", withToken(t, hub, "token-eve", "acme/shop"), dir); err != nil {
			t.Fatal(err)
		}
		if _, err := run(dir, "git", "commit", "--allow-empty", "-qm", "x"); err != nil {
			t.Fatal(err)
		}
		if out, err := run(dir, "git", "push", "origin", "HEAD"); err == nil || !strings.Contains(out, "403") && !strings.Contains(out, "denied") {
			t.Errorf("got %v %s", err, out)
		}
	})
}
