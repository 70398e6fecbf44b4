package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// olderServer refuses documents that name what it does not know, as GitHub's schema validation does: field or argument →
// the type that lacks it.
func olderServer(lacks map[string]string) func(http.RoundTripper, *skipClock) http.RoundTripper {
	aliases := regexp.MustCompile(`\\n  (a\d+): `)
	return func(next http.RoundTripper, _ *skipClock) http.RoundTripper {
		return answering{next, func(body string) string {
			document, _, _ := strings.Cut(body, `"variables"`)
			if strings.HasPrefix(body, `{"variables"`) {
				document = body
			}
			var errors []string
			for name, on := range lacks {
				for _, at := range regexp.MustCompile(`\b`+name+`\b`).FindAllStringIndex(document, -1) {
					path, code := `"query Incident","repository"`, "undefinedField"
					if before := aliases.FindAllStringSubmatch(document[:at[0]], -1); strings.Contains(document, "mutation Apply") && len(before) > 0 {
						path = `"mutation Apply","` + before[len(before)-1][1] + `"`
					}
					if strings.HasSuffix(on, "Input") {
						code = "argumentNotAccepted"
					}
					errors = append(errors, fmt.Sprintf(`{"path":[%s,%q],"extensions":{"code":%q,"typeName":%q,"fieldName":%q},"locations":[{"line":1,"column":1}],"message":"Field '%s' doesn't exist on type '%s'"}`,
						path, name, code, on, name, name, on))
				}
			}
			if len(errors) == 0 {
				return ""
			}
			return `{"errors":[` + strings.Join(errors, ",") + `]}`
		}}
	}
}

func TestAServerWithoutSubIssuesKeepsTheActionItemsOnTheCard(t *testing.T) {
	older := oddities{through: olderServer(map[string]string{
		"subIssues": "Issue", "parent": "Issue", "parentIssueId": "CreateIssueInput", "addSubIssue": "Mutation",
	})}
	c := cope(t, older).declare()
	c.recover()
	c.must(c.labels(), "phase/post-incident")
	made := c.issues()
	if made != 3 {
		t.Fatalf("%d issues, want the two incidents and the item", made)
	}
	c.must(c.card().Body, "- [ ] Alert on 502s")
	if n := c.pulls(); n != 1 {
		t.Errorf("%d pull requests, want the draft", n)
	}
	c.calm(0)
	c.idle()
	c.restartOdd(older)
	if n := c.issues(); n != made {
		t.Errorf("%d issues after a restart, want %d", n, made)
	}
	var loose []item
	c.call("cho", "GET", c.path("issues?labels=action-item"), nil, &loose)
	c.patch("cho", loose[0].Number, map[string]any{"state": "closed", "state_reason": "completed"})
	c.must(c.card().Body, "- [x] ✅ Alert on 502s")
	c.restart() // the server was brought up to date
	if n := len(c.items()); n != 1 {
		t.Errorf("%d sub-issues once there are any", n)
	}
}

func TestAServerWithoutProjectsHasItemsAndOneLineOnTheCard(t *testing.T) {
	c := cope(t, oddities{through: olderServer(map[string]string{
		"projectsV2": "Organization", "projectItems": "Issue", "createProjectV2": "Mutation",
	})}).declare()
	c.recover()
	if n := strings.Count(c.card().Body, boardLine); n != 1 {
		t.Errorf("the card says %d times that there is no board, want once", n)
	}
	c.itemsAndPull()
	c.calm(0)
	c.idle()
}

func TestAServerWithoutPinnedCommentsIsAskedOnceAnHourAtMost(t *testing.T) {
	for _, status := range []string{"404", "410"} {
		t.Run(status, func(t *testing.T) {
			c := cope(t, oddities{})
			c.fault("status=" + status + ",match=PUT *pin")
			c.declare()
			before := c.requests.length()
			c.say("ben", "/ack")
			c.say("ben", "/severity 1")
			c.must(c.card().Body, "Lead @ben")
			if n := c.count(before, "/pin"); n != 0 {
				t.Errorf("%d more attempts to pin, want none", n)
			}
			if n := c.count(0, "/pin"); n != 1 {
				t.Errorf("%d attempts to pin, want one", n)
			}
			c.calm(0)
		})
	}
}

func TestACommandThatNoDeliveryToldCostsOneLookOnePermissionAndOneWrite(t *testing.T) {
	c := cope(t, oddities{}).declare()
	c.say("ben", "/ack")
	c.wait(pushPauseAndMore)
	before := c.requests.length()
	c.app.rec.Doubt(c.key())
	c.comment("cho", "/update still looking")
	c.rest()
	calls := c.calls(before)
	calls = slices.DeleteFunc(calls, func(r requestLine) bool { return r.Operation == "Defaults" }) // asked every ten minutes
	if len(calls) != 3 || c.count(before, "Incident") != 1 || c.count(before, "GET") != 1 || c.count(before, "Apply") != 1 {
		t.Errorf("a plain command cost %v, want one look, one permission, one write", calls)
	}
}
