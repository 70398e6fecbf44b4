// Package requestlog writes down what clients asked the in-memory GitHub and what it answered: one JSON line per
// request, secrets blanked, and a count by operation. It does not decide anything, knows no route and no token by
// itself (it is told both), and keeps nothing of a request once its line is written.
package requestlog

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// MaxBody is how many bytes of one body are kept for the log line; of a longer one only the length is told.
const MaxBody = 8 << 20

// Log is the middleware, the writer of lines and the counter. The zero value counts and writes nothing.
type Log struct {
	// Writer receives one JSON line per request; nil counts only.
	Writer io.Writer
	// Identify names the token behind a request: app, installation, actions:acme/shop, user:aiko or none.
	Identify func(*http.Request) string
	// Route names the route of a request that no handler answered, for instance because of a fault; "" where it is
	// none. Nil: such requests are "unknown".
	Route func(*http.Request) string
	// Now is the wall clock, for "at" and "ms"; nil means time.Now.
	Now func() time.Time

	mu     sync.Mutex
	counts map[string]int
	total  int
	failed error
}

// note is what the handlers further in tell about the request they serve.
type note struct {
	mu        sync.Mutex
	operation string
	token     string
}

type noteKey struct{}

// SetOperation tells the log the route template ("GET /repos/{owner}/{repo}") that serves this request. Without a
// log around the handler it does nothing.
func SetOperation(ctx context.Context, operation string) {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.operation = operation
	}
}

// SetToken tells the log whose token the request carries, where the handler knows better than Identify.
func SetToken(ctx context.Context, kind string) {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.token = kind
	}
}

// Middleware logs every request that passes through it, also those that the handler ends by cutting the connection
// (status 0 in the line).
func (l *Log) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &note{}
		x := &exchange{log: l, note: n, at: l.now(), keep: l.Writer != nil}
		r = r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
		x.request(r)
		rec := &recorder{ResponseWriter: w, exchange: x}
		defer func() {
			crash := recover()
			x.finish(rec, crash != nil)
			if crash != nil {
				panic(crash) // the server's own business: http.ErrAbortHandler cuts the connection
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// exchange is one request and its answer while they pass by.
type exchange struct {
	log      *Log
	note     *note
	at       time.Time
	r        *http.Request
	token    string
	git      bool
	keep     bool
	sent     *countingBody
	body     []byte
	document Document
}

func (x *exchange) request(r *http.Request) {
	x.r, x.git = r, IsGit(r.URL.Path)
	if x.log.Identify != nil {
		x.token = x.log.Identify(r)
	}
	x.sent = &countingBody{}
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	x.sent.ReadCloser = r.Body
	r.Body = x.sent
	if x.git || !(x.keep || IsGraphQL(r.URL.Path)) {
		return // streams through: a pack is never held
	}
	// Read ahead of the handler: a fault may answer without reading, and HTTP/1 forbids reading after the answer.
	head, _ := io.ReadAll(io.LimitReader(x.sent, MaxBody+1))
	x.body = head
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), x.sent), x.sent}
	if IsGraphQL(r.URL.Path) {
		x.document = Inspect(head)
	}
}

func (x *exchange) finish(rec *recorder, cut bool) {
	operation, token := x.outcome()
	x.log.count(operation)
	if !x.keep {
		return
	}
	took := x.log.now().Sub(x.at)
	x.log.write(x.line(rec, operation, token, took, cut))
}

// outcome is the operation's name and the token's kind: what the handler said, else what can be seen from outside.
func (x *exchange) outcome() (operation, token string) {
	x.note.mu.Lock()
	defer x.note.mu.Unlock()
	operation, token = x.note.operation, x.note.token
	switch {
	case x.document.Kind != "":
		operation = x.document.Label()
	case operation != "":
	case x.git:
		operation = gitOperation(x.r)
	case x.log.Route != nil:
		operation = x.log.Route(x.r)
	}
	if operation == "" {
		operation = "unknown"
	}
	if token == "" {
		token = x.token
	}
	if token == "" {
		token = "none"
	}
	return operation, token
}

func (l *Log) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}
