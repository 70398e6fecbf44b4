package strangers_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

const worldSeed = `
users: [{login: aiko, token: token-aiko}, {login: ben, token: token-ben}, {login: eve, token: token-eve}]
organizations: [{login: acme, members: [{login: aiko, role: admin}], default_repository_permission: none}]
repositories:
  - {full_name: acme/shop, private: true, collaborators: {aiko: admin, ben: write, eve: read}, files: {README.md: "# shop"}}
projects: [{owner: acme, title: Incident follow-ups}]
apps:
  - id: 1
    slug: sensible
    private_key_file: app.pem
    webhook_url: $WEBHOOK
    webhook_secret: s3cret-of-the-hook
    permissions: {issues: write, contents: write, pull_requests: write, checks: write, organization_projects: write}
    events: [issues, issue_comment, label, pull_request, push, check_run, sub_issues]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
`

// program builds the real thing once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "strangers-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sensible")
	out, err := exec.Command("go", "build", "-o", path, "../../../cmd/sensible").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// start runs `sensible hub` on a seed whose App hears webhooks at the given address, and returns the hub's. At the test's
// end the logs are held against the contract.
func start(t *testing.T, webhook string, flags ...string) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "app.pem"), string(hubtest.KeyPEM()))
	write(t, filepath.Join(dir, "seed.yml"), strings.ReplaceAll(worldSeed, "$WEBHOOK", webhook))
	requests, webhooks := filepath.Join(dir, "requests.jsonl"), filepath.Join(dir, "webhooks.jsonl")
	args := []string{"hub", "--listen", "127.0.0.1:0", "--seed", filepath.Join(dir, "seed.yml"), "--log", requests, "--webhook-log", webhooks}
	cmd := exec.Command(path, append(args, flags...)...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		t.Fatalf("the hub printed no address: %v\n%s", err, complaints.String())
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the hub ended with %v\n%s", err, complaints.String())
		}
		hold(t, read(t, requests), read(t, webhooks))
	})
	return strings.TrimSpace(line)
}

// hold holds the logs against the contract. Bad input is part of every test here: what the hub answers is held.
func hold(t *testing.T, requests, webhooks []byte) {
	t.Helper()
	check := hubtest.Outside{Tolerant: true}
	check.Requests(requests)
	check.Webhooks(webhooks)
	for _, v := range check.Violations {
		t.Errorf("%v", v)
	}
	t.Logf("what was used:\n%s", check.Table())
}

// nobody is an address at which nobody listens.
const nobody = "http://127.0.0.1:9/webhook"

// withToken is a repository's address for git, as GitHub documents it for Apps.
func withToken(t *testing.T, hub, token, repository string) string {
	t.Helper()
	u, err := url.Parse(hub)
	if err != nil {
		t.Fatal(err)
	}
	u.User, u.Path = url.UserPassword("x-access-token", token), "/"+repository+".git"
	return u.String()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// run runs a program of others and returns what it printed.
func run(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=s", "GIT_AUTHOR_EMAIL=s@example.com", "GIT_COMMITTER_NAME=s", "GIT_COMMITTER_EMAIL=s@example.com", "no_proxy=*")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out), nil
}
