package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWithoutAGoodSignatureNothingIsDecodedAndNothingKept(t *testing.T) {
	var got raised
	h := handler(&got)
	kept := 0
	h.Accept = func(context.Context, Delivery) error { kept++; return nil }
	body := payloadOf(`"labels":[{"name":"incident"}]`, "")
	for _, signature := range []string{"", "sha256=00", "sha1=" + sign(body)[7:47], strings.Replace(sign(body), "a", "b", 1) + "0"} {
		w := deliver(h, "issues", body, func(r *http.Request) { r.Header.Set("X-Hub-Signature-256", signature) })
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%q: status %d", signature, w.Code)
		}
	}
	if n := h.Counts.Decoded.Load(); n != 0 || kept != 0 {
		t.Errorf("%d decoded, %d kept", n, kept)
	}
	deliver(h, "issues", body, nil)
	if n := h.Counts.Decoded.Load(); n != 1 || kept != 1 || h.Counts.Refused.Load() != 4 {
		t.Errorf("%d decoded, %d kept, %d refused: this test would not notice", n, kept, h.Counts.Refused.Load())
	}
}

func TestWhatCannotBeKeptIsNotAcknowledgedAndTheNextOneIsTriedAgain(t *testing.T) {
	var got raised
	h := handler(&got)
	keep := h.Accept
	full := true
	h.Accept = func(ctx context.Context, d Delivery) error {
		if full {
			return errors.New("no space left on device")
		}
		return keep(ctx, d)
	}
	body := payloadOf(`"labels":[{"name":"incident"}]`, "")
	if w := deliver(h, "issues", body, nil); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "device") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	full = false
	if w := deliver(h, "issues", body, nil); w.Code != http.StatusAccepted || len(got) != 1 {
		t.Errorf("%d, raised %v", w.Code, got)
	}
}

func TestASignedBodyThatIsNoJSONIsKeptAndSaidToBeUnreadable(t *testing.T) {
	for name, body := range map[string]string{"cut short": `{"action":`, "a list": `[1,2]`, "empty": "", "no text": "\xff\xfe\x00", "deep": strings.Repeat("[", 20000)} {
		var got raised
		h := handler(&got)
		var kept []Delivery
		h.Accept = func(_ context.Context, d Delivery) error { kept = append(kept, d); return nil }
		if w := deliver(h, "issues", body, nil); w.Code != http.StatusAccepted || len(kept) != 1 || kept[0].Unreadable == "" || string(kept[0].Payload) != body || kept[0].Issues != nil {
			t.Errorf("%s: %d, %+v", name, w.Code, kept)
		}
	}
}

func TestWhatConcernsNothingIsAnsweredAndNotKept(t *testing.T) {
	for name, c := range map[string]struct{ event, body string }{
		"a ping": {"ping", `{"zen":"x"}`}, "an unknown event": {"galaxy", `{"repository":{"id":7,"name":"shop","owner":{"login":"acme"}}}`},
		"no event": {"", `{}`}, "a bug report": {"issues", payloadOf(`"labels":[]`, "")}, "a star": {"star", payloadOf(`"labels":[]`, "")},
		"talk": {"issue_comment", payloadOf(`"labels":[{"name":"bug"}]`, `,"comment":{"body":"/etc/passwd"}`)}, "null": {"issues", "null"},
	} {
		var got raised
		h := handler(&got)
		h.IncidentLabel = func(int64) (string, bool) { return "incident", true }
		h.Accept = func(context.Context, Delivery) error { return errors.New("asked to keep it") }
		if w := deliver(h, c.event, c.body, nil); w.Code != http.StatusAccepted || h.Counts.Ignored.Load() != 1 {
			t.Errorf("%s: %d, ignored %d", name, w.Code, h.Counts.Ignored.Load())
		}
	}
}

func TestADeliveryIsKnownByItsIDOrWhereThatIsNoneByItsBody(t *testing.T) {
	var got raised
	h := handler(&got)
	var ids []string
	h.Accept = func(_ context.Context, d Delivery) error { ids = append(ids, d.ID); return nil }
	body := payloadOf(`"labels":[{"name":"incident"}]`, "")
	for _, id := range []string{"72d3162e-cc78-11e3-81ab-4c9367dc0958", "", "", strings.Repeat("x", 5000), "a\nb"} {
		deliver(h, "issues", body, func(r *http.Request) { r.Header.Set("X-GitHub-Delivery", id) })
	}
	if ids[0] != "72d3162e-cc78-11e3-81ab-4c9367dc0958" || !strings.HasPrefix(ids[1], "sha256:") || ids[1] != ids[2] || ids[2] != ids[3] || ids[3] != ids[4] {
		t.Errorf("%q", ids)
	}
}

func TestAWebhookThatSendsFormsIsReadToo(t *testing.T) {
	var got raised
	body := url.Values{"payload": {payloadOf(`"labels":[{"name":"incident"}]`, "")}}.Encode()
	w := deliver(handler(&got), "issues", body, func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	})
	if w.Code != http.StatusAccepted || fmt.Sprint(got) != "[acme/shop#42]" {
		t.Errorf("%d, raised %v", w.Code, got)
	}
}

func TestCommandsAndButtonsAreUrgentAndTheRestIsNot(t *testing.T) {
	var got raised
	h := handler(&got)
	var urgent []bool
	h.Accept = func(_ context.Context, d Delivery) error { urgent = append(urgent, d.Urgent); return nil }
	for _, c := range [][2]string{
		{"issue_comment", payloadOf(`"labels":[{"name":"incident"}]`, `,"comment":{"body":"/ack"}`)},
		{"issue_comment", payloadOf(`"labels":[{"name":"incident"}]`, `,"comment":{"body":"hm"}`)},
		{"check_run", strings.Replace(payloadOf(`"labels":[]`, `,"requested_action":{"identifier":"ready"},"check_run":{"check_suite":{"head_branch":"postmortem/1"}}`), "created", "requested_action", 1)},
		{"issues", payloadOf(`"labels":[{"name":"incident"}]`, "")},
	} {
		deliver(h, c[0], c[1], nil)
	}
	if fmt.Sprint(urgent) != "[true false true false]" {
		t.Errorf("%v", urgent)
	}
}

// pipes is a listener whose connections live in memory, so that time can be made up.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func TestABodyThatDoesNotComeIsGivenUpAfterTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got raised
		line := make(pipes)
		server := &http.Server{Handler: handler(&got)}
		go func() { _ = server.Serve(line) }()
		ours, theirs := net.Pipe()
		line <- theirs
		begun := time.Now()
		if _, err := io.WriteString(ours, "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
		answer := make([]byte, 1000)
		n, err := ours.Read(answer)
		if err != nil || !bytes.HasPrefix(answer[:n], []byte("HTTP/1.1 408")) || time.Since(begun) != bodyWithin {
			t.Errorf("after %s: %s, %v", time.Since(begun), answer[:n], err)
		}
		_ = ours.Close()
		close(line)
		_ = server.Close()
	})
}

func TestLargeBodiesAreReadOneAtATimeAndSmallOnesAreNotHeldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got raised
		h := handler(&got)
		slow, write := io.Pipe()
		var all sync.WaitGroup
		codes := make(chan int, 2)
		post := func(body io.Reader) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/webhook", body)
			r.ContentLength = largeBody + 1
			return r
		}
		all.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, post(slow))
			codes <- w.Code
		})
		synctest.Wait()
		all.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, post(strings.NewReader("x")))
			codes <- w.Code
		})
		synctest.Wait()
		if w := deliver(h, "issues", payloadOf(`"labels":[{"name":"incident"}]`, ""), nil); w.Code != http.StatusAccepted {
			t.Errorf("a small one beside them: %d", w.Code)
		}
		if code := <-codes; code != http.StatusServiceUnavailable {
			t.Errorf("the second large one: %d", code)
		}
		_ = write.Close()
		all.Wait()
		if code := <-codes; code != http.StatusUnauthorized {
			t.Errorf("the first large one: %d", code)
		}
	})
}
