package faults

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// hub is a handler that counts its effects, behind the faults, over real HTTP.
type hub struct {
	t       *testing.T
	set     *Set
	url     string
	effects int
	now     time.Time
	wall    time.Time
	list    string
}

func newHub(t *testing.T, specs ...string) *hub {
	t.Helper()
	h := &hub{t: t, now: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), wall: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	h.set = New(Options{Now: func() time.Time { return h.now }, Wall: func() time.Time { return h.wall },
		Identify: func(r *http.Request) string { return r.Header.Get("Authorization") }})
	if err := h.set.Add(specs...); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.set.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			_, _ = io.Copy(io.Discard, r.Body)
			h.effects++
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprintf(w, `{"id":%d,"node_id":"N%d"}`, h.effects, h.effects)
			return
		}
		w.Header().Set("X-RateLimit-Limit", "5000")
		_, _ = io.WriteString(w, h.list)
	})))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// call gives the status (0: the connection was cut), the headers and the body.
func (h *hub) call(method, path, body string) (int, http.Header, string) {
	h.t.Helper()
	request, err := http.NewRequest(method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Authorization", "installation:10")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil, ""
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text)
}

func (h *hub) statuses(n int, method, path, body string) string {
	h.t.Helper()
	var out []string
	for range n {
		status, _, _ := h.call(method, path, body)
		out = append(out, fmt.Sprint(status))
	}
	return strings.Join(out, " ")
}

const document = `{"query":"mutation CloseIncident { a: closeIssue(input: {}) { __typename } b: addComment(input: {}) { __typename } }"}`

func TestFaultsStrikeWhereTheyMatch(t *testing.T) {
	cases := []struct {
		name, spec, method, path, body string
		want                           string
		effects                        int
	}{
		{"before the effect, a limited number of times", "status=502,count=2", "POST", "/repos/a/b/issues", "", "502 502 201 201", 2},
		{"after the effect", "status=502,when=after,match=POST /repos/*,count=3", "POST", "/repos/a/b/issues", "", "502 502 502 201", 4},
		{"every third", "status=500,every=3", "POST", "/x", "", "201 201 500 201", 3},
		{"another method does not match", "status=502,match=PATCH /repos/*", "POST", "/repos/a/b/issues", "", "201 201 201 201", 4},
		{"the enterprise prefix matches too", "status=502,match=POST /repos/*/issues", "POST", "/api/v3/repos/a/b/issues", "", "502 502 502 502", 0},
		{"a path alone", "status=502,match=/repos/*", "POST", "/repos/a/b", "", "502 502 502 502", 0},
		{"a method alone", "status=502,match=POST", "POST", "/x", "", "502 502 502 502", 0},
		{"a GraphQL operation", "status=502,match=CloseIncident,when=after", "POST", "/graphql", document, "502 502 502 502", 4},
		{"one of its root fields", "status=502,match=add*", "POST", "/api/graphql", document, "502 502 502 502", 0},
		{"another GraphQL operation", "status=502,match=OpenIncident", "POST", "/graphql", document, "201 201 201 201", 4},
		{"the endpoint by its path", "status=502,match=POST /graphql", "POST", "/api/graphql", document, "502 502 502 502", 0},
		{"a cut connection before", "drop,count=1", "POST", "/x", "", "0 201 201 201", 3},
		{"a cut connection after", "drop,when=after,count=1", "POST", "/x", "", "0 201 201 201", 4},
		{"a delay alone only delays", "delay=1ms", "POST", "/x", "", "201 201 201 201", 4},
		{"the hub's control is spared", "status=502", "POST", "/_hub/faults", "", "201 201 201 201", 4},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHub(t, c.spec)
			if got := h.statuses(4, c.method, c.path, c.body); got != c.want || h.effects != c.effects {
				t.Errorf("got %s and %d effects, want %s and %d", got, h.effects, c.want, c.effects)
			}
		})
	}
}

func TestTheFirstFittingFaultAnswersAndTheNextKeepsItsCount(t *testing.T) {
	h := newHub(t, "status=500,count=1", "status=502,count=1")
	if got := h.statuses(3, "POST", "/x", ""); got != "500 502 201" {
		t.Error(got)
	}
}

func TestLatencyAndDelayComeBeforeTheHandler(t *testing.T) {
	h := newHub(t, "delay=30ms")
	h.set.options.Latency = 20 * time.Millisecond
	start := time.Now()
	h.call("GET", "/x", "")
	if took := time.Since(start); took < 50*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestDownLastsAsLongAsTheHubsClockSays(t *testing.T) {
	h := newHub(t, "down=60m")
	if status, _, body := h.call("POST", "/x", ""); status != 503 || !strings.Contains(body, `"message"`) || h.effects != 0 {
		t.Errorf("%d %s", status, body)
	}
	h.now = h.now.Add(time.Hour)
	if status, _, _ := h.call("POST", "/x", ""); status != 201 {
		t.Errorf("%d after the hour", status)
	}
}

func TestNewThingsStayOutOfListsForSomeReads(t *testing.T) {
	h := newHub(t, "stale=2")
	h.call("POST", "/repos/a/b/issues", "")
	h.list = `[{"node_id":"N0"},{"node_id":"N1"}]`
	for i, want := range []string{`[{"node_id":"N0"}]`, `[{"node_id":"N0"}]`, h.list, h.list} {
		if _, _, body := h.call("GET", "/repos/a/b/issues", ""); strings.TrimSpace(body) != want {
			t.Errorf("read %d: %s, want %s", i+1, body, want)
		}
	}
	h.set.Created("N7")
	h.list = `{"node_id":"N7","nodes":[{"id":"N7","n":12345678901234567890}]}`
	if _, _, body := h.call("GET", "/repos/a/b/issues/7", ""); strings.TrimSpace(body) != `{"node_id":"N7","nodes":[]}` {
		t.Errorf("the thing itself is there, lists lack it: %s", body)
	}
}

func TestALaterSpecTakesThePlaceOfAnEarlierOne(t *testing.T) {
	set := New(Options{})
	for _, spec := range []string{"webhooks=drop", "status=502", "webhooks=double", "stale=2", "stale=5", "primary=3", "primary=4", "webhooks=drop,match=push"} {
		if err := set.Add(spec); err != nil {
			t.Fatal(err)
		}
	}
	want := "status=502; webhooks=double; stale=5; primary=4; webhooks=drop,match=push"
	if got := strings.Join(set.List(), "; "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := set.Add("drop", "nonsense"); err == nil || len(set.List()) != 5 {
		t.Errorf("half of a wrong list was taken: %v, %v", set.List(), err)
	}
	if d := set.Webhook("issues", "opened"); !d.Double || d.Drop {
		t.Errorf("got %+v", d)
	}
	if d := set.Webhook("push", ""); !d.Drop {
		t.Errorf("got %+v", d)
	}
}

func TestErrorsAreInGitHubsShape(t *testing.T) {
	h := newHub(t, "status=429,retry-after=90s")
	status, header, body := h.call("GET", "/x", "")
	var out map[string]string
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	if status != 429 || header.Get("Retry-After") != "90" || out["status"] != "429" || !strings.Contains(out["message"], "secondary rate limit") {
		t.Errorf("%d %v %s", status, header, body)
	}
}
