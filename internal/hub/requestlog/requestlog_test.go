package requestlog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// served runs one request through the log over real HTTP and gives its line.
func served(t *testing.T, handler http.HandlerFunc, build func(url string) *http.Request) (map[string]any, string) {
	t.Helper()
	var out bytes.Buffer
	at := time.Date(2026, 11, 22, 3, 0, 0, 123456000, time.UTC)
	ticks := 0
	log := &Log{Writer: &out, Identify: func(*http.Request) string { return "user:aiko" },
		Route: func(r *http.Request) string { return strings.TrimPrefix(r.Method+" "+r.URL.Path, "GET /nonsense") },
		Now:   func() time.Time { ticks++; return at.Add(time.Duration(ticks-1) * 1500 * time.Microsecond) }}
	done := make(chan struct{})
	inner := log.Middleware(handler)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		inner.ServeHTTP(w, r)
	}))
	defer server.Close()
	if response, err := http.DefaultClient.Do(build(server.URL)); err == nil {
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	<-done
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	return line, out.String()
}

func request(method, path, body string, header ...string) func(string) *http.Request {
	return func(url string) *http.Request {
		r, err := http.NewRequest(method, url+path, strings.NewReader(body))
		if err != nil {
			panic(err)
		}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r
	}
}

func TestALineHasTheShapeOfTheContract(t *testing.T) {
	handler := func(w http.ResponseWriter, r *http.Request) {
		SetOperation(r.Context(), "PATCH /repos/{owner}/{repo}/labels/{name}")
		w.Header().Set("X-GitHub-Request-Id", "A:B")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"id":12345678901234567890,"html":"<b>"}`)
	}
	line, raw := served(t, handler, request("PATCH", "/repos/acme/shop/labels/severity%2F1?a=b&c=%20", `{"n":1.50}`, "Content-Type", "application/json"))
	want := map[string]any{"at": "2026-11-22T03:00:00.123456Z", "ms": 1.5, "method": "PATCH", "path": "/repos/acme/shop/labels/severity%2F1",
		"query": "a=b&c=%20", "token": "user:aiko", "operation": "PATCH /repos/{owner}/{repo}/labels/{name}", "status": 202.0}
	for key, value := range want {
		if line[key] != value {
			t.Errorf("%s: got %v, want %v", key, line[key], value)
		}
	}
	if len(line) != len(want)+2 {
		t.Errorf("other fields: %s", raw)
	}
	for _, text := range []string{`"body":{"n":1.50}`, `"html":"<b>"`, `"id":12345678901234567890`, `"Content-Type":"application/json"`, `"X-Github-Request-Id":"A:B"`} {
		if !strings.Contains(raw, text) {
			t.Errorf("no %s in %s", text, raw)
		}
	}
}

func TestOperationsAreNamed(t *testing.T) {
	silent := func(http.ResponseWriter, *http.Request) {}
	cases := []struct{ method, path, body, want string }{
		{"POST", "/graphql", `{"query":"query Incident($n: Int) { viewer { login } }"}`, "Incident"},
		{"POST", "/api/graphql", `{"query":"mutation { addComment(input: {}) { __typename } }"}`, "mutation"},
		{"POST", "/graphql", `{"query":"query A { a } query B { b }","operationName":"B"}`, "B"},
		{"POST", "/graphql", `{`, "unreadable"},
		{"GET", "/acme/shop.git/info/refs?service=git-upload-pack", "", "GET /{owner}/{repo}.git/info/refs"},
		{"POST", "/acme/shop.git/git-receive-pack", "PACK", "POST /{owner}/{repo}.git/git-receive-pack"},
		{"GET", "/nonsense", "", "unknown"},
		{"GET", "/faulty", "", "GET /faulty"},
	}
	for _, c := range cases {
		line, _ := served(t, silent, request(c.method, c.path, c.body))
		if line["operation"] != c.want {
			t.Errorf("%s %s: got %v, want %s", c.method, c.path, line["operation"], c.want)
		}
		if line["status"] != 200.0 {
			t.Errorf("a silent handler answers 200, not %v", line["status"])
		}
	}
}

func TestGitBodiesAreCountedNotKept(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }
	_, raw := served(t, echo, request("POST", "/acme/shop.git/git-upload-pack", "0123456789"))
	if strings.Count(raw, `"body":{"bytes":10}`) != 2 {
		t.Error(raw)
	}
}

func TestABodyThatTheHandlerDidNotReadIsLogged(t *testing.T) {
	_, raw := served(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }, request("POST", "/x", `{"a":"b"}`))
	if !strings.Contains(raw, `"body":{"a":"b"}`) || !strings.Contains(raw, `"body":null`) {
		t.Error(raw)
	}
}

func TestACutConnectionHasStatusZero(t *testing.T) {
	line, _ := served(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, request("POST", "/x", ``))
	if line["status"] != 0.0 {
		t.Error(line)
	}
}

func TestNoSecretReachesTheLog(t *testing.T) {
	jwt := "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjM0NSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
	secrets := []string{"token-aiko", "ghs_0123456789abcdef", jwt, "s3cret-hook", "MIIEpAIBAAKCAQEA", "plain-password"}
	answer := `{"token":"ghs_0123456789abcdef","pem":"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n","webhook_secret":"s3cret-hook",` +
		`"deep":[{"text":"see ` + jwt + ` and token-aiko","key":"-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA"}],"kept":"yes"}`
	handler := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "session=plain-password")
		_, _ = io.WriteString(w, answer)
	}
	for name, auth := range map[string]string{"bearer": "Bearer token-aiko", "token": "token token-aiko", "basic": "Basic eC1hY2Nlc3MtdG9rZW46dG9rZW4tYWlrbw=="} {
		_, raw := served(t, handler, request("POST", "/x?access_token=plain-password&q=token-aiko&keep=1", "client_secret=plain-password&state=1",
			"Authorization", auth, "Content-Type", "application/x-www-form-urlencoded"))
		for _, secret := range append(secrets, "dG9rZW4tYWlrbw") {
			if strings.Contains(raw, secret) {
				t.Errorf("%s: %s is in %s", name, secret, raw)
			}
		}
		for _, kept := range []string{`"Authorization":"***"`, `"token":"***"`, `"kept":"yes"`, `keep=1`, `state=1`} {
			if !strings.Contains(raw, kept) {
				t.Errorf("%s: no %s in %s", name, kept, raw)
			}
		}
	}
}

func TestAnAnswerStreamsThroughTheLog(t *testing.T) {
	first := make(chan struct{})
	log := &Log{Writer: io.Discard}
	server := httptest.NewServer(log.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "one\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-first // the client has the first line before the handler ends
		_, _ = io.WriteString(w, "two\n")
	})))
	defer server.Close()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	line := make([]byte, 4)
	if _, err := io.ReadFull(response.Body, line); err != nil || string(line) != "one\n" {
		t.Fatalf("%q, %v", line, err)
	}
	close(first)
	if rest, _ := io.ReadAll(response.Body); string(rest) != "two\n" {
		t.Errorf("%q", rest)
	}
}

func TestABodyTooLongForTheLogArrivesWholeAndIsCounted(t *testing.T) {
	long := strings.Repeat("x", MaxBody+100)
	var arrived int
	handler := func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		arrived = len(body)
	}
	_, raw := served(t, handler, request("POST", "/x", long))
	if arrived != len(long) || len(raw) > 2000 || !strings.Contains(raw, fmt.Sprintf(`{"bytes":%d}`, len(long))) {
		t.Errorf("%d bytes arrived, the line has %d", arrived, len(raw))
	}
}

func TestTheSummaryCountsByOperationAndStaysBounded(t *testing.T) {
	log := &Log{}
	for i := range maxOperations + 10 {
		log.count(fmt.Sprint("operation ", i))
	}
	log.count("operation 1")
	summary := log.Summary()
	if summary.Total != maxOperations+11 || len(summary.Operations) != maxOperations+1 || summary.Operations["other"] != 10 || summary.Operations["operation 1"] != 2 {
		t.Errorf("total %d, %d names, other %d", summary.Total, len(summary.Operations), summary.Operations["other"])
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte(`{"query":"query A { a }","operationName":"A"}`))
	f.Add([]byte(`{"query":"{"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if d := Inspect(body); d.Kind == "" {
			t.Errorf("%q has no kind", body)
		}
	})
}
