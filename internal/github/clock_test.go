package github_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/reconcile"
)

// elsewhen is a GitHub whose clock is another than ours.
type elsewhen struct {
	next  http.RoundTripper
	ahead time.Duration
}

func (e elsewhen) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := e.next.RoundTrip(r)
	if err == nil {
		resp.Header.Set("Date", time.Now().Add(e.ahead).UTC().Format(http.TimeFormat))
	}
	return resp, err
}

func TestAClockThatIsMinutesOffIsStillAuthenticated(t *testing.T) {
	for _, ahead := range []time.Duration{5 * time.Minute, -5 * time.Minute, time.Hour, -3 * time.Hour, 10 * time.Second, 0} {
		t.Run(ahead.String(), func(t *testing.T) {
			w := newWorld(t, nil)
			w.hub.Store().SetWall(func() time.Time { return time.Now().Add(ahead) })
			c, err := github.New(github.Settings{
				APIURL: w.url, AppID: 1, PrivateKey: appKey(), Now: w.hub.Clock().Now, Clock: w.clock, Transport: elsewhen{&w.sent, ahead},
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Who(t.Context()); err != nil {
				t.Fatalf("as the App: %v", err)
			}
			k := w.issue("Checkout 502")
			if _, err := c.Observe(t.Context(), k, reconcile.Want{}); err != nil {
				t.Fatalf("in an installation: %v", err)
			}
		})
	}
}

// refusing refuses a token once, as at its end.
type refusing struct {
	next http.RoundTripper
	once atomic.Bool
	seen atomic.Int64 // tokens that were asked for
}

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/access_tokens") {
		r.seen.Add(1)
	}
	if strings.HasSuffix(req.URL.Path, "/graphql") && r.once.CompareAndSwap(true, false) {
		req.Header.Set("Authorization", "token ghs_ended")
	}
	return r.next.RoundTrip(req)
}

func TestATokenThatEndsInTheMiddleIsRenewedOnceAndTheRequestSentAgain(t *testing.T) {
	w := newWorld(t, nil)
	r := &refusing{next: &w.sent}
	c, err := github.New(github.Settings{APIURL: w.url, AppID: 1, PrivateKey: appKey(), Now: w.hub.Clock().Now, Clock: w.clock, Transport: r})
	if err != nil {
		t.Fatal(err)
	}
	k := w.issue("Checkout 502")
	if _, err := c.Observe(t.Context(), k, reconcile.Want{}); err != nil {
		t.Fatal(err)
	}
	r.once.Store(true)
	if _, err := c.Observe(t.Context(), k, reconcile.Want{}); err != nil || r.once.Load() {
		t.Fatalf("refused: %v, %v", !r.once.Load(), err)
	}
	if n := r.seen.Load(); n != 2 {
		t.Errorf("%d tokens were asked for", n)
	}
}

func TestAKeyThatGitHubDoesNotKnowIsNotTriedForEver(t *testing.T) {
	w := newWorld(t, nil)
	other := w.newClient(github.Settings{AppID: 1, PrivateKey: strangeKey(t)})
	before := w.sent.total()
	if _, err := other.Who(t.Context()); err == nil || !strings.Contains(err.Error(), "--private-key") {
		t.Errorf("%v", err)
	}
	if n := w.sent.total() - before; n != 1 {
		t.Errorf("%d requests", n)
	}
}

// strangeKey is none of the App's.
func strangeKey(t *testing.T) []byte {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}
