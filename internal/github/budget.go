package github

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// GitHub's limits of one installation, as published: what creates content, people's own included, and points.
const (
	createsPerMinute = 80
	createsPerHour   = 500
	graphQLPerMinute = 2000
	restPerMinute    = 900
	readCosts        = 1
	writeCosts       = 5
)

// What is kept back for people's commands: housekeeping waits earlier. Nobody waits while there is plenty.
const (
	reserve     = 5                // a fifth of what the hour allows
	thrifty     = 2                // housekeeping takes half of what a minute allows
	strainedFor = 10 * time.Minute // after a refusal, writes keep a distance for so long
	distance    = time.Second      // GitHub's own advice
)

// cost is what one request takes of the limits.
type cost struct {
	graphQL bool
	write   bool
	creates int // comments, issues, pull requests, reviews; reactions and labels are free
}

func (c cost) points() int {
	if c.write {
		return writeCosts
	}
	return readCosts
}

// creating are the mutations and the ends of REST paths that make content.
var (
	creating      = []string{"addComment(", "createIssue(", "createPullRequest(", "addPullRequestReview("}
	creatingPaths = []string{"/issues", "/comments", "/pulls", "/reviews", "/replies"}
)

func costOfDocument(text string) cost {
	c := cost{graphQL: true, write: strings.HasPrefix(strings.TrimSpace(text), "mutation")}
	for _, m := range creating {
		c.creates += strings.Count(text, " "+m)
	}
	return c
}

func costOfRequest(req *http.Request) cost {
	if c, ok := req.Context().Value(costKey{}).(cost); ok {
		return c
	}
	c := cost{write: req.Method != http.MethodGet && req.Method != http.MethodHead}
	for _, end := range creatingPaths {
		if req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, end) {
			c.creates = 1
		}
	}
	return c
}

// costKey is the context's key of what a GraphQL document costs.
type costKey struct{}

// spending is a request that was sent.
type spending struct {
	cost
	at time.Time
}

// allowance is what GitHub told last of an hour's allowance.
type allowance struct {
	limit, left int
	reset       time.Time
}

// budget keeps count for one set of credentials.
type budget struct {
	mu       sync.Mutex
	spent    []spending // of the last hour
	allowed  map[string]allowance
	strained time.Time // until then writes keep a distance
	refusals int       // one after the other, of which GitHub did not say how long they last
}

// until is when a request may be sent, as far as our own count goes; the past where it may be now.
func (b *budget) until(req *http.Request, housekeeping bool, now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := costOfRequest(req)
	for len(b.spent) > 0 && now.Sub(b.spent[0].at) >= time.Hour {
		b.spent = b.spent[1:]
	}
	perMinute, perHour, points := createsPerMinute, createsPerHour, restPerMinute
	if c.graphQL {
		points = graphQLPerMinute
	}
	if housekeeping {
		perMinute, perHour, points = perMinute/thrifty, perHour-perHour/reserve, points/thrifty
	}
	var at time.Time
	if c.creates > 0 {
		made := func(s spending) int { return s.creates }
		at = later(b.room(now, time.Minute, perMinute-c.creates, made), b.room(now, time.Hour, perHour-c.creates, made))
	}
	at = later(at, b.room(now, time.Minute, points-c.points(), func(s spending) int {
		if s.graphQL != c.graphQL {
			return 0
		}
		return s.points()
	}))
	if c.write && now.Before(b.strained) {
		at = later(at, b.lastWrite().Add(distance))
	}
	if a, known := b.allowed[resource(req)]; known && housekeeping && now.Before(a.reset) && a.left <= a.limit/reserve {
		at = later(at, a.reset)
	}
	return at
}

// room is when what was spent within a span has sunk to left. More than everything cannot sink: then it is tried all the same.
func (b *budget) room(now time.Time, span time.Duration, left int, of func(spending) int) time.Time {
	used := 0
	for i := len(b.spent) - 1; i >= 0; i-- {
		s := b.spent[i]
		if now.Sub(s.at) >= span {
			break
		}
		if used += of(s); used > max(left, 0) {
			return s.at.Add(span)
		}
	}
	return time.Time{}
}

func (b *budget) lastWrite() time.Time {
	for i := len(b.spent) - 1; i >= 0; i-- {
		if b.spent[i].write {
			return b.spent[i].at
		}
	}
	return time.Time{}
}

// spend notes a request that is sent now.
func (b *budget) spend(req *http.Request, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent = append(b.spent, spending{costOfRequest(req), now})
}

// told notes what an answer says of the hour's allowance.
func (b *budget) told(req *http.Request, h http.Header) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	limit, err2 := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	unix, err3 := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil || err2 != nil || err3 != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.allowed == nil {
		b.allowed = map[string]allowance{}
	}
	b.allowed[resource(req)] = allowance{limit: limit, left: left, reset: time.Unix(unix, 0).Add(time.Second)}
}

// refused notes a refusal and returns how long to wait where GitHub did not say: a minute, and twice as long each time.
func (b *budget) refused(now time.Time, said bool) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.strained = now.Add(strainedFor)
	if said {
		return 0
	}
	b.refusals++
	return min(secondaryFor<<min(b.refusals-1, 5), longestPause)
}

// answered notes that GitHub takes requests.
func (b *budget) answered() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refusals = 0
}

// longestPause bounds the pause after refusals.
const longestPause = 15 * time.Minute

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
