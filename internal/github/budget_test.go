package github_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/reconcile"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// server answers as a test wants, on a clock that passes whenever somebody waits.
type server struct {
	mu     sync.Mutex
	at     time.Time
	slept  time.Duration
	sent   []time.Time
	answer func(n int) (status int, headers, body string)
}

func (s *server) Now() time.Time { return s.at }

func (s *server) Sleep(_ context.Context, d time.Duration) error {
	s.at, s.slept = s.at.Add(d), s.slept+d
	return nil
}

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if body := sentBody(req); strings.Contains(body, "query Viewer") {
		return response(req, 200, "", `{"data":{"viewer":{"id":"U_1","databaseId":1,"login":"me"}}}`), nil
	}
	s.sent = append(s.sent, s.at)
	status, headers, body := s.answer(len(s.sent))
	return response(req, status, headers, body), nil
}

func sentBody(req *http.Request) string {
	if req.GetBody == nil {
		return ""
	}
	body, err := req.GetBody()
	if err != nil {
		return ""
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return ""
	}
	return string(text)
}

func response(req *http.Request, status int, headers, body string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for _, line := range strings.Fields(headers) {
		name, value, _ := strings.Cut(line, "=")
		h.Set(name, value)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: req, ProtoMajor: 1}
}

const mayTriage = `{"permission":"read","role_name":"triage","user":{"id":7,"login":"ben"}}`

func talking(t *testing.T, s *server, memo github.Memo) *github.Client {
	t.Helper()
	s.at = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	c, err := github.New(github.Settings{APIURL: "https://github.example", Token: "x", Transport: s, Clock: s, Memo: memo, Now: s.Now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ask(ctx context.Context, c *github.Client, login string) error {
	_, _, err := c.Permission(ctx, reconcile.Key{RepositoryID: 1, Owner: "acme", Repo: "shop", Number: 1}, incident.Person{Login: login})
	return err
}

// write adds one comment. The answer is of no interest.
func write(ctx context.Context, c *github.Client) error {
	w := snapshot.World{Issue: snapshot.Issue{NodeID: "I_1"}}
	_, err := c.Apply(ctx, reconcile.Key{RepositoryID: 1, Owner: "acme", Repo: "shop", Number: 1}, w, plan.Plan{Actions: []plan.Action{{Kind: plan.CommentCreate, Body: "x"}}})
	return err
}

func TestHousekeepingLeavesPeopleAReserveOfTheHour(t *testing.T) {
	s := &server{}
	c := talking(t, s, nil)
	reset := s.at.Add(30 * time.Minute)
	s.answer = func(int) (int, string, string) {
		return 200, fmt.Sprintf("X-RateLimit-Limit=5000 X-RateLimit-Remaining=1000 X-RateLimit-Reset=%d", reset.Unix()), mayTriage
	}
	if err := ask(t.Context(), c, "ben"); err != nil {
		t.Fatal(err)
	}
	var limited *github.Limited
	if err := ask(reconcile.Housekeeping(t.Context()), c, "cho"); !errors.As(err, &limited) || limited.Until.Before(reset) {
		t.Errorf("housekeeping: %v", err)
	}
	if err := ask(t.Context(), c, "dan"); err != nil || len(s.sent) != 2 {
		t.Errorf("somebody's command: %v, %d requests", err, len(s.sent))
	}
	s.at = reset.Add(2 * time.Second)
	if err := ask(reconcile.Housekeeping(t.Context()), c, "cho"); err != nil {
		t.Errorf("after the reset: %v", err)
	}
}

func TestWhatCreatesContentStaysBelowGitHubsLimitsAndHousekeepingFarBelow(t *testing.T) {
	for name, row := range map[string]struct {
		ctx  context.Context
		most int
	}{"people": {t.Context(), 80}, "housekeeping": {reconcile.Housekeeping(t.Context()), 40}} {
		s := &server{answer: func(int) (int, string, string) { return 200, "", `{"data":{}}` }}
		c := talking(t, s, nil)
		for range 700 {
			var limited *github.Limited
			if err := write(row.ctx, c); errors.As(err, &limited) {
				s.at = limited.Until
			}
		}
		for i := range s.sent {
			minute, hour := 0, 0
			for _, other := range s.sent[:i+1] {
				if age := s.sent[i].Sub(other); age < time.Minute {
					minute++
					hour++
				} else if age < time.Hour {
					hour++
				}
			}
			if minute > row.most || hour > 500 {
				t.Fatalf("%s: %d creating writes in a minute, %d in an hour", name, minute, hour)
			}
		}
		if len(s.sent) < 500 {
			t.Errorf("%s: only %d were sent", name, len(s.sent))
		}
	}
}

func TestNobodyWaitsWhileThereIsPlenty(t *testing.T) {
	s := &server{answer: func(int) (int, string, string) { return 200, "", `{"data":{}}` }}
	c := talking(t, s, nil)
	for range 39 {
		_ = write(reconcile.Housekeeping(t.Context()), c)
	}
	if s.slept != 0 || len(s.sent) != 39 {
		t.Errorf("waited %v for %d requests", s.slept, len(s.sent))
	}
}

func TestASecondaryLimitIsWaitedForLongerEachTimeHoweverItIsTold(t *testing.T) {
	const words = `{"message":"You have exceeded a secondary rate limit. Please wait."}`
	for name, row := range map[string]struct {
		status  int
		headers string
		body    string
		least   time.Duration
	}{
		"403 in words":             {403, "", words, time.Minute},
		"429 without a word":       {429, "", `{}`, time.Minute},
		"403 with Retry-After":     {403, "Retry-After=90", words, 90 * time.Second},
		"200 with errors":          {200, "", `{"data":null,"errors":[{"message":"You have exceeded a secondary rate limit."}]}`, time.Minute},
		"200 with errors and when": {200, "Retry-After=75", `{"data":null,"errors":[{"type":"RATE_LIMITED","message":"later"}]}`, 75 * time.Second},
	} {
		s := &server{}
		c := talking(t, s, nil)
		s.answer = func(n int) (int, string, string) {
			if n <= 2 {
				return row.status, row.headers, row.body
			}
			return 200, "", `{"data":{}}`
		}
		for range 3 {
			var limited *github.Limited
			if err := write(t.Context(), c); errors.As(err, &limited) {
				if early := write(t.Context(), c); !errors.As(early, &limited) {
					t.Errorf("%s: sent while GitHub wants nothing: %v", name, early)
				}
				s.at = limited.Until
			}
		}
		if len(s.sent) < 3 {
			t.Errorf("%s: sent at %v", name, s.sent)
			continue
		}
		if first, second := s.sent[1].Sub(s.sent[0]), s.sent[2].Sub(s.sent[1]); first < row.least || second < row.least || row.headers == "" && second < 2*row.least {
			t.Errorf("%s: waited %v and %v", name, first, second)
		}
	}
}

// kept is a memo that outlives clients.
type kept map[string]time.Time

func (k kept) Remember(installation int64, resource string, until time.Time) {
	k[fmt.Sprint(installation, " ", resource)] = until
}

func (k kept) Recall(installation int64) map[string]time.Time {
	out := map[string]time.Time{}
	for name, until := range k {
		if resource, ok := strings.CutPrefix(name, fmt.Sprint(installation, " ")); ok {
			out[resource] = until
		}
	}
	return out
}

func TestANewProcessDoesNotAskBeforeTheLimitIsOver(t *testing.T) {
	memo := kept{}
	s := &server{answer: func(int) (int, string, string) { return 403, "Retry-After=300", `{}` }}
	c := talking(t, s, memo)
	var limited *github.Limited
	if err := ask(t.Context(), c, "ben"); !errors.As(err, &limited) {
		t.Fatal(err)
	}
	again := &server{answer: func(int) (int, string, string) { return 200, "", mayTriage }}
	c = talking(t, again, memo)
	if err := ask(t.Context(), c, "ben"); !errors.As(err, &limited) || len(again.sent) != 0 {
		t.Errorf("%v after %d requests", err, len(again.sent))
	}
	again.at = limited.Until
	if err := ask(t.Context(), c, "ben"); err != nil {
		t.Error(err)
	}
}
