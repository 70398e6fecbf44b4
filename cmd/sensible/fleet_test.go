package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
)

// fleet is `sensible serve` as processes of its own, before a hub in this one, and people who go on giving commands whatever
// becomes of the processes.
type fleet struct {
	t        *testing.T
	hub      *hub.Hub
	set      settings
	program  string
	replicas []*replica

	issue    int
	repoID   int64
	comments map[int64]spoken // by id of the comment
	issues   map[int]string   // node ids
}

// spoken is what somebody said on an issue.
type spoken struct {
	issue int
	item  string // the title of the action item that it makes; empty = it makes none
}

// replica is one process that is started again and again.
type replica struct {
	fleet   *fleet
	address string
	args    []string
	cmd     *exec.Cmd
	out     bytes.Buffer
}

// leaseOfTests is short, so that others take over soon.
const leaseOfTests = 2 * time.Second

// commandsPerIssue keeps the ledgers small.
const commandsPerIssue = 24

// newFleet makes n replicas on a database; none runs yet.
func newFleet(t *testing.T, database string, n int) *fleet {
	t.Helper()
	f := &fleet{t: t, comments: map[int64]spoken{}, issues: map[int]string{}}
	f.hub, f.set = openHub(t, func() http.Handler { return http.HandlerFunc(f.balance) })
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f.program = filepath.Join(dir, "sensible")
	if err := os.Symlink(exe, f.program); err != nil {
		t.Fatal(err)
	}
	key, secret := filepath.Join(dir, "app.pem"), filepath.Join(dir, "secret")
	for path, text := range map[string][]byte{key: f.set.PrivateKey, secret: f.set.Secret} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range n {
		address := freeAddress(t)
		f.replicas = append(f.replicas, &replica{fleet: f, address: address, args: []string{
			"serve", "--listen", address, "--github-url", f.set.GitHubURL, "--app-id", "1", "--private-key", key, "--webhook-secret", secret,
			"--database", database, "--lease", leaseOfTests.String(), "--log-level", "warn", "--log-format", "text",
		}})
	}
	t.Cleanup(func() {
		for _, r := range f.replicas {
			r.kill()
		}
	})
	var repo struct{ ID int64 }
	f.call("aiko", "GET", "/repos/acme/shop", "", &repo)
	f.repoID = repo.ID
	f.call("aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`, nil)
	return f
}

// balance hands a delivery to a replica that answers: what stands before several of them does so.
func (f *fleet) balance(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	client := &http.Client{Timeout: 2 * time.Second}
	for _, n := range rand.Perm(len(f.replicas)) {
		req, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+f.replicas[n].address+r.URL.Path, bytes.NewReader(body))
		if err != nil {
			continue
		}
		req.Header = r.Header.Clone()
		resp, err := client.Do(req)
		if err != nil {
			continue
		}
		_ = resp.Body.Close()
		w.WriteHeader(resp.StatusCode)
		return
	}
	http.Error(w, "nobody answers", http.StatusBadGateway)
}

func (f *fleet) call(as, method, path, body string, out any) {
	f.t.Helper()
	f.hub.Clock().Set(time.Now().UTC())
	text := act(f.t, f.set, as, method, path, body)
	if out == nil {
		return
	}
	if err := json.Unmarshal([]byte(text), out); err != nil {
		f.t.Fatal(err)
	}
}

// say gives one command; every so often it is one that makes an issue, and now and then it is in a new incident.
func (f *fleet) say() {
	f.t.Helper()
	n := len(f.comments)
	if n%commandsPerIssue == 0 {
		var made struct {
			Number int
			NodeID string `json:"node_id"`
		}
		f.call("aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1), &made)
		f.issue, f.issues[made.Number] = made.Number, made.NodeID
	}
	c, text := spoken{issue: f.issue}, fmt.Sprintf("/note number %d", n)
	switch {
	case n%commandsPerIssue == commandsPerIssue-1:
		text = "/recovered" // the action items become issues
	case n%6 == 3:
		c.item = fmt.Sprintf("item number %d", n)
		text = "/action " + c.item + " I:low S:s U:low C:high"
	}
	var made struct{ ID int64 }
	f.call("aiko", "POST", fmt.Sprintf("/repos/acme/shop/issues/%d/comments", f.issue), fmt.Sprintf(`{"body":%q}`, text), &made)
	f.comments[made.ID] = c
}

// talk gives commands for some time.
func (f *fleet) talk(d time.Duration) {
	f.t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); {
		f.say()
		<-time.After(time.Duration(rand.IntN(int(d/8) + 1)))
	}
}

func (r *replica) start() {
	r.fleet.t.Helper()
	r.cmd = exec.Command(r.fleet.program, r.args...)
	r.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.Getenv("TMPDIR")}
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	if err := r.cmd.Start(); err != nil {
		r.fleet.t.Fatal(err)
	}
}

// ready waits until it takes deliveries.
func (r *replica) ready() {
	r.fleet.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		resp, err := http.Get("http://" + r.address + "/readyz")
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-deadline:
			r.fleet.t.Fatalf("it does not start: %v\n%s", err, r.out.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// kill ends it as a power cut would.
func (r *replica) kill() {
	if r.cmd != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait()
		r.cmd = nil
	}
}

// freeAddress is one that nobody listens on at present.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
