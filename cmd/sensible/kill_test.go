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
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/ledger"
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

// settled waits until every command had its effect, and then tells of all that is missing or there twice.
func (f *fleet) settled() {
	f.t.Helper()
	for len(f.comments)%commandsPerIssue != 0 {
		f.say()
	}
	deadline := time.After(90 * time.Second)
	for {
		wrong := f.wrong()
		if len(wrong) == 0 {
			return
		}
		select {
		case <-deadline:
			f.t.Errorf("after %d commands: %s", len(f.comments), strings.Join(wrong, "; "))
			for n, r := range f.replicas {
				f.t.Logf("replica %d:\n%s", n, r.out.String())
			}
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// wrong is what is missing or there twice.
func (f *fleet) wrong() []string {
	var wrong []string
	facts, items := map[int64]int{}, map[string]int{}
	for number, node := range f.issues {
		cards := 0
		for _, body := range f.bodiesOf(number) {
			if !strings.Contains(body, "<!-- sensible:ledger ") {
				continue
			}
			cards++
			for _, id := range f.facts(body, node) {
				facts[id]++
			}
		}
		if cards != 1 {
			wrong = append(wrong, fmt.Sprintf("%d cards on #%d", cards, number))
		}
	}
	for page := 1; ; page++ {
		var list []struct{ Title string }
		f.call("aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues?state=all&per_page=100&page=%d", page), "", &list)
		for _, i := range list {
			items[i.Title]++
		}
		if len(list) < 100 {
			break
		}
	}
	for id, c := range f.comments {
		if facts[id] != 1 {
			wrong = append(wrong, fmt.Sprintf("command %d on #%d was judged %d times", id, c.issue, facts[id]))
		}
		if c.item != "" && items[c.item] != 1 {
			wrong = append(wrong, fmt.Sprintf("%s is there %d times", c.item, items[c.item]))
		}
	}
	return wrong
}

func (f *fleet) bodiesOf(number int) []string {
	var out []string
	var list []struct {
		Body string
		User struct{ Login string }
	}
	f.call("aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues/%d/comments?per_page=100", number), "", &list)
	for _, c := range list {
		if c.User.Login == "sensible[bot]" {
			out = append(out, c.Body)
		}
	}
	return out
}

// facts are the comments that a card's ledger knows as accepted, as often as it does.
func (f *fleet) facts(card, node string) []int64 {
	ring, err := ledgerKeys(f.set)
	if err != nil {
		f.t.Fatal(err)
	}
	l, verdict, err := ledger.Decode(card, ledger.Binding{RepositoryID: f.repoID, IssueNodeID: node}, ring)
	if err != nil || !verdict.Signed() {
		f.t.Fatalf("the ledger cannot be read: %v %v", verdict, err)
	}
	var out []int64
	for _, fact := range l.Accepted() {
		if fact.Comment != 0 {
			out = append(out, fact.Comment)
		}
	}
	return out
}

// rounds is how often something is killed: few in every run, many in a long one.
func rounds(t *testing.T, name string, few int) int {
	t.Helper()
	if v := os.Getenv(name); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return n
	}
	return few
}

func TestKilledAtAnyMomentOnSQLiteNothingIsLostAndNothingIsDoneTwice(t *testing.T) {
	t.Parallel()
	f := newFleet(t, "sqlite:"+filepath.Join(t.TempDir(), "sensible.db"), 1)
	r := f.replicas[0]
	for range rounds(t, "SENSIBLE_KILLS", 14) {
		r.start()
		r.ready()
		f.talk(time.Duration(50+rand.IntN(350)) * time.Millisecond)
		r.kill()
		if rand.IntN(3) == 0 {
			f.say() // nobody is there to hear it
		}
	}
	r.start()
	f.settled()
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
