package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

const actionsSeed = `
users: [{login: aiko, token: token-aiko}]
organizations: [{login: acme, members: [{login: aiko}]}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin}, files: {README.md: "# shop", .github/sensible.yml: "stage: 2\n"}}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop}]
`

// spent is one request of a run: when it arrived, and when it was answered.
type spent struct {
	operation  string
	start, end time.Time
	write      bool
}

// BenchmarkOneCommandInsideActions runs the real binary for one /severity on a hub that is 80 ms away: the time from the start
// of the process to the answer of its last write, how many requests that took, and how many of them one after the other.
func BenchmarkOneCommandInsideActions(b *testing.B) {
	binary := buildProgram(b)
	requests := &record{}
	w := hubtest.Start(b, actionsSeed, func(o *hub.Options) { o.Latency, o.Validate, o.Log = 80*time.Millisecond, false, requests })
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	mustPost(b, w.URL+"/repos/acme/shop/issues", map[string]any{"title": "Checkout 502", "body": body, "labels": []string{"incident"}})
	event := filepath.Join(b.TempDir(), "event.json")
	payload := fmt.Sprintf(`{"action":"created","issue":{"number":1,"labels":[{"name":"incident"}]},"comment":{"body":"/ack"},"sender":{"login":"aiko","id":%d,"type":"User"},"repository":{"id":%d,"name":"shop","full_name":"acme/shop","owner":{"login":"acme"}}}`,
		idOf(b, w.URL+"/users/aiko"), idOf(b, w.URL+"/repos/acme/shop"))
	if err := os.WriteFile(event, []byte(payload), 0o600); err != nil {
		b.Fatal(err)
	}
	runProgram(b, binary, w.URL, event)
	var took []time.Duration
	var last []spent
	for n := 0; b.Loop(); n++ {
		mustPost(b, w.URL+"/repos/acme/shop/issues/1/comments", map[string]any{"body": fmt.Sprintf("/severity %d because of %d", n%3+1, n)})
		before := requests.length()
		start := time.Now()
		runProgram(b, binary, w.URL, event)
		last = spentIn(b, requests.bytes()[before:])
		end := start
		for _, s := range last {
			if s.write {
				end = s.end
			}
		}
		took = append(took, end.Sub(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-to-last-write")
	b.ReportMetric(float64(len(last)), "requests")
	b.ReportMetric(float64(inARow(last)), "in-a-row")
	b.ReportMetric(0, "ns/op")
	for _, s := range last {
		b.Logf("%s %s (%s)", s.start.Format("05.000"), s.operation, s.end.Sub(s.start).Round(time.Millisecond))
	}
}

func buildProgram(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "sensible")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", binary, ".") // as .ci/run builds it: what was built is kept
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// runProgram is one run of the real binary, as the runner starts it.
func runProgram(t testing.TB, binary, url, event string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "action")
	cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_EVENT_NAME=issue_comment", "GITHUB_EVENT_PATH="+event, "GITHUB_REPOSITORY=acme/shop",
		"GITHUB_TOKEN=ghs_actions", "GITHUB_API_URL="+url, "GITHUB_GRAPHQL_URL="+url+"/graphql", "GITHUB_SERVER_URL="+url)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// spentIn reads a hub's log, in the order of arrival.
func spentIn(t testing.TB, log []byte) []spent {
	t.Helper()
	var out []spent
	for _, line := range strings.Split(strings.TrimSpace(string(log)), "\n") {
		var l struct {
			At                       time.Time
			MS                       float64 `json:"ms"`
			Method, Token, Operation string
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%v in %.200s", err, line)
		}
		if strings.HasPrefix(l.Token, "actions:") {
			out = append(out, spent{l.Operation, l.At, l.At.Add(time.Duration(l.MS * float64(time.Millisecond))), l.Operation == "Apply"})
		}
	}
	slices.SortFunc(out, func(x, y spent) int { return x.start.Compare(y.start) })
	return out
}

// inARow is how many requests waited for one another: the longest chain in which each began after the one before was answered.
func inARow(list []spent) int {
	longest := make([]int, len(list))
	most := 0
	for i, s := range list {
		longest[i] = 1
		for j := range i {
			if !list[j].end.After(s.start) {
				longest[i] = max(longest[i], longest[j]+1)
			}
		}
		most = max(most, longest[i])
	}
	return most
}

// asAiko asks the hub as a person.
func asAiko(t testing.TB, method, url string, in any) []byte {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer token-aiko")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s %v", method, url, res.Status, text, err)
	}
	return text
}

func mustPost(t testing.TB, url string, in map[string]any) {
	t.Helper()
	asAiko(t, http.MethodPost, url, in)
}

func idOf(t testing.TB, url string) int64 {
	t.Helper()
	var got struct{ ID int64 }
	if err := json.Unmarshal(asAiko(t, http.MethodGet, url, nil), &got); err != nil {
		t.Fatal(err)
	}
	return got.ID
}
