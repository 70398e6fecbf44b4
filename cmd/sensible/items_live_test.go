package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// item is the issue of an action item, as people see it.
type item struct {
	Number      int
	Title, Body string
	State       string
	StateReason string `json:"state_reason"`
	Labels      []struct{ Name string }
	Assignees   []struct{ Login string }
}

// items are the incident's sub-issues.
func (l *live) items() []item {
	l.t.Helper()
	var out []item
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/issues/%d/sub_issues?per_page=100", l.repo, l.issue), nil, &out)
	return out
}

// item is the only sub-issue.
func (l *live) item() item {
	l.t.Helper()
	all := l.items()
	if len(all) != 1 {
		l.t.Fatalf("%d action items: %+v", len(all), all)
	}
	return all[0]
}

// sayOn comments on another issue than the incident.
func (l *live) sayOn(issue int, as, text string) int64 {
	l.t.Helper()
	var made liveComment
	l.call(as, "POST", fmt.Sprintf("/repos/%s/issues/%d/comments", l.repo, issue), map[string]string{"body": text}, &made)
	l.rest()
	l.wait(time.Minute)
	return made.ID
}

// onItem are the app's comments on an issue, joined.
func (l *live) onItem(issue int) string {
	l.t.Helper()
	var all []liveComment
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=100", l.repo, issue), nil, &all)
	var b strings.Builder
	for _, c := range all {
		if c.User.Login == l.bot {
			b.WriteString(c.Body + "\n")
		}
	}
	return b.String()
}

// patch changes an issue as a person.
func (l *live) patch(as string, issue int, fields map[string]any) {
	l.t.Helper()
	l.call(as, "PATCH", fmt.Sprintf("/repos/%s/issues/%d", l.repo, issue), fields, nil)
	l.rest()
	l.wait(time.Minute)
}

// recovered opens an incident with these commands, then ends its impact.
func recovered(t *testing.T, commands ...string) *live {
	t.Helper()
	l := openLive(t)
	l.say("ben", "/ack")
	for _, c := range commands {
		l.say("ben", c)
	}
	l.say("ben", "/fixed\n/recovered")
	l.wait(3 * time.Minute)
	return l
}

func TestAnItemIsClassifiedOnItsOwnIssueAndAskedOnce(t *testing.T) {
	l := recovered(t, "/action Alert on a full pool")
	it := l.item()
	asked := l.onItem(it.Number)
	l.must(asked, "/isu I:high S:s U:medium C:low")
	l.must(asked, "@ben")
	l.sayOn(it.Number, "ben", "/isu I:hgh")
	l.must(l.onItem(it.Number), "/isu I:high")
	l.must(l.onItem(it.Number), "Not applied")
	l.sayOn(it.Number, "eve", "/isu I:low S:s U:low C:low")
	id := l.sayOn(it.Number, "ben", "/isu I:high S:s U:medium C:high K:detect colour:red")
	l.must(l.onItem(it.Number), "colour:red")
	l.must(l.card().Body, "Alert on a full pool · detect · #"+fmt.Sprint(it.Number)+" · Next")
	l.call("ben", "PATCH", fmt.Sprintf("/repos/%s/issues/comments/%d", l.repo, id), map[string]string{"body": "/isu I:low S:xl U:low C:low"}, nil)
	l.rest()
	if n := strings.Count(l.onItem(it.Number), "I:high S:s U:medium C:low"); n != 1 {
		t.Errorf("asked %d times:\n%s", n, l.onItem(it.Number))
	}
	if strings.Contains(l.card().Body, "· Won't do") {
		t.Error("a line that was applied was run again after an edit")
	}
	l.say("ben", fmt.Sprintf("/isu #%d U:low", it.Number))
	l.must(l.card().Body, "· Planned")
}

func TestAnItemGoesFromOpenToVerifiedByWhatPeopleDo(t *testing.T) {
	l := recovered(t, "/action Alert on a full pool I:high S:s U:medium C:high")
	it := l.item()
	l.say("ben", "/triaged the pool was full")
	l.say("ben", "/learned")
	l.must(l.labels(), "phase/post-incident")
	l.sayOn(it.Number, "ben", "/ack")
	l.must(l.card().Body, "· In progress")
	l.patch("ben", it.Number, map[string]any{"state": "closed", "state_reason": "completed"})
	l.must(l.onItem(it.Number), "/verified https://…")
	l.must(l.labels(), "phase/closed")
	l.must(l.card().Body, "| TTI, time to improve | ")
	l.sayOn(it.Number, "ben", "/verified https://example.com/graph")
	l.patch("ben", it.Number, map[string]any{"state": "open"})
	l.must(l.labels(), "phase/post-incident")
	l.sayOn(it.Number, "ben", "/verified https://example.com/graph2")
	if got := l.item(); got.State != "closed" || got.StateReason != "completed" {
		t.Errorf("verified, and it is %s as %s", got.State, got.StateReason)
	}
	l.must(l.labels(), "phase/closed")
	if n := strings.Count(l.onItem(it.Number), "Where can everybody see"); n != 1 {
		t.Errorf("asked for evidence %d times", n)
	}
}

func TestWhatIsDecidedAgainstKeepsItsReason(t *testing.T) {
	l := recovered(t, "/action Buy a bigger database I:high S:s U:medium C:high", "/action Write a runbook I:high S:s U:high C:high K:prepare")
	all := l.items()
	l.say("ben", "/triaged unknown\n/learned")
	l.sayOn(all[0].Number, "ben", "the pool is big enough since the fix")
	l.patch("ben", all[0].Number, map[string]any{"state": "closed", "state_reason": "not_planned"})
	l.must(l.card().Body, "the pool is big enough since the fix")
	l.must(l.labels(), "phase/preparation")
	l.sayOn(all[1].Number, "ben", "/cancel nobody is on call for it")
	l.must(l.card().Body, "nobody is on call for it")
	l.must(l.labels(), "phase/closed")
	if got := l.items()[1]; got.StateReason != "not_planned" {
		t.Errorf("cancelled by command, and it is %s as %s", got.State, got.StateReason)
	}
	l.wait(time.Hour) // the draft takes what changed in every quarter of an hour
	calm := writes(l.demoWorld)
	l.wait(time.Hour)
	if n := writes(l.demoWorld) - calm; n != 0 {
		t.Errorf("%d writes while nothing happened", n)
	}
}

func TestIssuesThatPeopleNameOrAddOrFillInBecomeItemsOnce(t *testing.T) {
	l := openLive(t)
	var named, added, formed struct{ Number, ID int }
	l.call("cho", "POST", "/repos/"+l.repo+"/issues", map[string]string{"title": "Old idea"}, &named)
	l.say("ben", "/ack")
	l.say("ben", fmt.Sprintf("/action #%d I:high S:s U:high C:high", named.Number))
	l.say("ben", fmt.Sprintf("/action https://github.example/%s/issues/%d K:repair", l.repo, named.Number))
	l.call("cho", "POST", "/repos/"+l.repo+"/issues", map[string]string{"title": "By hand"}, &added)
	l.call("cho", "POST", fmt.Sprintf("/repos/%s/issues/%d/sub_issues", l.repo, l.issue), map[string]any{"sub_issue_id": added.ID}, nil)
	l.rest()
	body := fmt.Sprintf("### Incident\n\n#%d\n\n### Done when\n\nA test shows it\n\n### Importance\n\nHigh\n\n### Size\n\nS\n\n### Urgency\n\nMedium\n\n### Confidence\n\nHigh\n", l.issue)
	l.call("cho", "POST", "/repos/"+l.repo+"/issues", map[string]any{"title": "By the form", "body": body, "labels": []string{"action-item"}}, &formed)
	l.rest()
	l.say("ben", "/fixed\n/recovered")
	l.wait(3 * time.Minute)
	got := map[string]bool{}
	for _, it := range l.items() {
		labels := fmt.Sprint(it.Labels)
		if got[it.Title] || !strings.Contains(labels, "action-item") {
			t.Errorf("%s twice, or without its label: %s", it.Title, labels)
		}
		got[it.Title] = true
	}
	if len(got) != 3 || !got["Old idea"] || !got["By hand"] || !got["By the form"] {
		t.Errorf("action items: %v", got)
	}
	l.must(l.card().Body, fmt.Sprintf("By the form · #%d · Next", formed.Number))
	l.must(l.card().Body, fmt.Sprintf("Old idea · repair · #%d · Next", named.Number))
	before := writes(l.demoWorld)
	l.restart()
	if n := writes(l.demoWorld) - before; n != 0 {
		t.Errorf("a new process wrote %d times", n)
	}
	l.call("aiko", "DELETE", fmt.Sprintf("/repos/%s/issues/%d/sub_issue", l.repo, l.issue), map[string]any{"sub_issue_id": added.ID}, nil)
	l.rest()
	l.wait(5 * time.Minute)
	if n := len(l.items()); n != 2 {
		t.Errorf("%d action items after one was taken away", n)
	}
}
