package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

// boardLine is what the card says where there is no board to use.
const boardLine = "The board of follow-ups cannot be used: "

func TestABoardThatCannotBeUsedIsOneLineOnTheCardAndStopsNothing(t *testing.T) {
	for name, row := range map[string]struct {
		repo   string
		odd    oddities
		before func(*coping)
		boards int
	}{
		"the boards of a person, whom no App reaches": {repo: "aiko/gallery", odd: oddities{seed: ofAPerson}, boards: 1},
		"no permission: GitHub shows an empty list": {odd: oddities{seed: func(s *seed.Seed) {
			permissions := map[string]string{}
			for name, level := range demoPermissions {
				if name != "organization_projects" {
					permissions[name] = level
				}
			}
			s.Apps[0].Permissions = permissions
		}}, boards: 1},
		"no permission: GitHub answers with an error and without the repository": {odd: oddities{through: boardsForbidden}, boards: 1},
		"a board that may be read only": {odd: oddities{seed: func(s *seed.Seed) {
			s.Installations[0].Permissions = map[string]string{
				"issues": "write", "contents": "write", "pull_requests": "write", "organization_projects": "read",
			}
			s.Projects = nil
		}}},
		"a board that somebody closed": {boards: 1, before: func(c *coping) {
			c.change(func(s *store.Store) { s.AllProjects()[0].Closed = true })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c := cope(t, row.odd)
			if row.repo != "" {
				c.repo = row.repo
			}
			if row.before != nil {
				row.before(c)
			}
			c.declare()
			c.recover()
			if n := strings.Count(c.card().Body, boardLine); n != 1 {
				t.Errorf("the card says %d times that there is no board, want once:\n%s", n, c.card().Body)
			}
			c.itemsAndPull()
			c.hub.Store().View(func() {
				if n := len(c.hub.Store().AllProjects()); n != row.boards {
					t.Errorf("%d boards, want %d: none is made in the place of one out of reach", n, row.boards)
				}
			})
			c.calm(0)
			c.idle()
		})
	}
}

func TestAWorkflowsTokenReachesNoBoardAndTheIncidentGoesOn(t *testing.T) {
	c := cope(t, oddities{seed: withAnotherBot, settings: func(s *settings) {
		s.AppID, s.PrivateKey, s.Token = 0, nil, "ghs_robot"
	}}).declare()
	c.bot = "github-actions[bot]"
	c.recover()
	if n := strings.Count(c.card().Body, boardLine); n != 1 {
		t.Errorf("the card says %d times that there is no board, want once", n)
	}
	c.must(c.labels(), "phase/post-incident")
	c.itemsAndPull()
	c.calm(0)
}

func TestABoardThatIsClosedLaterIsNotTouchedAndSaidOnce(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.recover()
	c.mustNot(c.card().Body, boardLine)
	c.change(func(s *store.Store) { s.AllProjects()[0].Closed = true })
	c.raise()
	c.say("ben", "/action Write a runbook I:high S:s U:high C:high K:prepare")
	c.must(c.card().Body, boardLine)
	c.hub.Store().View(func() {
		boards := c.hub.Store().AllProjects()
		if len(boards) != 1 || len(boards[0].Items) != 1 {
			t.Errorf("%d boards, want the closed one with the item it had", len(boards))
		}
	})
	c.calm(0)
}

// itemsAndPull holds that the action item is an issue and the draft a pull request.
func (c *coping) itemsAndPull() {
	c.t.Helper()
	got := map[string]int{}
	c.hub.Store().View(func() { c.inventory(got) })
	if got["item"] != 1 || got["pull"] != 1 {
		c.t.Errorf("%d action items and %d pull requests, want one of each", got["item"], got["pull"])
	}
}

// ofAPerson gives the repository to aiko, and a board of her own.
func ofAPerson(s *seed.Seed) {
	s.Repositories[0].FullName = "aiko/gallery"
	delete(s.Repositories[0].Collaborators, "aiko")
	s.Installations[0].Account = "aiko"
	s.Projects[0].Owner = "aiko"
}

// boardsForbidden answers a query with boards as GitHub does without the permission: what may not be null is missing with
// all around it.
func boardsForbidden(next http.RoundTripper, _ *skipClock) http.RoundTripper {
	const answer = `{"data":{"repository":null},"errors":[{"type":"FORBIDDEN","path":["repository","owner","projectsV2"],` +
		`"message":"Resource not accessible by integration"}]}`
	return answering{next, func(body string) string {
		if strings.Contains(body, `"withBoard":true`) {
			return answer
		}
		return ""
	}}
}

// answering is a server that answers some GraphQL documents differently.
type answering struct {
	next   http.RoundTripper
	answer func(body string) string // empty = as usual
}

func (a answering) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body == nil || !strings.HasSuffix(req.URL.Path, "/graphql") {
		return a.next.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_ = req.Body.Close()
	if text := a.answer(string(body)); text != "" {
		return &http.Response{
			Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
			Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, Body: io.NopCloser(strings.NewReader(text)),
		}, nil
	}
	again := req.Clone(req.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	return a.next.RoundTrip(again)
}
