package webhook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	// MaxBody is the largest delivery that GitHub sends, in bytes.
	MaxBody = 25 << 20
	// largeBody is from where on bodies are read one at a time, so that many of them together cannot use up the memory.
	largeBody = 1 << 20
	// bodyWithin is how long a body may take to come; GitHub itself gives up after ten seconds.
	bodyWithin = 10 * time.Second
	// longestID bounds a delivery's id; GitHub's have 36 characters.
	longestID = 100
)

// refusal is why a body was not read.
type refusal struct {
	status int
	text   string
}

func (r *refusal) answer(w http.ResponseWriter) {
	w.Header().Set("Connection", "close") // what is still coming is not wanted
	http.Error(w, r.text, r.status)
}

// body reads a request's body: within the limit, within the time, and large ones one at a time.
func (h *Handler) body(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	if r.ContentLength > MaxBody {
		return nil, h.tooLarge()
	}
	wire := http.NewResponseController(w)
	_ = wire.SetReadDeadline(time.Now().Add(bodyWithin)) // a recorder of tests has none
	defer func() { _ = wire.SetReadDeadline(time.Time{}) }()
	if r.ContentLength < 0 || r.ContentLength > largeBody {
		free, ok := h.wait(r)
		if !ok {
			return nil, &refusal{http.StatusServiceUnavailable, "other large deliveries are being read; deliver it again"}
		}
		defer free()
	}
	body, err := read(http.MaxBytesReader(w, r.Body, MaxBody), r.ContentLength)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, h.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		h.Counts.Slow.Add(1)
		return nil, &refusal{http.StatusRequestTimeout, "the body did not come in time"}
	case err != nil:
		return nil, &refusal{http.StatusBadRequest, "the body could not be read"}
	}
	return body, nil
}

func (h *Handler) tooLarge() *refusal {
	h.Counts.TooLarge.Add(1)
	return &refusal{http.StatusRequestEntityTooLarge, "GitHub sends nothing over 25 MB"}
}

// wait is for one's turn with a large body. free must be called afterwards; not ok: it took too long.
func (h *Handler) wait(r *http.Request) (free func(), ok bool) {
	h.once.Do(func() { h.large = make(chan struct{}, 1) })
	patience := time.NewTimer(bodyWithin)
	defer patience.Stop()
	select {
	case h.large <- struct{}{}:
		return func() { <-h.large }, true
	case <-patience.C:
	case <-r.Context().Done():
	}
	return nil, false
}

// read reads all into one buffer that does not have to grow: what is declared is believed up to largeBody, so that who only
// promises much gets little.
func read(from io.Reader, declared int64) ([]byte, error) {
	if declared >= 0 && declared <= largeBody {
		buf := make([]byte, declared)
		n, err := io.ReadFull(from, buf)
		return buf[:n], err
	}
	buf := make([]byte, 0, largeBody)
	for {
		if len(buf) == cap(buf) {
			larger := make([]byte, len(buf), min(2*cap(buf), MaxBody+1))
			copy(larger, buf)
			buf = larger
		}
		n, err := from.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// content is the JSON of a body: the body, or the field "payload" where the webhook was set up to send forms.
func content(r *http.Request, body []byte) []byte {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return body
	}
	values, err := url.ParseQuery(string(body))
	if err != nil || !values.Has("payload") {
		return body
	}
	return []byte(values.Get("payload"))
}

// identity is the delivery's id; one that is missing, very long or holds odd characters gives way to a digest of the body. The
// signature does not cover it, so nothing but "the same one again" may rest on it.
func identity(id string, body []byte) string {
	odd := func(r rune) bool { return r <= ' ' || r > '~' }
	if id != "" && len(id) <= longestID && !strings.ContainsFunc(id, odd) {
		return id
	}
	sum := sha256.Sum256(body)
	return "sha256:" + hex.EncodeToString(sum[:])
}
