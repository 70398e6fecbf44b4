package operate

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

func measured(queue func() (Queue, error)) *Metrics {
	return New(Sources{
		Version: "v1.2.3", Queue: queue,
		Deliveries: func() map[string]int64 { return map[string]int64{"raised": 3, "refused": 1} },
	})
}

func shown(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestWhatIsMeasuredIsShown(t *testing.T) {
	m := measured(func() (Queue, error) {
		return Queue{Waiting: 7, Running: 2, Failing: 1, Oldest: time.Now().Add(-time.Minute), Deliveries: 10, Pending: 3, Unreadable: 1}, nil
	})
	m.Answered(2 * time.Millisecond)
	m.Wrote(90 * time.Millisecond)
	m.Ran(4, false)
	m.Ran(0, true)
	m.Healed(2)
	m.Recovered()
	m.Swept(time.Unix(1700000000, 0), false)
	text := shown(t, m)
	for _, line := range []string{
		`sensible_build_info{go="`, `version="v1.2.3"} 1`, `sensible_deliveries_total{result="raised"} 3`, "sensible_intake_seconds_count 1", `sensible_intake_seconds_bucket{le="0.003"} 1`,
		`sensible_lag_seconds_bucket{le="0.1"} 1`, `sensible_runs_total{result="failed"} 1`, "sensible_actions_total 4", "sensible_healed_drift_total 2",
		"sensible_recovered_deliveries_total 1", `sensible_sweeps_total{result="ok"} 1`, "sensible_last_sweep_timestamp_seconds 1.7e+09", "sensible_keys_waiting 7",
		"sensible_keys_running 2", "sensible_keys_failing 1", "sensible_oldest_waiting_seconds 60", `sensible_inbox_deliveries{state="done"} 6`, "sensible_database_up 1",
		`sensible_github_refusals_total{reason="secondary"} 0`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is not shown", line)
		}
	}
	if help := regexp.MustCompile(`(?m)^# HELP sensible_\w+ \S`).FindAllString(text, -1); len(help) < 15 {
		t.Errorf("%d figures are explained", len(help))
	}
}

func TestADatabaseThatIsGoneIsShownAndTheRestStill(t *testing.T) {
	m := measured(func() (Queue, error) { return Queue{}, errors.New("disk I/O error") })
	text := shown(t, m)
	if !strings.Contains(text, "sensible_database_up 0") || strings.Contains(text, "sensible_keys_waiting") || !strings.Contains(text, "sensible_deliveries_total") {
		t.Error(text)
	}
}

// answers are a GitHub that says what the test wants.
type answers func(*http.Request) (*http.Response, error)

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }

func answer(status int, headers ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(""))}
}

func TestRequestsAreCountedByKindWithWhatTheyCostAndWhatIsLeft(t *testing.T) {
	m := measured(func() (Queue, error) { return Queue{}, nil })
	next := []*http.Response{
		answer(200, "X-RateLimit-Remaining", "4999", "X-RateLimit-Resource", "core"), answer(200, "X-RateLimit-Remaining", "4000", "X-RateLimit-Resource", "graphql"),
		answer(403, "Retry-After", "60"), answer(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Resource", "core"), answer(403), answer(401),
	}
	through := m.Transport(answers(func(*http.Request) (*http.Response, error) {
		if len(next) == 0 {
			return nil, errors.New("connection refused")
		}
		r := next[0]
		next = next[1:]
		return r, nil
	}))
	send := func(method, path, body string) {
		r := httptest.NewRequest(method, "https://api.github.com"+path, strings.NewReader(body))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
		_, _ = through.RoundTrip(r)
	}
	send("GET", "/repos/acme/secret-plan/issues/987654321", "")
	send("POST", "/graphql", `{"query":"# writes\nmutation Apply($x: ID!) { a }","variables":{}}`)
	for range 5 {
		send("GET", "/repos/acme/secret-plan/collaborators/mallory/permission", "")
	}
	text := shown(t, m)
	for _, line := range []string{
		`sensible_github_calls_total{kind="GET repos/issues",status="2xx"} 1`, `sensible_github_calls_total{kind="Apply",status="2xx"} 1`,
		`sensible_github_points_total{kind="Apply"} 5`, `sensible_github_points_total{kind="GET repos/collaborators"} 5`,
		`sensible_github_calls_total{kind="GET repos/collaborators",status="error"} 1`, `sensible_github_calls_total{kind="GET repos/collaborators",status="4xx"} 4`,
		`sensible_github_budget_left{resource="core"} 0`, `sensible_github_budget_left{resource="graphql"} 4000`,
		`refusals_total{reason="primary"} 1`, `refusals_total{reason="secondary"} 1`, `refusals_total{reason="forbidden"} 1`, `refusals_total{reason="unauthorized"} 1`,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is not shown", line)
		}
	}
	for _, private := range []string{"acme", "secret-plan", "mallory", "987654321"} {
		if regexp.MustCompile(`"[^"]*` + private + `[^"]*"`).MatchString(text) {
			t.Errorf("%s is shown", private)
		}
	}
}

func TestKindsNameNobodyAndAreBounded(t *testing.T) {
	for path, want := range map[string]string{
		"/repos/acme/shop/issues/comments/12/reactions": "POST repos/issues/comments/reactions", "/repos/acme/shop/contents/private/plan.md": "POST repos/contents",
		"/repos/acme/shop/compare/mallory": "POST repos/compare", "/api/v3/app/installations/10/access_tokens": "POST app/installations/access_tokens",
		"/app/hook/deliveries/9": "POST app/hook/deliveries", "/users/mallory": "POST users", "/acme/shop.git/git-receive-pack": "git", "/x/y": "POST other",
		"/repos/acme": "POST repos", "/repos/acme/shop/branches/secret/protection": "POST repos/branches",
	} {
		if got, _ := kind(httptest.NewRequest(http.MethodPost, "https://x"+path, nil)); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	k := &kinds{known: map[string]bool{}}
	for n := range 1000 {
		k.bounded(fmt.Sprint("kind", n))
	}
	if len(k.known) > mostKinds || k.bounded("kind1") != "kind1" || k.bounded("another") != "other" {
		t.Errorf("%d kinds", len(k.known))
	}
}

func FuzzNoRequestMakesAKindThatIsLong(f *testing.F) {
	f.Add("/repos/acme/shop/issues/1", `{"query":"query Incident { a }"}`)
	f.Add("/graphql", `{"query":"mutation`)
	f.Fuzz(func(t *testing.T, path, body string) {
		r := httptest.NewRequest(http.MethodPost, "https://x/", nil)
		r.URL.Path = path
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }
		if got, _ := kind(r); len(got) > 200 || strings.ContainsAny(got, "\n\"") {
			t.Errorf("%q", got)
		}
	})
}
