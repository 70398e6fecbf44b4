package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAMissingGitIsOneClearError(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := New(t.TempDir(), time.Now)
	if err == nil || !strings.Contains(err.Error(), "needs the program git") {
		t.Errorf("got %v", err)
	}
}

func TestHooksSeeNeitherTheMachinesEnvironmentNorTheClientsToken(t *testing.T) {
	t.Setenv("HUB_TEST_CREDENTIAL", "of-the-machine")
	t.Setenv("GIT_AUTHOR_NAME", "of-the-machine")
	w := newWorld(t)
	script := "#!/bin/sh\ncat >>\"$HUB_PUSH_LOG\"\nenv >\"$HOME/seen\"\n"
	if err := os.WriteFile(filepath.Join(w.git.hooks(), "post-receive"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, step := range [][]string{
		{"clone", w.as("aiko") + "/acme/shop.git", "work"}, {"-C", "work", "commit", "--allow-empty", "-m", "m"}, {"-C", "work", "push", "origin", "HEAD"},
	} {
		if out, err := client(t, dir, step...); err != nil {
			t.Fatalf("git %v: %v\n%s", step, err, out)
		}
	}
	seen, err := os.ReadFile(filepath.Join(w.git.home(), "seen"))
	if err != nil || !strings.Contains(string(seen), "REMOTE_USER=aiko") {
		t.Fatalf("the hook did not run: %v %s", err, seen)
	}
	for _, secret := range []string{"of-the-machine", "token-aiko", "HTTP_AUTHORIZATION"} {
		if strings.Contains(string(seen), secret) {
			t.Errorf("%s is in the environment of hooks", secret)
		}
	}
}
