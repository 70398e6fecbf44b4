package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// partly lets GitHub answer the look at an incident in part: what stands at a path is null, and an error says so. It does so
// the next n times.
type partly struct {
	next http.RoundTripper
	path []string
	kind string
	left int
}

func (p *partly) RoundTrip(req *http.Request) (*http.Response, error) {
	look := false
	if req.Body != nil && strings.HasSuffix(req.URL.Path, "/graphql") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		look = bytes.Contains(body, []byte("query Incident("))
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := p.next.RoundTrip(req)
	if err != nil || !look || p.left == 0 {
		return resp, err
	}
	p.left--
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	_ = resp.Body.Close()
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	at, _ := answer["data"].(map[string]any)
	for _, step := range p.path[:len(p.path)-1] {
		at, _ = at[step].(map[string]any)
	}
	at[p.path[len(p.path)-1]] = nil
	answer["errors"] = []any{map[string]any{"type": p.kind, "path": p.path, "message": "Something went wrong while executing your query."}}
	text, err = json.Marshal(answer)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	resp.Header.Del("Content-Length")
	return resp, err
}

func TestWhatAnAnswerLeavesOutIsNeverTakenForEmpty(t *testing.T) {
	for _, path := range []string{
		"repository issue comments", "repository issue labels", "repository issue timelineItems", "repository issue subIssues",
		"repository issue assignees", "repository config", "repository pullRequests", "repository branch", "known", "repository issue", "repository",
	} {
		t.Run(path, func(t *testing.T) {
			p := &partly{path: strings.Fields(path)}
			c := cope(t, oddities{through: func(next http.RoundTripper, _ *skipClock) http.RoundTripper {
				p.next = next
				return p
			}}).declare()
			c.recover()
			c.restartOdd(oddities{through: func(next http.RoundTripper, _ *skipClock) http.RoundTripper { return p }})
			p.left = 2
			c.app.rec.Doubt(c.key()) // so that the command is looked up
			c.say("cho", "/identified a bad route")
			c.must(c.card().Body, "Lead @ben")
			if n := c.said("run failed"); n != 2 {
				t.Errorf("%d runs failed, want the two that saw only a part", n)
			}
			c.everythingOnceButReactions()
			c.idle()
		})
	}
}

func TestWithoutAPermissionTheRestOfTheAnswerIsUsed(t *testing.T) {
	for _, path := range []string{"repository config", "repository pullRequests", "repository branch"} {
		t.Run(path, func(t *testing.T) {
			p := &partly{path: strings.Fields(path), kind: "FORBIDDEN", left: 1000}
			c := cope(t, oddities{through: func(next http.RoundTripper, _ *skipClock) http.RoundTripper {
				p.next = next
				return p
			}}).declare()
			c.say("ben", "/ack")
			c.say("ben", "/severity 1")
			c.must(c.card().Body, "Lead @ben")
			c.must(c.labels(), "severity/sev1")
			c.calm(0)
		})
	}
}

// everythingOnceButReactions holds what there must be one of.
func (c *coping) everythingOnceButReactions() {
	c.t.Helper()
	got := map[string]int{}
	c.hub.Store().View(func() { c.inventory(got) })
	for _, name := range []string{"card", "closing", "item", "pull", "board", "board items"} {
		if got[name] != 1 {
			c.t.Errorf("%s: %d, want one", name, got[name])
		}
	}
}
