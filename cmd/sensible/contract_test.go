package main

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
)

// TestTheStorysTrafficKeepsToGitHubsContract holds the logs of the demo as somebody would who has nothing else: every
// REST request and answer, every GraphQL document and the types of its answer, every webhook with its headers.
func TestTheStorysTrafficKeepsToGitHubsContract(t *testing.T) {
	w, _ := playDemo(t, false)
	var outside hubtest.Outside
	outside.Requests(w.requests.bytes())
	outside.Webhooks(w.webhooks.bytes())
	for _, v := range outside.Violations {
		t.Errorf("%v", v)
	}
	t.Logf("the story's traffic:\n%s", outside.Table())
	for name, c := range outside.Used {
		if c.Validated != c.Calls && !strings.HasPrefix(name, "git ") {
			t.Errorf("%s was called %d times and validated %d times", name, c.Calls, c.Validated)
		}
	}
	for _, kind := range []string{"GET /", "GraphQL ", "webhook ", "git "} {
		if !uses(outside, kind) {
			t.Errorf("the story used nothing that begins with %q: the check looked at nothing", kind)
		}
	}
}

func uses(o hubtest.Outside, prefix string) bool {
	for name := range o.Used {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
