package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
)

type liveIssue struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	State  string `json:"state"`
	User   struct {
		Login string `json:"login"`
	} `json:"user"`
	Pull any `json:"pull_request"`
}

// required are our issues that ask for the policy to be put right, open and closed.
func (l *live) required() (out []liveIssue) {
	l.t.Helper()
	var all []liveIssue
	l.call("aiko", "GET", "/repos/"+l.repo+"/issues?state=all&per_page=100", nil, &all)
	for _, i := range all {
		if strings.Contains(i.Title, ".github/sensible.yml") && i.User.Login == l.bot && i.Pull == nil {
			out = append(out, i)
		}
	}
	return out
}

const brokenPolicy = "stage: 2\nseverities:\n  - {name: sev1, page: perhaps}\n"

func TestABrokenPolicyIsOneIssueThatIsKeptUpToDateAndClosesByItself(t *testing.T) {
	l := openLive(t)
	l.config(brokenPolicy)
	got := l.required()
	if len(got) != 1 || got[0].State != "open" || got[0].Title != "Action required: fix .github/sensible.yml" {
		t.Fatalf("want one open issue: %+v", got)
	}
	l.must(got[0].Body, "[line 3, column 24]")
	l.must(got[0].Body, "/blob/main/.github/sensible.yml#L3")
	l.must(got[0].Body, "stay in force until it is mended")
	l.restart()
	l.config("stage: 2\nlanguage: ne\n")
	if got = l.required(); len(got) != 1 || !strings.Contains(got[0].Body, "did you mean en?") || strings.Contains(got[0].Body, "perhaps") {
		t.Fatalf("want the same issue with what is wrong now: %+v", got)
	}
	l.config("stage: 2\n")
	if got = l.required(); len(got) != 1 || got[0].State != "closed" {
		t.Fatalf("want it closed: %+v", got)
	}
	l.restart()
	if again := l.required(); len(again) != 1 || again[0] != got[0] {
		t.Errorf("after a restart it is another: %+v", again)
	}
	l.config(brokenPolicy)
	if got = l.required(); len(got) != 1 || got[0].State != "open" {
		t.Errorf("want the same issue open again: %+v", got)
	}
}

func TestAnIssueAboutThePolicyThatAPersonClosedStaysClosedUntilSomethingElseIsWrong(t *testing.T) {
	l := openLive(t)
	l.config(brokenPolicy)
	l.call("aiko", "PATCH", fmt.Sprintf("/repos/%s/issues/%d", l.repo, l.required()[0].Number), map[string]string{"state": "closed"}, nil)
	l.restart()
	if got := l.required(); len(got) != 1 || got[0].State != "closed" {
		t.Errorf("it was opened again: %+v", got)
	}
	l.config("stage: two\n")
	if got := l.required(); len(got) != 1 || got[0].State != "open" {
		t.Errorf("something else is wrong, and it is closed: %+v", got)
	}
}

func TestAnIssueThatOnlyLooksLikeOursIsLeftAlone(t *testing.T) {
	l := openLive(t)
	var forged liveIssue
	l.call("ben", "POST", "/repos/"+l.repo+"/issues", map[string]string{"title": "Action required: fix .github/sensible.yml", "body": "x\n\n<!-- sensible:config -->"}, &forged)
	l.rest()
	l.config(brokenPolicy)
	if got := l.required(); len(got) != 1 || got[0].Number == forged.Number {
		t.Fatalf("want one of our own: %+v", got)
	}
	l.config("stage: 2\n")
	var still liveIssue
	l.call("ben", "GET", fmt.Sprintf("/repos/%s/issues/%d", l.repo, forged.Number), nil, &still)
	if still.State != "open" {
		t.Error("an issue of somebody else was closed")
	}
}

func TestTheLastGoodPolicyHoldsAfterARestartToo(t *testing.T) {
	l := openLive(t)
	l.config("stage: 2\nlabels: {severity: 'sev-level/'}\n")
	l.config(brokenPolicy)
	l.restart()
	l.say("ben", "/severity 1")
	l.must(l.labels(), "sev-level/sev1")
	l.must(l.card().Body, ".github/sensible.yml:3")
}

// propose opens a pull request with a policy and gives its number and head.
func (l *live) propose(branch, text string) (number int, head string) {
	l.t.Helper()
	var main struct{ Object struct{ SHA string } }
	l.call("aiko", "GET", "/repos/"+l.repo+"/git/ref/heads/main", nil, &main)
	l.call("aiko", "POST", "/repos/"+l.repo+"/git/refs", map[string]string{"ref": "refs/heads/" + branch, "sha": main.Object.SHA}, nil)
	l.put(l.repo, branch, ".github/sensible.yml", text)
	var pull struct {
		Number int
		Head   struct{ SHA string }
	}
	l.call("aiko", "POST", "/repos/"+l.repo+"/pulls", map[string]string{"title": "Policy", "head": branch, "base": "main"}, &pull)
	l.rest()
	return pull.Number, pull.Head.SHA
}

// put writes a file on a branch.
func (l *live) put(repo, branch, path, text string) {
	l.t.Helper()
	at := "/repos/" + repo + "/contents/" + path
	var list []struct{ Path, SHA string }
	dir := ""
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir = path[:i]
	}
	in := map[string]string{"message": "policy", "branch": branch, "content": base64.StdEncoding.EncodeToString([]byte(text))}
	if l.there(repo, branch, dir) {
		l.call("aiko", "GET", "/repos/"+repo+"/contents/"+dir+"?ref="+branch, nil, &list)
	}
	for _, f := range list {
		if f.Path == path {
			in["sha"] = f.SHA
		}
	}
	l.call("aiko", "PUT", at, in, nil)
}

func (l *live) there(repo, branch, dir string) bool {
	l.t.Helper()
	var tree struct{ Tree []struct{ Path string } }
	l.call("aiko", "GET", "/repos/"+repo+"/git/trees/"+branch+"?recursive=1", nil, &tree)
	for _, e := range tree.Tree {
		if e.Path == dir {
			return true
		}
	}
	return dir == ""
}

type liveCheck struct {
	Name, Conclusion string
	Output           struct {
		Title, Summary string
		Annotations    int `json:"annotations_count"`
	}
	ID int64
}

func (l *live) checks(head string) []liveCheck {
	l.t.Helper()
	var got struct {
		Runs []liveCheck `json:"check_runs"`
	}
	l.call("aiko", "GET", "/repos/"+l.repo+"/commits/"+head+"/check-runs", nil, &got)
	return got.Runs
}

func TestAProposedPolicyIsCheckedOnItsLinesAndTriedOnIncidentsThatAreOver(t *testing.T) {
	l := openLive(t)
	l.say("ben", "/ack\n/fixed\n/recovered")
	l.call("ben", "PATCH", fmt.Sprintf("/repos/%s/issues/%d", l.repo, l.issue), map[string]string{"state": "closed"}, nil)
	l.rest()
	_, head := l.propose("wrong", "stage: 2\nlanguage: ne\nnudgse: {}\n")
	got := l.checks(head)
	if len(got) != 1 || got[0].Name != "sensible / config" || got[0].Conclusion != "failure" || got[0].Output.Annotations != 2 {
		t.Fatalf("%+v", got)
	}
	var notes []struct {
		Path      string
		StartLine int `json:"start_line"`
		Message   string
		Level     string `json:"annotation_level"`
	}
	l.call("aiko", "GET", fmt.Sprintf("/repos/%s/check-runs/%d/annotations", l.repo, got[0].ID), nil, &notes)
	if len(notes) != 2 || notes[0].StartLine != 2 || notes[0].Level != "failure" || !strings.Contains(notes[0].Message, "did you mean en?") || notes[1].Level != "warning" {
		t.Errorf("%+v", notes)
	}
	_, head = l.propose("better", "stage: 2\nseverities:\n  - {name: sev1}\n  - {name: sev2, postmortem: light, update_every: 15m}\n  - {name: sev3}\n  - {name: sev4}\n")
	got = l.checks(head)
	if len(got) != 1 || got[0].Conclusion != "success" {
		t.Fatalf("%+v", got)
	}
	l.must(got[0].Output.Summary, "`severities.sev2.update_every`")
	l.must(got[0].Output.Summary, fmt.Sprintf("#%d Checkout 502", l.issue))
	l.must(got[0].Output.Summary, "postmortem: `required` → `light`")
	before := writes(l.demoWorld)
	l.restart()
	if n := writes(l.demoWorld) - before; n != 0 {
		t.Errorf("%d writes after a restart, want none", n)
	}
}

func TestAPullRequestThatLeavesThePolicyAloneGetsNoCheck(t *testing.T) {
	l := openLive(t)
	var main struct{ Object struct{ SHA string } }
	l.call("aiko", "GET", "/repos/"+l.repo+"/git/ref/heads/main", nil, &main)
	l.call("aiko", "POST", "/repos/"+l.repo+"/git/refs", map[string]string{"ref": "refs/heads/other", "sha": main.Object.SHA}, nil)
	l.put(l.repo, "other", "other.txt", "x")
	l.config("stage: 2\nlanguage: ja\n") // main goes on: the branch is only behind
	var pull struct{ Head struct{ SHA string } }
	l.call("aiko", "POST", "/repos/"+l.repo+"/pulls", map[string]string{"title": "Other", "head": "other", "base": "main"}, &pull)
	l.rest()
	if got := l.checks(pull.Head.SHA); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestTheOrganisationsPolicyIsInheritedKeyByKey(t *testing.T) {
	l := openLive(t)
	l.call("aiko", "POST", "/orgs/acme/repos", map[string]any{"name": ".github", "auto_init": true}, nil)
	l.put("acme/.github", "main", ".github/sensible.yml", "labels: {severity: 'org-', phase: 'at/'}\n")
	l.rest()
	l.config("stage: 2\nlabels: {phase: 'step/'}\n")
	l.wait(time.Minute)
	l.say("ben", "/severity 1")
	l.must(l.labels(), "org-sev1")
	l.must(l.labels(), "step/detection")
	l.put("acme/.github", "main", ".github/sensible.yml", "labels: [org-]\n")
	l.rest()
	l.restart()
	l.say("ben", "/severity 2")
	l.must(l.labels(), "org-sev2") // its last good one holds
	l.must(l.card().Body, "acme/.github:.github/sensible.yml:1")
}

func TestTheNextCardSaysWhatChangedInThePolicy(t *testing.T) {
	l := openLive(t)
	l.config("stage: 2\n")
	l.wait(time.Minute)
	l.config("stage: 2\nseverities: [{name: sev1}, {name: sev2, update_every: 15m}, {name: sev3}, {name: sev4}]\n")
	l.must(l.card().Body, "Settings changed: ")
	l.must(l.card().Body, "severities.sev2.update_every: 1h → 15m")
	l.restart()
	l.must(l.card().Body, "Settings changed: ")
}
