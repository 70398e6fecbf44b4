package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/sensible-im/sensible/internal/hub/seed"
)

// declare opens an incident whose events have not run yet.
func (r *runner) declare(title string) {
	r.t.Helper()
	r.hub.Clock().Set(workday)
	var made struct{ Number int }
	body := "### What do you see?\n\nCheckout 502\n\n### Severity\n\nSEV2\n"
	r.call("aiko", "POST", "/repos/"+r.repo+"/issues", map[string]any{"title": title, "body": body, "labels": []string{"incident"}}, &made)
	r.issue = made.Number
}

// ran runs everything that happened.
func (r *runner) ran() {
	r.t.Helper()
	if err := r.settle(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// says comments and has the job run.
func (r *runner) says(as, text string) {
	r.t.Helper()
	r.call(as, "POST", fmt.Sprintf("/repos/%s/issues/%d/comments", r.repo, r.issue), map[string]string{"body": text}, nil)
	r.ran()
}

// wrote counts what the job changed.
func (r *runner) wrote() int {
	n := 0
	for _, line := range bytes.Split(r.requests.bytes(), []byte("\n")) {
		var call struct {
			Method, Token, Path, Operation string
			Request                        struct{ Body json.RawMessage }
		}
		if json.Unmarshal(line, &call) != nil || !strings.HasPrefix(call.Token, "actions:") && call.Token != "installation" {
			continue
		}
		var query struct{ Query string }
		_ = json.Unmarshal(call.Request.Body, &query)
		switch {
		case strings.HasSuffix(call.Path, "/graphql"):
			if strings.Contains(query.Query, "mutation") {
				n++
			}
		case call.Method != "GET" && !strings.HasSuffix(call.Path, "git-upload-pack"):
			n++
		}
	}
	return n
}

// policy writes new settings to the default branch.
func (r *runner) policy(text string) {
	r.t.Helper()
	path := "/repos/" + r.repo + "/contents/.github/sensible.yml"
	var file struct{ SHA string }
	r.call("aiko", "GET", path, nil, &file)
	r.call("aiko", "PUT", path, map[string]string{"message": "policy", "sha": file.SHA, "content": base64.StdEncoding.EncodeToString([]byte(text))}, nil)
}

// dispatch is the event of a run for one issue.
func (r *runner) dispatch(issue any) delivered {
	raw, _ := json.Marshal(map[string]any{"action": "sensible", "client_payload": map[string]any{"issue": issue}, "repository": map[string]any{"full_name": r.repo, "id": r.repository()}})
	return delivered{"repository_dispatch", string(raw)}
}

func (r *runner) repository() int64 {
	var repo struct{ ID int64 }
	r.call("aiko", "GET", "/repos/"+r.repo, nil, &repo)
	return repo.ID
}

// fails runs a job that must end with one line, and without having written anything.
func (r *runner) fails(e delivered, change func(*actionJob), want string) {
	r.t.Helper()
	before := r.wrote()
	err := r.run(e, change)
	var exit exitError
	if !errors.As(err, &exit) || exit.code != exitFound || !strings.Contains(exit.message, want) || strings.Contains(exit.message, "\n") {
		r.t.Errorf("want one line with %q, got %v", want, err)
	}
	if after := r.wrote(); after != before {
		r.t.Errorf("%q: %d writes, want none", want, after-before)
	}
}

// passes runs a job that has nothing to do and says so.
func (r *runner) passes(e delivered, change func(*actionJob), want string) {
	r.t.Helper()
	before := r.wrote()
	r.told.Reset()
	if err := r.run(e, change); err != nil || !strings.Contains(r.told.String(), want) {
		r.t.Errorf("want %q, got %v\n%s", want, err, r.told.String())
	}
	if after := r.wrote(); after != before {
		r.t.Errorf("%q: %d writes, want none", want, after-before)
	}
}

func TestOneCommandIsAppliedByOneRunAndTold(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	r.ran()
	r.must(r.card().Body, "Runs inside GitHub Actions: nothing happens by the clock here, no reminder and no escalation.")
	r.told.Reset()
	r.says("ben", "/severity 1 because nobody can pay")
	r.must(r.labels(), "severity/sev1")
	r.must(r.told.String(), "### #2 [Checkout 502]")
	r.must(r.told.String(), "- `/severity sev1 because nobody can pay` by ben: applied")
	r.must(r.told.String(), "- the label `severity/sev1` is put on")
	before, runs := r.wrote(), r.runs
	r.says("aiko", "thanks")
	r.says("eve", "me too")
	if r.runs != runs+2 {
		t.Errorf("%d runs for two comments on an incident", r.runs-runs)
	}
	if err := r.schedule(t.Context()); err != nil || r.wrote() > before+4 {
		t.Errorf("%d writes for two comments and a schedule, %v", r.wrote()-before, err)
	}
}

func TestOutputsAndTheSummaryAreWrittenWhereTheRunnerWantsThem(t *testing.T) {
	r := openRunner(t, nil)
	const title = "$(rm -rf /) `touch x` %0A::error::boo @ben"
	r.declare(title)
	if err := r.hub.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	var outputs, summary string
	for {
		e, ok := r.take()
		if !ok {
			break
		}
		if !r.starts(e) {
			continue
		}
		var job actionJob
		if err := r.run(e, func(j *actionJob) { j.env.Runner = true; job = *j }); err != nil {
			t.Fatal(err)
		}
		out, err := os.ReadFile(job.env.OutputPath)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(job.env.SummaryPath)
		if err != nil {
			t.Fatal(err)
		}
		outputs, summary = outputs+string(out), summary+string(text)
	}
	r.must(outputs, "incident=2\nphase=detection\nseverity=sev2\nchanged=true\n")
	if !strings.HasSuffix(outputs, "incident=2\nphase=detection\nseverity=sev2\nchanged=false\n") {
		t.Errorf("a run with nothing to do: %q", outputs)
	}
	for _, live := range []string{"\n::", "@ben", "`touch x`", "<!--"} {
		if strings.Contains(summary, live) {
			t.Errorf("%q is live in the summary:\n%s", live, summary)
		}
	}
	r.must(summary, "the card is written")
}

func TestADryRunSaysWhatItWouldDoAndWritesNothing(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	dry := func(j *actionJob) { j.dry = true }
	for _, e := range []delivered{r.dispatch(2), r.dispatch("#2"), {"schedule", `{}`}} {
		r.passes(e, dry, "would be done: the card is written")
		r.must(r.told.String(), "**Dry run: nothing was written.**")
	}
}

func TestRunsThatNeverHappenedAreFoundByTheSchedule(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	r.lost = func(event string) bool { return event != "repository_dispatch" }
	r.says("ben", "/ack\n/severity 1")
	r.says("ben", "/fixed")
	if n := len(r.ours()); n != 0 {
		t.Fatalf("%d comments although no run happened", n)
	}
	r.told.Reset()
	if err := r.schedule(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.must(r.told.String(), "Runs of their own were asked for: #2")
	r.must(r.labels(), "phase/recovery")
	r.must(r.labels(), "severity/sev1")
	r.must(r.card().Body, "Lead @ben")
	runs := r.runs
	if err := r.schedule(t.Context()); err != nil || r.runs != runs+1 {
		t.Errorf("an incident that is as it should be had %d runs, %v", r.runs-runs-1, err)
	}
}

func TestWhereNoRunCanBeAskedForIncidentsAreLookedAtInTurn(t *testing.T) {
	r := openRunner(t, func(s *seed.Seed) {
		s.Tokens[0].Permissions = map[string]string{"issues": "write", "contents": "read", "metadata": "read", "pull_requests": "write"}
	})
	r.declare("Checkout 502")
	r.lost = func(string) bool { return true }
	if err := r.schedule(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.must(r.told.String(), "`contents: write`")
	r.must(r.card().Body, "Checkout 502")
}

func TestWhatItDidItselfStartsNothing(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	r.ran()
	own := fmt.Sprintf(`{"action":"edited","sender":{"login":"github-actions[bot]","id":41898282,"type":"Bot"},"issue":{"number":2,"labels":[{"name":"incident"}]},"repository":{"id":%d,"name":"gallery","full_name":"acme/gallery","owner":{"login":"acme"}},"comment":{"body":"/ack"}}`, r.repository())
	if r.starts(delivered{"issue_comment", own}) {
		t.Error("the job would start")
	}
	r.passes(delivered{"issue_comment", own}, nil, "Sensible set this off itself, so there is nothing to do.")
}

func TestBadInputIsOneLineThatSaysWhatToDoAndNothingIsHalfDone(t *testing.T) {
	r := openRunner(t, func(s *seed.Seed) {
		s.Repositories = append(s.Repositories, seed.Repository{FullName: "acme/other", Private: true, Collaborators: r0})
		s.Tokens = append(s.Tokens,
			seed.Token{Token: "ghs_other", Kind: "actions", Repository: "acme/other"})
	})
	r.declare("Checkout 502")
	with := func(token string) func(*actionJob) { return func(j *actionJob) { j.set.Token = token } }
	app := func(j *actionJob) { j.set.AppID, j.set.PrivateKey = demoAppID, r.secrets.pem }
	asked := r.dispatch(2)
	r.fails(asked, with("ghs_wrong"), "GitHub does not accept the token: give a valid one")
	r.fails(asked, with("ghs_other"), "the token cannot see acme/gallery, it may be of another repository")
	r.fails(delivered{"schedule", `{}`}, with("ghs_other"), "the token cannot see acme/gallery, it may be of another repository")
	r.fails(asked, func(j *actionJob) { app(j); j.env.Repository = "acme/nothing" }, "the App is not installed on acme/nothing")
	r.fails(asked, func(j *actionJob) { app(j); j.set.AppID = 77 }, "check --app-id")
	r.passes(delivered{"release", `{"action":"published"}`}, nil, "There is nothing to do for the event `release`")
	r.passes(delivered{"repository_dispatch", `{"action":"deploy","client_payload":{}}`}, nil, "There is nothing to do for the event `repository_dispatch`")
	r.passes(delivered{"pull_request", `{"action":"opened","pull_request":{"number":5,"head":{"ref":"postmortem/2","sha":"x","repo":{"full_name":"eve/gallery"}}},"repository":{"full_name":"acme/gallery"}}`}, nil, "comes from a fork")
	r.passes(r.dispatch(4711), nil, "4711 is not here any more: deleted, or moved")
	for name, e := range map[string]delivered{
		"no JSON": {"issues", "<html>"}, "no event": {"", "{}"}, "no number": {"workflow_dispatch", `{"inputs":{"issue":"$(id)"}}`},
	} {
		var exit exitError
		if err := r.run(e, nil); !errors.As(err, &exit) || exit.code != exitUsage || exit.message == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATokenThatMayOnlyReadIsSaidAndLeavesNothingBehind(t *testing.T) {
	r := openRunner(t, func(s *seed.Seed) {
		s.Tokens[0].Permissions = map[string]string{"issues": "read", "contents": "read", "metadata": "read", "pull_requests": "read"}
	})
	r.declare("Checkout 502")
	err := r.run(r.dispatch(2), nil)
	var exit exitError
	if !errors.As(err, &exit) || !strings.Contains(exit.message, "the workflow needs `permissions: issues: write`") {
		t.Errorf("%v", err)
	}
	if n := len(r.ours()); n != 0 || r.labels() != "incident" {
		t.Errorf("%d comments, labels %s", n, r.labels())
	}
}

// r0 is who may do something in the other repository of these tests.
var r0 = map[string]string{"aiko": "admin"}

func TestAnArchivedRepositoryAndOneWithoutIssuesAreSaid(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	asked, schedule := r.dispatch(2), delivered{"schedule", `{}`}
	r.call("aiko", "PATCH", "/repos/acme/gallery", map[string]bool{"archived": true}, nil)
	r.passes(asked, nil, "`acme/gallery` is archived, so nothing was written.")
	r.passes(schedule, nil, "`acme/gallery` is archived, so nothing was written.")
	r.call("aiko", "PATCH", "/repos/acme/gallery", map[string]bool{"archived": false, "has_issues": false}, nil)
	r.fails(asked, nil, "issues are disabled in acme/gallery: switch them on under Settings")
	r.fails(schedule, nil, "issues are disabled in acme/gallery: switch them on under Settings")
}

func TestTheAppsInstallationOnOtherRepositoriesIsSaid(t *testing.T) {
	r := openRunner(t, func(s *seed.Seed) {
		s.Repositories = append(s.Repositories, seed.Repository{FullName: "acme/other", Private: true, Collaborators: r0})
		s.Installations[0].Repositories = seed.Selection{"acme/other"}
	})
	r.hub.Clock().Set(workday)
	app := func(j *actionJob) { j.set.AppID, j.set.PrivateKey = demoAppID, r.secrets.pem }
	r.fails(r.dispatch(1), app, "the App is not installed on acme/gallery: add the repository to its installation")
}

func TestBrokenSettingsAreAnnotationsOnTheirLines(t *testing.T) {
	r := openRunner(t, nil)
	r.declare("Checkout 502")
	r.ran()
	r.policy("stage: 2\nseverities: [{name: sev1, page: perhaps}]\n")
	if err := r.hub.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		e, ok := r.take()
		if !ok {
			t.Fatal("no push")
		}
		if !r.starts(e) {
			continue
		}
		r.told.Reset()
		err := r.run(e, func(j *actionJob) { j.env.Runner = true })
		var exit exitError
		if !errors.As(err, &exit) || !strings.Contains(exit.message, ".github/sensible.yml:2:33") {
			t.Errorf("%v", err)
		}
		break
	}
	r.must(r.told.String(), "::error file=.github/sensible.yml,line=2,col=33::")
}

func TestTheSettingsOfARunAreThoseThatMeanSomethingToIt(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		want string
	}{
		"no token":          {map[string]string{}, "no token: give the input `token`"},
		"a key and no App":  {map[string]string{"GITHUB_TOKEN": "t", "SENSIBLE_PRIVATE_KEY": "k"}, "the App's number is missing"},
		"an App and no key": {map[string]string{"GITHUB_TOKEN": "t", "SENSIBLE_APP_ID": "1"}, "the App's private key is missing"},
		"no number":         {map[string]string{"GITHUB_TOKEN": "t", "SENSIBLE_APP_ID": "Iv1.x"}, `app-id: "Iv1.x" is no number`},
		"all well":          {map[string]string{"GITHUB_TOKEN": "t", "SENSIBLE_APP_ID": "", "SENSIBLE_PRIVATE_KEY": ""}, ""},
	} {
		flags := newActionFlags(pflag.NewFlagSet("action", pflag.ContinueOnError))
		flags.getenv = func(key string) string { return tt.env[key] }
		_, err := flags.action()
		if got := fmt.Sprint(err); !strings.Contains(got, tt.want) || (err == nil) != (tt.want == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhereWorkflowsMayOpenNoPullRequestTheCardSaysSoOnceAndHowToGoOn(t *testing.T) {
	r := openRunner(t, func(s *seed.Seed) { s.Repositories[0].NoActionsPulls = true })
	r.declare("Checkout 502")
	r.says("ben", "/ack\n/severity 1")
	r.says("ben", "/fixed\n/recovered")
	r.must(r.card().Body, "GitHub does not let its pull request be opened from here: [open it](")
	r.must(r.card().Body, "compare/main...postmortem/2?expand=1")
	r.must(r.told.String(), "did not let this be done: the pull request")
	if err := r.schedule(t.Context()); err != nil { // what changed in the settings is told once
		t.Fatal(err)
	}
	card, before := r.card().Body, r.wrote()
	if err := r.schedule(t.Context()); err != nil || r.wrote() != before || r.card().Body != card {
		t.Errorf("%d writes by a schedule although nothing changed, %v", r.wrote()-before, err)
	}
	r.call("ben", "POST", "/repos/"+r.repo+"/pulls", map[string]string{"title": "Postmortem", "head": "postmortem/2", "base": "main", "body": ""}, nil)
	r.ran()
	if err := r.schedule(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.must(r.card().Body, "[postmortem](")
	if strings.Contains(r.card().Body, "open it](") {
		t.Error("the card still asks for a pull request that is there")
	}
}
