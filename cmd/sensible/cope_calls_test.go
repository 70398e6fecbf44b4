package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// requestLine is what these tests read of the hub's log.
type requestLine struct {
	Method, Path, Token, Operation string
	Status                         int
}

// calls are the app's requests since a length of the log, tokens aside.
func (c *coping) calls(since int) []requestLine {
	c.t.Helper()
	var out []requestLine
	for _, line := range bytes.Split(c.requests.bytes()[since:], []byte("\n")) {
		var r requestLine
		if json.Unmarshal(line, &r) == nil && !strings.HasPrefix(r.Token, "user:") && r.Token != "" {
			out = append(out, r)
		}
	}
	return out
}

// count is how many of the app's requests since then had that operation.
func (c *coping) count(since int, operation string) int {
	c.t.Helper()
	n := 0
	for _, r := range c.calls(since) {
		if strings.Contains(r.Operation, operation) || strings.Contains(r.Method+" "+r.Path, operation) {
			n++
		}
	}
	return n
}

// mustNot is the opposite of must.
func (c *coping) mustNot(text, unwanted string) {
	c.t.Helper()
	if strings.Contains(text, unwanted) {
		c.t.Errorf("%q is not wanted in:\n%s", unwanted, text)
	}
}

// said counts the lines of the app's log with a text.
func (c *coping) said(text string) int {
	return strings.Count(string(c.log.bytes()), text)
}

// calm fails the test where the app failed again and again, or broke GitHub's contract.
func (c *coping) calm(allowed int) {
	c.t.Helper()
	if n := c.said("run failed"); n > allowed {
		c.t.Errorf("%d failed runs, at most %d are fine:\n%s", n, allowed, c.log.bytes())
	}
	if v := c.hub.Violations(); len(v) > 0 {
		c.t.Errorf("GitHub's contract was broken: %v", v)
	}
}

// idle runs the incident once more and expects no write.
func (c *coping) idle() {
	c.t.Helper()
	before := c.requests.length()
	c.sweep()
	for _, r := range c.calls(before) {
		if r.Operation == "Apply" || slices.Contains([]string{"PUT", "PATCH", "DELETE"}, r.Method) || strings.HasSuffix(r.Path, "git-receive-pack") {
			c.t.Errorf("looking again wrote: %s %s %s", r.Method, r.Path, r.Operation)
		}
	}
}
