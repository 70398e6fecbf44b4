package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const hubSeed = `
users: [{login: aiko, token: token-aiko}]
organizations: [{login: acme, members: [{login: aiko}]}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin}, files: {README.md: "# shop"}}]
apps: [{id: 1, slug: sensible, webhook_url: "WEBHOOK", webhook_secret: s3cret, permissions: {issues: write}, events: [issues]}]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
clock: {start: 2026-11-22T01:00:00Z, scale: 0}
`

// startHub runs the command until the test ends and gives its address, and a function that stops it.
func startHub(t *testing.T, args ...string) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	cmd := newHubCommand()
	cmd.SetArgs(append([]string{"--listen", "127.0.0.1:0"}, args...))
	cmd.SetOut(write)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	done := make(chan error, 1)
	go func() {
		err := cmd.ExecuteContext(ctx)
		_ = write.CloseWithError(err)
		done <- err
	}()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(cancel)
	return strings.TrimSpace(line), func() error { cancel(); return <-done }
}

func callHub(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer token-aiko")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

func TestTheHubServesItsSeedSendsWebhooksAndStops(t *testing.T) {
	hooks := make(chan []byte, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte("s3cret"))
		mac.Write(body)
		if r.Header.Get("X-Hub-Signature-256") != "sha256="+hex.EncodeToString(mac.Sum(nil)) {
			t.Error("a wrong signature")
		}
		hooks <- body
	}))
	defer receiver.Close()
	dir := t.TempDir()
	seed, log, webhooks := filepath.Join(dir, "seed.yml"), filepath.Join(dir, "requests.jsonl"), filepath.Join(dir, "webhooks.jsonl")
	if err := os.WriteFile(seed, []byte(strings.ReplaceAll(hubSeed, "WEBHOOK", receiver.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	url, stop := startHub(t, "--seed", seed, "--validate", "--log", log, "--webhook-log", webhooks, "--latency", "1ms",
		"--fault", "status=502,when=after,match=POST /repos/*,count=1")
	if status, _ := callHub(t, "POST", url+"/repos/acme/shop/issues", `{"title":"one"}`); status != 502 {
		t.Errorf("the fault did not strike: %d", status)
	}
	if status, body := callHub(t, "GET", url+"/api/v3/repos/acme/shop/issues", ""); status != 200 || !strings.Contains(body, `"title":"one"`) {
		t.Errorf("no effect before the fault: %d %s", status, body)
	}
	if payload := <-hooks; !bytes.Contains(payload, []byte(url+"/repos/acme/shop/issues/1")) {
		t.Errorf("the payload has other addresses: %s", payload)
	}
	if status, body := callHub(t, "POST", url+"/_hub/clock", `{"advance":"30m"}`); status != 200 || !strings.Contains(body, "01:30:00") {
		t.Errorf("clock: %d %s", status, body)
	}
	if _, body := callHub(t, "GET", url+"/_hub/summary", ""); !strings.Contains(body, `"POST /repos/{owner}/{repo}/issues":1`) {
		t.Errorf("summary: %s", body)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	lines, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var first struct {
		Token, Operation string
		Status           int
	}
	if err := json.Unmarshal(bytes.SplitN(lines, []byte("\n"), 2)[0], &first); err != nil || bytes.Count(lines, []byte("\n")) != 2 {
		t.Fatalf("%v: %s", err, lines)
	}
	if first.Token != "user:aiko" || first.Operation != "POST /repos/{owner}/{repo}/issues" || first.Status != 502 || bytes.Contains(lines, []byte("token-aiko")) {
		t.Errorf("logged %+v", first)
	}
	if sent, err := os.ReadFile(webhooks); err != nil || bytes.Count(sent, []byte("\n")) != 1 {
		t.Errorf("%v: %s", err, sent)
	}
}

func TestTheHubRefusesToStartWithMistakes(t *testing.T) {
	dir := t.TempDir()
	seed := filepath.Join(dir, "seed.yml")
	if err := os.WriteFile(seed, []byte("users:\n  - {login: aiko, tokn: x}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--fault", "sttus=502"}, exitUsage, `unknown key "sttus"`},
		{[]string{"--latency", "-1s"}, exitUsage, "cannot be negative"},
		{[]string{"--seed", filepath.Join(dir, "gone.yml")}, exitFound, "gone.yml"},
		{[]string{"--seed", seed}, exitFound, "seed.yml:2: "},
		{[]string{"--log", filepath.Join(dir, "gone", "x")}, exitFound, "cannot write the log"},
		{[]string{"--listen", "127.0.0.1:99999"}, exitFound, "choose another with --listen"},
	}
	for _, c := range cases {
		cmd := newHubCommand()
		cmd.SetArgs(c.args)
		cmd.SetOut(io.Discard)
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		err := cmd.ExecuteContext(context.Background())
		var exit exitError
		if !errors.As(err, &exit) || exit.code != c.code || !strings.Contains(exit.message, c.want) {
			t.Errorf("%v: got %#v, want %d with %q", c.args, err, c.code, c.want)
		}
	}
}
