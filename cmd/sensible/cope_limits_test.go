package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// spy notes when the app's requests leave and what comes back, on the skipping clock.
type spy struct {
	next  http.RoundTripper
	clock *skipClock

	mu   sync.Mutex
	sent []sent
}

type sent struct {
	at     time.Time
	path   string
	status int
	after  string // Retry-After
}

func (s *spy) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(req)
	s.mu.Lock()
	defer s.mu.Unlock()
	one := sent{at: s.clock.Now(), path: req.URL.Path}
	if err == nil {
		one.status, one.after = resp.StatusCode, resp.Header.Get("Retry-After")
	}
	s.sent = append(s.sent, one)
	return resp, err
}

// spied opens an incident whose app is watched.
func spied(t *testing.T) (*coping, *spy) {
	t.Helper()
	s := &spy{}
	c := cope(t, oddities{through: func(next http.RoundTripper, clock *skipClock) http.RoundTripper {
		s.next, s.clock = next, clock
		return s
	}})
	return c.declare(), s
}

// tooEarly are the requests that left within a pause that GitHub had asked for.
func (s *spy) tooEarly(pause func(sent) time.Duration) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	var until time.Time
	for _, one := range s.sent {
		if one.at.Before(until) && !strings.Contains(one.path, ".git/") {
			out = append(out, one.path+" "+until.Sub(one.at).String()+" too early")
		}
		if p := pause(one); p > 0 {
			until = one.at.Add(p)
		}
	}
	return out
}

func TestASecondaryLimitIsObeyedToTheSecondAndTheWorkDoneOnce(t *testing.T) {
	for name, row := range map[string]struct {
		fault string
		pause time.Duration
	}{
		"403 with Retry-After of a few seconds":  {"status=403,retry-after=7s,count=2,match=Apply", 7 * time.Second},
		"429 with Retry-After of a few seconds":  {"status=429,retry-after=7s,count=2,match=Apply", 7 * time.Second},
		"403 with a long Retry-After":            {"status=403,retry-after=90s,count=3,match=Apply", 90 * time.Second},
		"429 with a long Retry-After, on a read": {"status=429,retry-after=90s,count=2,match=Incident", 90 * time.Second},
		"429 without Retry-After: a minute":      {"status=429,count=2,match=Apply", time.Minute},
		"on the permission of somebody":          {"status=403,retry-after=40s,count=2,match=GET *permission", 40 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := spied(t)
			c.fault(row.fault)
			c.app.rec.Doubt(c.key()) // so that the command is looked up
			c.say("ben", "/severity 1")
			c.must(c.labels(), "severity/sev1")
			limited := func(one sent) time.Duration {
				if one.status == http.StatusForbidden || one.status == http.StatusTooManyRequests {
					return row.pause
				}
				return 0
			}
			if early := s.tooEarly(limited); len(early) > 0 {
				t.Errorf("sent too early: %v", early)
			}
			if len(c.skip.slept) < 2 {
				t.Errorf("slept %v, want a pause for each refusal", c.skip.slept)
			}
			if n := len(c.ours()); n != 1 {
				t.Errorf("%d comments by the app, want the card alone", n)
			}
			c.idle()
		})
	}
}

func TestALimitOnOneIncidentHoldsTheOthersBackToo(t *testing.T) {
	c, s := spied(t)
	first := c.issue
	c.file()
	c.rest()
	c.fault("status=403,retry-after=90s,count=1,match=Apply")
	second := c.issue
	for _, n := range []int{first, second} {
		c.issue = n
		c.comment("ben", "/severity 1")
	}
	c.rest()
	for _, n := range []int{first, second} {
		c.issue = n
		c.must(c.labels(), "severity/sev1")
	}
	limited := func(one sent) time.Duration {
		if one.status == http.StatusForbidden {
			return 90 * time.Second
		}
		return 0
	}
	if early := s.tooEarly(limited); len(early) > 0 {
		t.Errorf("sent too early: %v", early)
	}
}

func TestAnHoursAllowanceThatIsUsedUpIsWaitedForAlthoughGraphQLSaysSoWithStatus200(t *testing.T) {
	for name, left := range map[string]string{"at the first request": "0", "in the middle of the work": "1"} {
		t.Run(name, func(t *testing.T) {
			c, s := spied(t)
			hours := 0
			c.skip.long = func() { hours++; c.hub.Faults().Clear() }
			c.fault("webhooks=drop")
			c.comment("ben", "/severity 1")
			c.fault("primary=" + left)
			before := len(s.sent)
			c.raise()
			c.must(c.labels(), "severity/sev1")
			if hours != 1 {
				t.Errorf("waited %d times for the next hour, want once: %v", hours, c.skip.slept)
			}
			limited := 0
			for _, one := range s.sent[before:] {
				if one.at.Before(c.skip.at.Add(-50 * time.Minute)) {
					limited++
				}
			}
			if limited > 3 {
				t.Errorf("%d requests before the hour was over, want at most the one that told, and one of each kind", limited)
			}
			if n := len(c.ours()); n != 1 {
				t.Errorf("%d comments by the app, want the card alone", n)
			}
		})
	}
}
