package faults

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// allowance is one token's hour of one resource (core or graphql).
type allowance struct {
	used  int
	reset time.Time
}

// limited charges the request against the limits that are on, sets the x-ratelimit headers, and answers for the
// handler where a limit is passed: then no writer is left for the handler.
func (s *Set) limited(w http.ResponseWriter, r *http.Request, document requestlog.Document) http.ResponseWriter {
	who := s.options.Identify(r)
	if requestlog.IsGit(r.URL.Path) {
		return w // git has its own limits, which GitHub does not publish
	}
	s.mu.Lock()
	github, primary := s.limits()
	now := s.options.Wall()
	over, resource := false, "core"
	var state allowance
	if primary >= 0 && plain(r.URL.Path) == "/rate_limit" {
		rates := s.limiter.rates(who, now, primary)
		s.mu.Unlock()
		writeJSON(w, http.StatusOK, rates)
		return nil
	}
	if primary >= 0 {
		if document.Kind != "" {
			resource = "graphql"
		}
		state, over = s.limiter.spend(who+" "+resource, now, primary)
	}
	wait := time.Duration(0)
	if github && !over {
		wait = s.limiter.window(who).secondary(now, costOf(r, document))
	}
	s.mu.Unlock()

	if !state.reset.IsZero() {
		w = announce(w, primary, state, resource)
	}
	switch {
	case over && document.Kind != "":
		writeJSON(w, http.StatusOK, map[string]any{"errors": []map[string]string{
			{"type": "RATE_LIMITED", "message": "API rate limit exceeded for " + whose(who) + "."}}})
	case over:
		refuse(w, http.StatusForbidden, "API rate limit exceeded for "+whose(who)+".", primaryDocs)
	case wait > 0:
		w.Header().Set("Retry-After", seconds(wait))
		refuse(w, http.StatusForbidden, secondaryText, secondaryDocs)
	default:
		return w
	}
	return nil
}

// limits tells which limits are on: the last primary= given wins. The caller holds the lock.
func (s *Set) limits() (github bool, primary int) {
	primary = -1
	for _, fault := range s.active {
		github = github || fault.Limits
		if fault.Primary >= 0 {
			primary = fault.Primary
		}
	}
	return github, primary
}

func (l *limiter) window(who string) *window {
	if l.windows == nil {
		l.windows = map[string]*window{}
	}
	if l.windows[who] == nil {
		l.windows[who] = &window{}
	}
	return l.windows[who]
}

// spend takes one request off the hour's allowance; a passed hour starts a new one.
func (l *limiter) spend(key string, now time.Time, limit int) (allowance, bool) {
	if l.primary == nil {
		l.primary = map[string]*allowance{}
	}
	a := l.primary[key]
	if a == nil || !now.Before(a.reset) {
		a = &allowance{reset: now.Add(time.Hour)}
		l.primary[key] = a
	}
	over := a.used >= limit
	if !over {
		a.used++
	}
	return *a, over
}

// rates is the answer of /rate_limit, which costs nothing.
func (l *limiter) rates(who string, now time.Time, limit int) map[string]any {
	of := func(resource string) map[string]any {
		a := allowance{reset: now.Add(time.Hour)}
		if known := l.primary[who+" "+resource]; known != nil && now.Before(known.reset) {
			a = *known
		}
		return map[string]any{"limit": limit, "used": a.used, "remaining": limit - a.used, "reset": a.reset.Unix() + 1, "resource": resource}
	}
	core := of("core")
	return map[string]any{"rate": core, "resources": map[string]any{"core": core, "graphql": of("graphql"), "search": of("search")}}
}

// announce writes the headers by which clients pace themselves, over those of the handler.
func announce(w http.ResponseWriter, limit int, a allowance, resource string) http.ResponseWriter {
	return &budgeted{ResponseWriter: w, fields: map[string]string{
		"X-RateLimit-Limit":     strconv.Itoa(limit),
		"X-RateLimit-Remaining": strconv.Itoa(limit - a.used),
		"X-RateLimit-Used":      strconv.Itoa(a.used),
		"X-RateLimit-Reset":     strconv.FormatInt(a.reset.Unix()+1, 10),
		"X-RateLimit-Resource":  resource,
	}}
}

// whose is GitHub's word for a token's owner in the message.
func whose(who string) string {
	kind, id, found := strings.Cut(who, ":")
	switch {
	case kind == "installation" && found:
		return "installation ID " + id
	case kind == "user" && found:
		return "user ID " + id
	case who == "":
		return "this token"
	}
	return who
}
