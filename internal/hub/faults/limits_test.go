package faults

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v60/github"
)

func TestTheEightyFirstCommentOfAMinuteIsRefused(t *testing.T) {
	h := newHub(t, "limits=github")
	for i := range 80 {
		if status, _, body := h.call("POST", "/repos/a/b/issues/1/comments", "{}"); status != 201 {
			t.Fatalf("comment %d: %d %s", i+1, status, body)
		}
	}
	status, header, body := h.call("POST", "/repos/a/b/issues/1/comments", "{}")
	if status != 403 || header.Get("Retry-After") != "60" || !strings.Contains(body, "secondary rate limit") || h.effects != 80 {
		t.Fatalf("%d %v %s", status, header, body)
	}
	if status, _, _ := h.call("POST", "/repos/a/b/issues/comments/1/reactions", "{}"); status != 201 {
		t.Errorf("a reaction: %d", status)
	}
	if status, _, _ := h.call("POST", "/graphql", document); status != 403 {
		t.Errorf("a comment by GraphQL: %d", status)
	}
	h.wall = h.wall.Add(time.Minute)
	if status, _, _ := h.call("POST", "/repos/a/b/issues", "{}"); status != 201 {
		t.Errorf("a minute later: %d", status)
	}
}

func TestPointsOfAMinuteAreCounted(t *testing.T) {
	h := newHub(t, "limits=github")
	for range 180 { // 5 points each
		if status, _, _ := h.call("PATCH", "/repos/a/b/issues/1", "{}"); status != 200 {
			t.Fatal(status)
		}
	}
	if status, _, _ := h.call("GET", "/x", ""); status != 403 {
		t.Errorf("the 901st point: %d", status)
	}
	if status, _, _ := h.call("POST", "/graphql", `{"query":"query Q { viewer { login } }"}`); status != 201 {
		t.Errorf("GraphQL has points of its own: %d", status)
	}
}

func TestFiveHundredWritesAnHour(t *testing.T) {
	var w window
	at := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	for i := range 500 {
		if wait := w.secondary(at.Add(time.Duration(i)*time.Second), cost{points: 5, creating: 1}); wait != 0 {
			t.Fatalf("write %d must wait %s", i+1, wait)
		}
	}
	if wait := w.secondary(at.Add(500*time.Second), cost{points: 5, creating: 1}); wait != time.Hour-500*time.Second {
		t.Errorf("the 501st waits %s", wait)
	}
	if wait := w.secondary(at.Add(time.Hour), cost{points: 5, creating: 1}); wait != 0 {
		t.Errorf("an hour later it waits %s", wait)
	}
}

func TestThePrimaryLimitIsUnderstoodByGoGitHub(t *testing.T) {
	h := newHub(t, "primary=2")
	h.list = `{}`
	client, err := github.NewClient(nil).WithEnterpriseURLs(h.url, h.url)
	if err != nil {
		t.Fatal(err)
	}
	h.wall = time.Now()
	for want := 1; want >= 0; want-- {
		_, response, err := client.Repositories.Get(context.Background(), "a", "b")
		if err != nil || response.Rate.Remaining != want || response.Rate.Limit != 2 {
			t.Fatalf("%v, %+v", err, response.Rate)
		}
	}
	_, _, err = client.Repositories.Get(context.Background(), "a", "b")
	var limited *github.RateLimitError
	if !errors.As(err, &limited) {
		t.Fatalf("got %v", err)
	}
	rates, _, err := client.RateLimit.Get(context.Background())
	if err != nil || rates.Core.Limit != 2 || rates.Core.Remaining != 0 || rates.GraphQL.Remaining != 2 {
		t.Errorf("what is left: %+v, %v", rates, err)
	}
	h.call("POST", "/graphql", document)
	h.call("POST", "/graphql", document)
	status, header, body := h.call("POST", "/graphql", document)
	if status != http.StatusOK || !strings.Contains(body, `"RATE_LIMITED"`) || header.Get("X-RateLimit-Resource") != "graphql" ||
		!strings.Contains(body, "installation ID 10") {
		t.Errorf("GraphQL: %d %s", status, body)
	}
}
