package hooks

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // X-Hub-Signature is SHA-1 by GitHub's definition, beside the SHA-256 one
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// maxAnswer is how much of a receiver's answer is kept for the deliveries API.
const maxAnswer = 64 << 10

// userAgent is GitHub's; the seven digits are a build of theirs, here of no meaning.
const userAgent = "GitHub-Hookshot/5e45b1e"

// headers are those of a delivery, under the names as GitHub writes them.
func (j job) headers() http.Header {
	h := http.Header{
		"Accept": {"*/*"}, "Content-Type": {"application/json"}, "User-Agent": {userAgent},
		"X-GitHub-Delivery": {j.guid}, "X-GitHub-Event": {j.event},
		"X-GitHub-Hook-ID":                       {strconv.FormatInt(j.hook, 10)},
		"X-GitHub-Hook-Installation-Target-ID":   {strconv.FormatInt(j.app.ID, 10)},
		"X-GitHub-Hook-Installation-Target-Type": {"integration"},
	}
	if j.secret != "" {
		strong, old := hmac.New(sha256.New, []byte(j.secret)), hmac.New(sha1.New, []byte(j.secret))
		strong.Write(j.payload)
		old.Write(j.payload)
		h["X-Hub-Signature-256"] = []string{"sha256=" + hex.EncodeToString(strong.Sum(nil))}
		h["X-Hub-Signature"] = []string{"sha1=" + hex.EncodeToString(old.Sum(nil))}
	}
	return h
}

// deliver makes one attempt, records it with the store and writes its line.
func (s *Sender) deliver(j job) {
	d := &store.Delivery{GUID: j.guid, App: j.app, InstallationID: j.installation, RepositoryID: j.repository, Event: j.event,
		Action: j.action, URL: j.url, RequestHeaders: j.headers(), Payload: j.payload, Redelivery: j.again}
	if s.Check != nil {
		s.Check(j.event, j.action, d.RequestHeaders, j.payload)
	}
	start := s.Wall()
	s.post(j, d)
	d.Duration = s.Wall().Sub(start)
	s.Store.Update(func() {
		d.DeliveredAt = s.Store.Now()
		s.Store.AddDelivery(d)
	})
	s.log(start, d)
}

func (s *Sender) post(j job, d *store.Delivery) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, j.url, bytes.NewReader(j.payload))
	if err != nil {
		d.Status = "failed to connect to host"
		return
	}
	request.Header = d.RequestHeaders.Clone()
	response, err := s.client.Do(request)
	if err != nil {
		var network net.Error
		d.Status = "failed to connect to host"
		if errors.As(err, &network) && network.Timeout() {
			d.Status = "timed out"
		}
		return
	}
	defer func() { _ = response.Body.Close() }()
	d.ResponseBody, _ = io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	d.StatusCode, d.ResponseHeaders, d.Status = response.StatusCode, response.Header, "OK"
	if response.StatusCode >= http.StatusMultipleChoices {
		d.Status = fmt.Sprintf("Invalid HTTP Response: %d", response.StatusCode)
	}
}

// line is an attempt in webhooks.jsonl.
type line struct {
	At      string            `json:"at"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Payload json.RawMessage   `json:"payload"`
	Status  int               `json:"status"`
}

func (s *Sender) log(at time.Time, d *store.Delivery) {
	if s.Log == nil {
		return
	}
	entry := line{At: at.UTC().Format("2006-01-02T15:04:05.000000Z"), URL: d.URL, Headers: map[string]string{}, Payload: d.Payload, Status: d.StatusCode}
	for name, values := range d.RequestHeaders {
		entry.Headers[name] = strings.Join(values, ", ")
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(entry) != nil {
		return
	}
	s.logs.Lock()
	defer s.logs.Unlock()
	_, _ = s.Log.Write(out.Bytes()) // a full disk must not stop deliveries
}
