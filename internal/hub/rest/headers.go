package rest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// limits counts requests per token and hour, on wall time. It reports; faults enforce.
type limits struct {
	mu     sync.Mutex
	counts map[string]*window
}

type window struct {
	used  int
	reset time.Time
}

func newLimits() *limits { return &limits{counts: map[string]*window{}} }

// figures are the hour's limit, what is used of it with this call, and when it starts anew.
func (l *limits) figures(a *store.Actor, now time.Time, spend int) (limit, used int, reset time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := a.String()
	if a.Installation != nil {
		key += ":" + strconv.FormatInt(a.Installation.ID, 10)
	}
	w := l.counts[key]
	if w == nil || !now.Before(w.reset) {
		w = &window{reset: now.Add(time.Hour).Truncate(time.Second)}
		l.counts[key] = w
	}
	w.used += spend
	return limitOf(a), w.used, w.reset
}

func limitOf(a *store.Actor) int {
	switch a.Kind {
	case store.Anonymous:
		return 60
	case store.ByActions:
		return 1000
	}
	return 5000
}

// commonHeaders are those of each answer.
func (c *call) commonHeaders() {
	h := c.header
	a := c.actor
	if a == nil {
		a = store.Nobody()
	}
	spend := 1
	if c.route != nil && c.route.path == "/rate_limit" {
		spend = 0
	}
	limit, used, reset := c.api.limits.figures(a, c.store.Wall(), spend)
	h.Set("X-GitHub-Request-Id", strings.ToUpper(strings.ReplaceAll(uuid.NewString(), "-", ":")))
	h.Set("X-GitHub-Media-Type", "github.v3; format=json")
	h.Set("X-GitHub-Api-Version-Selected", "2022-11-28")
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Used", strconv.Itoa(used))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(limit-used, 0)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	h.Set("X-RateLimit-Resource", "core")
	h.Set("Server", "github.com")
	h.Set("Date", c.store.Wall().Format(http.TimeFormat))
}

// unchanged sets the ETag of a body, and tells whether the client has it already.
func (c *call) unchanged(body []byte, status int) bool {
	if status != http.StatusOK || (c.r.Method != http.MethodGet && c.r.Method != http.MethodHead) {
		return false
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:]) + `"`
	c.header.Set("ETag", "W/"+tag)
	c.header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	c.header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
	have := strings.TrimPrefix(c.r.Header.Get("If-None-Match"), "W/")
	return have == tag
}

func rateLimit(c *call) (int, any, error) {
	limit, used, reset := c.api.limits.figures(c.actor, c.store.Wall(), 0)
	one := func(limit, used int) map[string]any {
		return map[string]any{"limit": limit, "used": used, "remaining": max(limit-used, 0), "reset": reset.Unix()}
	}
	core := one(limit, used)
	return ok(map[string]any{"rate": core, "resources": map[string]any{"core": core, "search": one(30, 0), "graphql": one(5000, 0)}}, nil)
}

func meta(c *call) (int, any, error) {
	return ok(map[string]any{"verifiable_password_authentication": false, "installed_version": "3.15.0"}, nil)
}
