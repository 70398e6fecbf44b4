package github

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sensible-im/sensible/internal/reconcile"
)

// Clock is the time that GitHub's limits run on.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the context's error.
	Sleep(context.Context, time.Duration) error
}

// wallClock is the real one.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Limited says that GitHub wants no more requests before a time. The request was not carried out.
type Limited struct{ Until time.Time }

// Error implements error.
func (l *Limited) Error() string {
	return "GitHub's rate limit is used up until " + l.Until.UTC().Format(time.RFC3339)
}

// RetryAt is when it makes sense to try again.
func (l *Limited) RetryAt() time.Time { return l.Until }

const (
	longestWait  = 20 * time.Second // what is waited for in place; past it, the whole run is repeated later
	secondaryFor = time.Minute      // GitHub: without Retry-After wait at least a minute
)

// polite obeys rate limits for one set of credentials. A request that a limit refused was not carried out, so that sending
// it again is safe whatever its method; any other failure is the caller's to look into. While a limit lasts no request
// leaves, whoever wants to send it.
type polite struct {
	next  http.RoundTripper
	clock Clock
	log   *slog.Logger

	memo   func(resource string, until time.Time) // keeps a limit across restarts; nil = nobody does
	jitter func() float64                         // 0 ≤ x < 1

	budget budget
	mu     sync.Mutex
	until  map[string]time.Time // by resource (core, graphql, search); everything = all of them
}

// everything is the resource of limits that hold for all requests.
const everything = "*"

// RoundTrip implements http.RoundTripper.
func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	for range 3 {
		if err := p.wait(req); err != nil {
			return nil, err
		}
		p.budget.spend(req, p.clock.Now())
		resp, err := p.next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		p.budget.told(req, resp.Header)
		until, limited := p.limitedUntil(resp)
		if !limited {
			p.noteAllowance(req, resp)
			return resp, nil
		}
		_ = resp.Body.Close()
		what := everything
		if resp.Header.Get("Retry-After") == "" && resp.Header.Get("X-RateLimit-Remaining") == "0" {
			what = resource(req)
		}
		p.hold(what, until)
		if req.Body != nil && req.GetBody == nil {
			return nil, &Limited{Until: until}
		}
		if req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, fmt.Errorf("send the request again after a rate limit: %w", err)
			}
			req = req.Clone(req.Context())
			req.Body = body
		}
	}
	return nil, &Limited{Until: p.clock.Now().Add(secondaryFor)}
}

// wait lets a request pass when no limit holds it any more; a long wait is the caller's.
func (p *polite) wait(req *http.Request) error {
	housekeeping := reconcile.IsHousekeeping(req.Context())
	for {
		until := later(p.heldUntil(resource(req)), p.budget.until(req, housekeeping, p.clock.Now()))
		wait := until.Sub(p.clock.Now())
		switch {
		case wait <= 0:
			return nil
		case wait > longestWait:
			return &Limited{Until: until}
		}
		if p.log != nil {
			p.log.Warn("waiting for GitHub's rate limit", "seconds", int(wait.Seconds()), "path", req.URL.Path)
		}
		if err := p.clock.Sleep(req.Context(), max(wait, time.Second)); err != nil {
			return err
		}
	}
}

func (p *polite) heldUntil(what string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.until[what]
	if all := p.until[everything]; all.After(until) {
		until = all
	}
	return until
}

// hold keeps requests back until then; an earlier end never replaces a later one. What lasts is kept for the next process.
func (p *polite) hold(what string, until time.Time) {
	p.mu.Lock()
	if p.until == nil {
		p.until = map[string]time.Time{}
	}
	news := until.After(p.until[what])
	if news {
		p.until[what] = until
	}
	p.mu.Unlock()
	if news && p.memo != nil && until.Sub(p.clock.Now()) > longestWait {
		p.memo(what, until)
	}
}

// noteAllowance holds the next request back where this one was the last of the hour. The library above keeps such a count
// too, on its own clock and with errors of its own: it is not told.
func (p *polite) noteAllowance(req *http.Request, resp *http.Response) {
	if resource(req) != "graphql" { // whose refusals look like answers
		p.budget.answered()
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" && resp.Header.Get("X-RateLimit-Reset") != "" {
		p.hold(resource(req), resetTime(resp.Header, p.clock.Now()))
		resp.Header.Del("X-RateLimit-Reset")
	}
}

// resource is which of GitHub's hourly allowances a request counts against.
func resource(req *http.Request) string {
	switch path := req.URL.Path; {
	case strings.HasSuffix(path, "/graphql"):
		return "graphql"
	case strings.Contains(path, "/search/"):
		return "search"
	}
	return "core"
}

// limitedUntil reads the three ways in which GitHub says "later" over HTTP: Retry-After, an exhausted primary limit, and
// the words of a secondary limit.
func (p *polite) limitedUntil(resp *http.Response) (time.Time, bool) {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return time.Time{}, false
	}
	return p.pause(resp.Header, resp.StatusCode == http.StatusTooManyRequests || mentionsLimit(resp))
}

// pause reads until when GitHub wants nothing more. Where it only says that a secondary limit was reached, that is at least a
// minute, longer each time, and never the same for everybody.
func (p *polite) pause(h http.Header, limited bool) (time.Time, bool) {
	now := p.clock.Now()
	if seconds, err := strconv.Atoi(h.Get("Retry-After")); err == nil {
		p.budget.refused(now, true)
		return now.Add(time.Duration(seconds) * time.Second), true
	}
	if h.Get("X-RateLimit-Remaining") == "0" {
		return resetTime(h, now), true
	}
	if !limited {
		return time.Time{}, false
	}
	d := p.budget.refused(now, false)
	if p.jitter != nil {
		d += time.Duration(p.jitter() * float64(d) / 10)
	}
	return now.Add(d), true
}

func resetTime(h http.Header, now time.Time) time.Time {
	if unix, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil {
		return time.Unix(unix, 0).Add(time.Second)
	}
	return now.Add(secondaryFor)
}

// mentionsLimit looks into the body and puts it back.
func mentionsLimit(resp *http.Response) bool {
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return false
	}
	rest := resp.Body
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(text), rest), rest}
	return bytes.Contains(text, []byte("secondary rate limit")) || bytes.Contains(text, []byte("abuse detection"))
}
