package hooks

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// say writes comments, each of them one delivery.
func (w *world) say(words ...string) []string {
	w.t.Helper()
	got := w.do(func() {
		issue, err := w.store.AddIssue(w.aiko, w.shop, store.IssueInput{Title: "t"})
		w.must(err)
		for _, word := range words {
			_, err := w.store.AddComment(w.aiko, issue, word)
			w.must(err)
		}
	})
	return bodies(got)
}

func bodies(got []received) []string {
	var out []string
	for _, r := range got {
		out = append(out, r.payload["comment"].(map[string]any)["body"].(string))
	}
	return out
}

func TestTheSignatureIsThatOfGitHubsDocumentation(t *testing.T) {
	j := job{app: &store.App{ID: 1}, secret: secret, payload: []byte("Hello, World!")}
	want := "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
	if got := j.headers()["X-Hub-Signature-256"][0]; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestADeliveryIsSignedRecordedAndSentAgainWithTheSameGUID(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	w.status = http.StatusServiceUnavailable
	w.say("one")
	first := w.got[0]
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(first.body)
	if sent := first.header.Get("X-Hub-Signature-256"); sent != "sha256="+hex.EncodeToString(mac.Sum(nil)) {
		t.Errorf("signature %s", sent)
	}
	var record *store.Delivery
	w.store.View(func() { record = w.store.Deliveries(w.app)[0] })
	if record.StatusCode != 503 || record.GUID != first.guid || record.Event != "issue_comment" || record.Action != "created" {
		t.Fatalf("recorded %+v", record)
	}
	w.status = http.StatusAccepted
	again := w.do(func() { w.sender.Redeliver(record) })
	if len(again) != 1 || again[0].guid != first.guid || !bytes.Equal(again[0].body, first.body) {
		t.Fatalf("redelivered %+v", again)
	}
	w.store.View(func() { record = w.store.Deliveries(w.app)[0] })
	if !record.Redelivery || record.Status != "OK" {
		t.Errorf("recorded %+v", record)
	}
}

func TestAnAppThatDoesNotListenIsAFailedDelivery(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	w.store.Update(func() { w.app.WebhookURL = "http://127.0.0.1:1/webhook" })
	w.say("one")
	w.store.View(func() {
		if d := w.store.Deliveries(w.app)[0]; d.StatusCode != 0 || d.Status != "failed to connect to host" {
			t.Errorf("recorded %+v", d)
		}
	})
}

func TestWebhooksAreDroppedDoubledAndReorderedOnCommand(t *testing.T) {
	cases := []struct{ fault, want string }{
		{"webhooks=drop,count=1", "b c d"},
		{"webhooks=double,every=2", "a b b c d d"},
		{"webhooks=reorder,match=issue_comment.created", "b a d c"},
		{"webhooks=drop,match=push", "a b c d"},
	}
	for _, c := range cases {
		t.Run(c.fault, func(t *testing.T) {
			w := newWorld(t, []string{"issue_comment"})
			w.must(w.faults.Add(c.fault))
			if got := strings.Join(w.say("a", "b", "c", "d"), " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestALateWebhookComesWhenTheHubsClockSaysSo(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	w.must(w.faults.Add("webhooks=late:2h,count=1"))
	if got := strings.Join(w.say("a", "b"), " "); got != "b" {
		t.Fatalf("got %s before its time", got)
	}
	w.clock.Advance(2 * time.Hour)
	w.drain()
	if got := strings.Join(bodies(w.got), " "); got != "b a" {
		t.Errorf("got %s after its time", got)
	}
}

func TestDrainEndsWithItsContext(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	w.mu.Lock() // the receiver waits for it
	w.store.Update(func() {
		issue, err := w.store.AddIssue(w.aiko, w.shop, store.IssueInput{Title: "t"})
		w.must(err)
		_, err = w.store.AddComment(w.aiko, issue, "a")
		w.must(err)
	})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := w.sender.Drain(ctx); err == nil {
		t.Error("drained while a delivery was in flight")
	}
	w.mu.Unlock()
	w.drain()
}

func TestTheLogHasWhatWasSent(t *testing.T) {
	w := newWorld(t, []string{"issue_comment"})
	var log bytes.Buffer
	w.sender.Log = &log
	w.say("a & <b>")
	var entry struct {
		At, URL string
		Headers map[string]string
		Payload json.RawMessage
		Status  int
	}
	w.must(json.Unmarshal(log.Bytes(), &entry))
	if entry.Status != 202 || entry.Headers["X-GitHub-Event"] != "issue_comment" || !bytes.Equal(entry.Payload, w.got[0].body) {
		t.Errorf("logged %s", log.String())
	}
	if _, err := time.Parse("2006-01-02T15:04:05.000000Z", entry.At); err != nil {
		t.Error(err)
	}
	if strings.Contains(log.String(), secret) {
		t.Error("the secret is in the log")
	}
}
