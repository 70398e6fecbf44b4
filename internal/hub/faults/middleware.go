package faults

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// maxDocument bounds how much of a GraphQL request is read to find its operation's name.
const maxDocument = 16 << 20

// verdict is what the active faults say about one request.
type verdict struct {
	delay time.Duration
	fault *Fault // with Status or Drop; nil: none strikes
	down  bool
	stale int
}

// Middleware applies the faults around a handler: first latency and delay, then down, drop and status (before the
// handler or after its effect), the rate limits, and lists that lag. Requests under /_hub/ are spared.
func (s *Set) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_hub/") {
			next.ServeHTTP(w, r)
			return
		}
		document := peek(r)
		v := s.judge(newTarget(r, document))
		if !pause(r.Context(), s.options.Latency+v.delay) {
			return // the client gave up while it waited
		}
		switch {
		case v.down:
			unavailable(w)
			return
		case v.fault != nil && !v.fault.After:
			v.fault.answer(w)
			return
		}
		if w = s.limited(w, r, document); w == nil {
			return
		}
		switch {
		case v.fault != nil:
			next.ServeHTTP(&discard{header: http.Header{}}, r)
			v.fault.answer(w)
		case v.stale > 0:
			s.lagging(w, r, next, lag{reads: v.stale, document: document})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// judge asks every fault; the first that answers wins, delays add up.
func (s *Set) judge(t target) verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	var v verdict
	for _, fault := range s.active {
		switch {
		case fault.Stale > 0:
			v.stale = max(v.stale, fault.Stale)
		case fault.Down > 0:
			v.down = v.down || (s.options.Now().Sub(fault.since) < fault.Down && t.matches(fault.Match))
		case fault.Status == 0 && !fault.Drop && fault.Delay == 0:
			// limits and webhooks are asked elsewhere
		case (fault.Status > 0 || fault.Drop) && v.fault != nil:
			// one answer is enough: this fault keeps its count for the next request
		case t.matches(fault.Match) && fault.strike():
			v.delay += fault.Delay
			if fault.Status > 0 || fault.Drop {
				v.fault = &fault.Fault
			}
		}
	}
	return v
}

// peek reads a GraphQL document and puts it back.
func peek(r *http.Request) requestlog.Document {
	if r.Method != http.MethodPost || !requestlog.IsGraphQL(r.URL.Path) || r.Body == nil {
		return requestlog.Document{}
	}
	head, _ := io.ReadAll(io.LimitReader(r.Body, maxDocument))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
	return requestlog.Inspect(head)
}

// pause sleeps unless the client leaves first; it tells whether the client is still there.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// budgeted writes the token's allowance over what the handler says about it.
type budgeted struct {
	http.ResponseWriter
	fields map[string]string
}

func (b *budgeted) WriteHeader(status int) {
	for name, value := range b.fields {
		b.Header().Set(name, value)
	}
	b.fields = nil
	b.ResponseWriter.WriteHeader(status)
}

func (b *budgeted) Write(p []byte) (int, error) {
	if b.fields != nil {
		b.WriteHeader(http.StatusOK)
	}
	return b.ResponseWriter.Write(p)
}

// Unwrap gives http.ResponseController the writer beneath.
func (b *budgeted) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// discard takes the answer that the client shall not see.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}
