package operate

import (
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// mostKinds bounds the kinds of calls that are told apart; there are some forty.
const mostKinds = 128

// GitHub's prices: what reads costs a point, what writes costs five.
const (
	readPoints  = 1
	writePoints = 5
)

// callMetrics are about requests to GitHub.
type callMetrics struct {
	count    *prometheus.CounterVec
	points   *prometheus.CounterVec
	seconds  prometheus.Histogram
	refusals *prometheus.CounterVec
	budget   *prometheus.GaugeVec
	kinds    *kinds
}

func newCallMetrics() callMetrics {
	return callMetrics{
		count:    counters("sensible_github_calls_total", "Requests to GitHub, by kind and by the class of the answer (error = none came).", "kind", "status"),
		points:   counters("sensible_github_points_total", "What the requests cost by GitHub's rule: a read 1 point, a write 5.", "kind"),
		seconds:  histogram("sensible_github_call_seconds", "How long GitHub took to answer.", .025, .05, .1, .2, .4, .8, 1.6, 5, 15, 60),
		refusals: counters("sensible_github_refusals_total", "Requests that GitHub refused, by reason.", "reason"),
		budget: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "sensible_github_budget_left", Help: "What is left of the hour's allowance, as GitHub told last, by resource.",
		}, []string{"resource"}),
		kinds: &kinds{known: map[string]bool{}},
	}
}

func (c callMetrics) register(r *prometheus.Registry) {
	for _, reason := range []string{"primary", "secondary", "unauthorized", "forbidden"} {
		c.refusals.WithLabelValues(reason)
	}
	r.MustRegister(c.count, c.points, c.seconds, c.refusals, c.budget)
}

// kinds are the kinds seen so far: a bug that would make one of every path must not fill the memory.
type kinds struct {
	mu    sync.Mutex
	known map[string]bool
}

func (k *kinds) bounded(kind string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.known[kind] && len(k.known) >= mostKinds {
		return "other"
	}
	k.known[kind] = true
	return kind
}

// counting counts the requests that pass.
type counting struct {
	next http.RoundTripper
	m    *Metrics
}

// Transport counts the requests to GitHub that go through it, and traces them; nil = the default transport.
func (m *Metrics) Transport(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return &counting{next: next, m: m}
}

// RoundTrip implements http.RoundTripper.
func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	name, writes := kind(req)
	name = c.m.calls.kinds.bounded(name)
	req, end := traceCall(req, name)
	begun := time.Now()
	resp, err := c.next.RoundTrip(req)
	c.m.calls.seconds.Observe(time.Since(begun).Seconds())
	points := readPoints
	if writes {
		points = writePoints
	}
	c.m.calls.points.WithLabelValues(name).Add(float64(points))
	if err != nil {
		c.m.calls.count.WithLabelValues(name, "error").Inc()
		end(0)
		return nil, err
	}
	c.m.calls.count.WithLabelValues(name, strconv.Itoa(resp.StatusCode/100)+"xx").Inc()
	c.m.calls.note(resp)
	end(resp.StatusCode)
	return resp, nil
}

// resources are GitHub's allowances that are told apart.
var resources = map[string]bool{"core": true, "graphql": true, "search": true}

// note reads what an answer tells about allowances.
func (c callMetrics) note(resp *http.Response) {
	left, err := strconv.Atoi(resp.Header.Get("X-RateLimit-Remaining"))
	if resource := resp.Header.Get("X-RateLimit-Resource"); err == nil && resources[resource] {
		c.budget.WithLabelValues(resource).Set(float64(left))
	}
	switch {
	case resp.StatusCode == http.StatusUnauthorized:
		c.refusals.WithLabelValues("unauthorized").Inc()
	case resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests:
	case err == nil && left == 0:
		c.refusals.WithLabelValues("primary").Inc()
	case resp.StatusCode == http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "":
		c.refusals.WithLabelValues("secondary").Inc()
	default:
		c.refusals.WithLabelValues("forbidden").Inc()
	}
}

var (
	operation = regexp.MustCompile(`^[^{]*?\b(query|mutation)\s+([A-Za-z]\w{0,60})`)
	fixedWord = regexp.MustCompile(`^[a-z][a-z_-]{1,40}$`)
)

// kind names a request without naming anybody: the GraphQL operation, or the method with the path's fixed words.
func kind(req *http.Request) (name string, writes bool) {
	path := req.URL.Path
	if strings.HasSuffix(path, "/graphql") && req.GetBody != nil {
		return graphQLKind(req)
	}
	writes = req.Method != http.MethodGet && req.Method != http.MethodHead
	if strings.Contains(path, ".git/") {
		return "git", writes && strings.HasSuffix(path, "receive-pack")
	}
	words := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/api/v3"), "/"), "/")
	switch words[0] {
	case "repos":
		return req.Method + " repos" + fixed(words, 3, 4, 6), writes
	case "app":
		return req.Method + " app" + fixed(words, 1, 2, 3), writes
	case "users", "orgs", "user", "installation", "search", "rate_limit":
		return req.Method + " " + words[0], writes
	}
	return req.Method + " other", writes
}

// fixed are the words at these places of a path, as far as they can be GitHub's.
func fixed(words []string, at ...int) string {
	out := ""
	for _, n := range at {
		if n < len(words) && fixedWord.MatchString(words[n]) {
			out += "/" + words[n]
			if words[n] == "contents" || words[n] == "git" || words[n] == "compare" || words[n] == "branches" || words[n] == "collaborators" || words[n] == "commits" {
				break // what follows is somebody's name
			}
		}
	}
	return out
}

func graphQLKind(req *http.Request) (string, bool) {
	body, err := req.GetBody()
	if err != nil {
		return "graphql", false
	}
	defer func() { _ = body.Close() }()
	head := make([]byte, 4096)
	n, _ := io.ReadFull(body, head)
	_, text, found := strings.Cut(string(head[:n]), `"query":"`)
	if m := operation.FindStringSubmatch(strings.ReplaceAll(text, `\n`, "\n")); found && m != nil {
		return m[2], m[1] == "mutation"
	}
	return "graphql", false
}
