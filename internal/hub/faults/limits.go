package faults

import (
	"net/http"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/requestlog"
)

// GitHub's published secondary limits, per token.
const (
	writesPerMinute        = 80
	writesPerHour          = 500
	restPointsPerMinute    = 900
	graphQLPointsPerMinute = 2000
	readPoints             = 1
	writePoints            = 5
)

// creatingMutations make content that counts against the content limits; reactions and labels do not.
var creatingMutations = map[string]bool{
	"createIssue": true, "addComment": true, "createPullRequest": true, "addPullRequestReview": true,
	"addPullRequestReviewComment": true, "addPullRequestReviewThread": true, "addPullRequestReviewThreadReply": true,
	"createDiscussion": true, "addDiscussionComment": true,
}

// creatingPaths are the ends of the REST routes that make such content.
var creatingPaths = []string{"/issues", "/comments", "/pulls", "/reviews", "/replies"}

// cost is what one request uses of the secondary limits.
type cost struct {
	graphQL  bool
	points   int
	creating int
}

func costOf(r *http.Request, document requestlog.Document) cost {
	if document.Kind != "" {
		c := cost{graphQL: true, points: readPoints}
		if document.Kind != "mutation" {
			return c
		}
		c.points = writePoints
		for _, field := range document.Fields {
			if creatingMutations[field] {
				c.creating++
			}
		}
		return c
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return cost{points: readPoints}
	}
	c := cost{points: writePoints}
	path := plain(r.URL.Path)
	if r.Method == http.MethodPost && strings.HasPrefix(path, "/repos/") {
		for _, end := range creatingPaths {
			if strings.HasSuffix(path, end) {
				c.creating = 1
			}
		}
	}
	return c
}

// window is what one token used, with its time.
type window struct{ uses []use }

type use struct {
	at time.Time
	cost
}

// limiter remembers the last hour of each token.
type limiter struct {
	windows map[string]*window
	primary map[string]*allowance
}

// secondary charges a request; wait is how long until it would be admitted, 0 when it is.
func (w *window) secondary(now time.Time, c cost) (wait time.Duration) {
	w.forget(now)
	limits := []struct {
		span  time.Duration
		limit int
		of    func(cost) int
	}{
		{time.Minute, writesPerMinute, func(c cost) int { return c.creating }},
		{time.Hour, writesPerHour, func(c cost) int { return c.creating }},
		{time.Minute, pointsLimit(c.graphQL), func(u cost) int {
			if u.graphQL != c.graphQL {
				return 0
			}
			return u.points
		}},
	}
	for _, l := range limits {
		if l.of(c) > 0 {
			wait = max(wait, w.until(now, l.span, l.limit-l.of(c), l.of))
		}
	}
	if wait == 0 {
		w.uses = append(w.uses, use{now, c})
	}
	return wait
}

func pointsLimit(graphQL bool) int {
	if graphQL {
		return graphQLPointsPerMinute
	}
	return restPointsPerMinute
}

// until is how long it takes for the use within the span to sink to what is left.
func (w *window) until(now time.Time, span time.Duration, left int, of func(cost) int) time.Duration {
	used := 0
	for i := len(w.uses) - 1; i >= 0; i-- {
		u := w.uses[i]
		if now.Sub(u.at) >= span {
			break
		}
		if used += of(u.cost); used > left {
			return span - now.Sub(u.at)
		}
	}
	return 0
}

func (w *window) forget(now time.Time) {
	for len(w.uses) > 0 && now.Sub(w.uses[0].at) >= time.Hour {
		w.uses = w.uses[1:]
	}
}
