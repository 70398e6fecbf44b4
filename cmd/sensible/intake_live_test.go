package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/queue"
)

// post sends a signed delivery to the app, as GitHub would.
func (g *gate) post(s settings, event, id, body string) int {
	mac := hmac.New(sha256.New, s.Secret)
	_, _ = io.WriteString(mac, body)
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", id)
	r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	w := httptest.NewRecorder()
	g.app.Handler().ServeHTTP(w, r)
	return w.Code
}

// newest is the payload of the newest delivery of an event that holds a text.
func newest(t *testing.T, h *hub.Hub, event, text string) (id, body string) {
	t.Helper()
	h.Store().View(func() {
		for _, d := range h.Store().Deliveries(h.Store().App(1)) {
			if d.Event == event && id == "" && strings.Contains(string(d.Payload), text) {
				id, body = d.GUID, string(d.Payload)
			}
		}
	})
	if id == "" {
		t.Fatalf("there is no delivery of %s", event)
	}
	return id, body
}

func TestTheSameDeliveryAThousandTimesAtOnceAndDaysLaterCountsOnce(t *testing.T) {
	g, h, s := gated(t)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/ack\n/fxied"}`)
	rest(t, h, g.app)
	id, body := newest(t, h, "issue_comment", "fxied\",")
	comments := func() int {
		return strings.Count(act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", ""), `"node_id":"IC_`)
	}
	before, written := comments(), mutations(h)
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			for range 1000 / 32 {
				if code := g.post(s, "issue_comment", id, body); code != http.StatusAccepted {
					t.Errorf("answered with %d", code)
				}
			}
		})
	}
	all.Wait()
	h.Advance(50 * time.Hour)
	g.post(s, "issue_comment", id, body)
	rest(t, h, g.app)
	list, err := g.app.queue.Store().Deliveries(t.Context(), queue.Filter{ID: id})
	if err != nil || len(list) != 1 || comments() != before || mutations(h) != written {
		t.Errorf("%d rows, %d comments (%d before), %d writes, %v", len(list), comments(), before, mutations(h)-written, err)
	}
}

func TestABadSignatureWritesNothingToTheDisk(t *testing.T) {
	g, _, s := gated(t)
	before, err := g.app.queue.Store().Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	decoded := g.app.webhook.Counts.Decoded.Load()
	wrong := s
	wrong.Secret = []byte("another secret altogether")
	for n := range 50 {
		if code := g.post(wrong, "issues", fmt.Sprint("forged-", n), sampleReport); code != http.StatusUnauthorized {
			t.Fatalf("answered with %d", code)
		}
	}
	after, err := g.app.queue.Store().Stats(t.Context())
	if err != nil || after != before || g.app.webhook.Counts.Decoded.Load() != decoded {
		t.Errorf("%+v, before %+v, %v", after, before, err)
	}
}

func TestOddDeliveriesAreKeptAnsweredAndHarmless(t *testing.T) {
	g, h, s := gated(t)
	id, body := newest(t, h, "issues", `"action":"opened"`)
	strange := regexp.MustCompile(`"installation":\{"id":\d+`).ReplaceAllString(body, `"installation":{"id":999`)
	if strange == body {
		t.Fatal("the payload names no installation")
	}
	for name, d := range map[string][2]string{
		"malformed": {"issues", `{"action":`}, "unknown-event": {"galaxy", body}, "unknown-installation": {"issues", strange},
		"installed-unknown": {"installation", `{"action":"created","installation":{"id":998}}`},
	} {
		if code := g.post(s, d[0], name, d[1]); code != http.StatusAccepted {
			t.Errorf("%s: %d", name, code)
		}
	}
	rest(t, h, g.app)
	list, err := g.app.queue.Store().Deliveries(t.Context(), queue.Filter{})
	states := map[string]queue.State{}
	for _, one := range list {
		states[one.ID] = one.State
	}
	if err != nil || states["malformed"] != queue.Unreadable || states["unknown-event"] != "" || states["unknown-installation"] != queue.Done || states[id] != queue.Done {
		t.Errorf("%v, %v", states, err)
	}
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/severity 1"}`)
	rest(t, h, g.app)
	if got := act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1", ""); !strings.Contains(got, "severity/sev1") {
		t.Errorf("the incident is not gone on with: %s", got)
	}
}

func TestSecretsThatPassThroughTheServerAreNowhereToBeRead(t *testing.T) {
	g := &gate{}
	h, s := openHub(t, func() http.Handler { return g })
	s.LogLevel, s.HeartbeatURL = "debug", "http://127.0.0.1:1/ping/beat-id-77"
	out := &record{}
	log, err := newLogger(out, s)
	if err != nil {
		t.Fatal(err)
	}
	if g.app, err = newApp(s, appDeps{Now: h.Clock().Now, Log: log}); err != nil {
		t.Fatal(err)
	}
	if err := g.app.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = g.app.Stop(context.WithoutCancel(t.Context())) }()
	act(t, s, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
	act(t, s, "aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1))
	rest(t, h, g.app)
	for _, fault := range []string{"status=502,count=2,match=Incident", "status=401,count=1,match=POST /app/*", "drop=true,count=1,match=Apply"} {
		if err := h.Faults().Add(fault); err != nil {
			t.Fatal(err)
		}
	}
	g.app.client.Forget(10)
	act(t, s, "ben", "POST", "/repos/acme/shop/issues/1/comments", `{"body":"/ack"}`)
	g.post(s, "issues", "odd", "{")
	rest(t, h, g.app)
	w := httptest.NewRecorder()
	g.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	seen := string(out.bytes()) + w.Body.String() + act(t, s, "aiko", "GET", "/repos/acme/shop/issues/1/comments", "")
	secrets := regexp.MustCompile(`gh[pousr]_\w{8,}|eyJ[\w-]+\.eyJ|PRIVATE KEY|beat-id-77`)
	if found := secrets.FindString(seen); found != "" || bytes.Contains([]byte(seen), s.Secret) {
		t.Errorf("%q can be read", found)
	}
	if !strings.Contains(seen, "tried again") {
		t.Error("nothing was logged: this test would not notice")
	}
}

func TestTheServerStopsWithinTenSecondsWhateverItIsAt(t *testing.T) {
	for name, match := range map[string]string{"a start that GitHub holds up": "*", "work that GitHub holds up": "Apply*"} {
		t.Run(name, func(t *testing.T) {
			h, s := openHub(t, func() http.Handler { return http.NotFoundHandler() })
			act(t, s, "aiko", "POST", "/repos/acme/shop/labels", `{"name":"incident","color":"b60205"}`)
			act(t, s, "aiko", "POST", "/repos/acme/shop/issues", strings.Replace(sampleReport, `"title"`, `"labels":["incident"],"title"`, 1))
			if err := h.Faults().Add("delay=20s,match=" + match); err != nil {
				t.Fatal(err)
			}
			s.Database = "sqlite:" + t.TempDir() + "/sensible.db"
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			ended := make(chan error, 1)
			go func() { ended <- serve(ctx, s, appDeps{Log: slog.New(slog.DiscardHandler)}) }()
			<-ctx.Done()
			limit := time.NewTimer(10 * time.Second)
			defer limit.Stop()
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-limit.C:
				t.Fatal("it has not stopped after ten seconds")
			}
		})
	}
}
