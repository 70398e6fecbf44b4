package github

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"
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

// polite obeys rate limits. A request that a limit refused was not carried out, so that sending it again is safe whatever
// its method; any other failure is the caller's to look into.
type polite struct {
	next  http.RoundTripper
	clock Clock
	log   *slog.Logger
}

// RoundTrip implements http.RoundTripper.
func (p *polite) RoundTrip(req *http.Request) (*http.Response, error) {
	for range 3 {
		resp, err := p.next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		until, limited := p.limitedUntil(resp)
		if !limited {
			return resp, nil
		}
		_ = resp.Body.Close()
		wait := until.Sub(p.clock.Now())
		if wait > longestWait || (req.Body != nil && req.GetBody == nil) {
			return nil, &Limited{Until: until}
		}
		if p.log != nil {
			p.log.Warn("waiting for GitHub's rate limit", "seconds", int(wait.Seconds()), "path", req.URL.Path)
		}
		if err := p.clock.Sleep(req.Context(), max(wait, time.Second)); err != nil {
			return nil, err
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

// limitedUntil reads the three ways in which GitHub says "later" over HTTP: Retry-After, an exhausted primary limit, and
// the words of a secondary limit.
func (p *polite) limitedUntil(resp *http.Response) (time.Time, bool) {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return time.Time{}, false
	}
	now := p.clock.Now()
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		return now.Add(time.Duration(seconds) * time.Second), true
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		return resetTime(resp.Header, now), true
	}
	if resp.StatusCode == http.StatusTooManyRequests || mentionsLimit(resp) {
		return now.Add(secondaryFor), true
	}
	return time.Time{}, false
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
