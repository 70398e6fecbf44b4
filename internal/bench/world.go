package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	secret = "s3cret"
	issues = 10 // incidents that commands go round
)

// world is the in-memory GitHub, and what stands between its webhooks and the contender: a clock.
type world struct {
	hub    *process
	dir    string
	log    string // of requests
	target string // address of the contender
	key    string // file

	mu      sync.Mutex
	arrived map[int64]time.Time // by comment: when its webhook was handed on
	answers []time.Duration     // how long the contender took to answer
	sample  []byte              // the last delivery of a comment
	headers http.Header
}

// open starts a hub with incidents and people, whose webhooks come here.
func open(ctx context.Context, sensible, dir string, latency time.Duration) (*world, error) {
	w := &world{dir: dir, log: filepath.Join(dir, "requests.jsonl"), key: filepath.Join(dir, "app.pem"), arrived: map[int64]time.Time{}}
	if err := writeKey(w.key); err != nil {
		return nil, err
	}
	relay, err := free()
	if err != nil {
		return nil, err
	}
	server := &http.Server{Addr: relay, Handler: http.HandlerFunc(w.relay), ReadHeaderTimeout: time.Second}
	go func() { _ = server.ListenAndServe() }()
	go func() { <-ctx.Done(); _ = server.Close() }()
	seed := filepath.Join(dir, "seed.yml")
	if err := os.WriteFile(seed, []byte(seedText(relay)), 0o600); err != nil {
		return nil, err
	}
	address, err := free()
	if err != nil {
		return nil, err
	}
	_ = os.Remove(w.log)
	w.hub, err = launch(ctx, []string{sensible, "hub", "--listen", address, "--seed", seed, "--log", w.log, "--latency", latency.String()}, nil, address, "/_hub/clock")
	return w, err
}

func seedText(relay string) string {
	text := `users: [{login: aiko, token: token-aiko}]
organizations: [{login: acme, members: [{login: aiko}]}]
apps: [{id: 1, slug: sensible, private_key_file: app.pem, webhook_url: http://` + relay + `/webhook, webhook_secret: ` + secret + `,
  permissions: {issues: write, metadata: read, contents: write, pull_requests: write, checks: write, organization_projects: write, members: read, deployments: read}, events: [issues, issue_comment, pull_request, push]}]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin}, files: {README.md: "# shop", .github/sensible.yml: "stage: 1\n"}, issues: [
`
	for n := range issues {
		text += fmt.Sprintf("  {title: Outage %d, user: aiko, labels: [incident]},\n", n)
	}
	return text + "]}]\n"
}

func writeKey(path string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), 0o600)
}

// relay hands a webhook on and notes when, and how long the answer took.
func (w *world) relay(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		rw.WriteHeader(http.StatusBadRequest)
		return
	}
	var payload struct{ Comment struct{ ID int64 } }
	_ = json.Unmarshal(body, &payload)
	begin := time.Now()
	if r.Header.Get("X-GitHub-Event") == "issue_comment" {
		w.mu.Lock()
		if _, known := w.arrived[payload.Comment.ID]; !known {
			w.arrived[payload.Comment.ID] = begin
		}
		w.sample, w.headers = body, r.Header.Clone()
		w.mu.Unlock()
	}
	status, err := w.deliver(r.Context(), body, r.Header)
	if err != nil {
		rw.WriteHeader(http.StatusBadGateway)
		return
	}
	w.mu.Lock()
	w.answers = append(w.answers, time.Since(begin))
	w.mu.Unlock()
	rw.WriteHeader(status)
}

// sender keeps its connections.
var sender = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: 60 * time.Second}

func (w *world) deliver(ctx context.Context, body []byte, headers http.Header) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+w.target+"/webhook", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header = headers.Clone()
	resp, err := sender.Do(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Body.Close()
}

// signed makes another delivery of a body.
func (w *world) signed(body []byte, guid string) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	h := w.headers.Clone()
	h.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	h.Set("X-GitHub-Delivery", guid)
	return h
}

// say writes a comment as a person and returns its id.
func (w *world) say(ctx context.Context, issue int, text string) (int64, error) {
	body, err := json.Marshal(map[string]string{"body": text})
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, fmt.Sprintf("http://%s/repos/acme/shop/issues/%d/comments", w.hub.address, issue), bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "token token-aiko")
	resp, err := sender.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	var made struct{ ID int64 }
	if err := json.NewDecoder(resp.Body).Decode(&made); err != nil || made.ID == 0 {
		return 0, fmt.Errorf("comment on #%d: %s %w", issue, resp.Status, err)
	}
	return made.ID, nil
}
