package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// made are the requests by the app since a length of the hub's log, tokens aside, as operation or method and path.
func (l *live) made(since int) []string {
	l.t.Helper()
	var out []string
	for _, line := range bytes.Split(l.requests.bytes()[since:], []byte("\n")) {
		var r requestLine
		if json.Unmarshal(line, &r) != nil || r.Token == "" || strings.HasPrefix(r.Token, "user:") || r.Token == "app" {
			continue
		}
		if r.Operation == "Changes" || r.Operation == "Defaults" {
			continue // looked up afterwards, and every ten minutes
		}
		if strings.HasSuffix(r.Path, "/graphql") {
			out = append(out, r.Operation)
		} else {
			out = append(out, r.Method+" "+r.Operation)
		}
	}
	return out
}

// spends says something and returns what the app asked of GitHub until it had answered.
func (l *live) spends(as, text string) []string {
	l.t.Helper()
	before := l.requests.length()
	l.comment(as, text)
	l.rest()
	return l.made(before)
}

// openAnother opens another incident, and has the tests act on it.
func (l *live) openAnother() {
	l.t.Helper()
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	l.call("aiko", "POST", "/repos/"+l.repo+"/issues", map[string]any{"title": "Checkout 502", "body": body, "labels": []string{"incident"}}, &made)
	l.issue = made.Number
	l.rest()
}

func (l *live) comment(as, text string) int64 {
	l.t.Helper()
	var made liveComment
	l.call(as, "POST", fmt.Sprintf("/repos/%s/issues/%d/comments", l.repo, l.issue), map[string]string{"body": text}, &made)
	return made.ID
}

// looksFurther are the commands after which what changed before is looked up again.
var looksFurther = []string{"/mitigated", "/started at 16:00", "/fixed"}

func TestACommandOnAKnownIncidentCostsOneRequestAndAnUnknownPermissionOneMore(t *testing.T) {
	l := openLive(t)
	first := l.issue
	l.openAnother() // the labels are made once in a repository
	l.say("ben", "/severity 1\n/fixing")
	l.issue = first
	l.say("ben", "here")
	l.wait(2 * time.Minute)
	for _, command := range []string{
		"/ack", "/severity 1", "/note the queue is full", "/update half of it is back", "/fixing", "/mitigated", "/impact nobody can pay",
		"/link https://example.com/x graph", "/started at 16:00", "/identified the cache", "/fixed",
	} {
		got := l.spends("ben", command)
		if last := len(got) - 1; last > 1 && got[last] == "Incident" && slices.Contains(looksFurther, command) {
			got = got[:last] // the other aspect looks for what changed, once the command is done
		}
		if len(got) != 2 || got[1] != "Apply" || !strings.Contains(got[0], "permission") {
			t.Errorf("%s with an unknown permission: %v", command, got)
		}
		l.wait(10 * time.Second)
		if got := l.spends("ben", "/note more about it"); len(got) != 1 || got[0] != "Apply" {
			t.Errorf("a note after %s: %v", command, got)
		}
		l.wait(2 * time.Minute)
	}
	l.must(l.labels(), "severity/sev1")
	l.must(l.labels(), "phase/recovery")
	l.must(l.card().Body, "Lead @ben")
}
