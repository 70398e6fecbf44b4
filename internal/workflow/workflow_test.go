package workflow

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/internal/workflow/expression"
)

var update = flag.Bool("update", false, "write the golden files")

var variants = map[string]Settings{
	"en.yml":  {Uses: Uses("v1.2.3")},
	"ja.yml":  {Language: "ja", Uses: Uses("v1.2.3")},
	"app.yml": {App: true, Label: "it's an incident", Branch: "trunk", Postmortems: "docs/postmortems", Cron: "5 4 * * *", Uses: Uses("0123456789abcdef0123456789abcdef01234567")},
}

func TestTheWorkflowIsWhatItWas(t *testing.T) {
	for name, s := range variants {
		got, err := Render(s)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is another than before: look at it, then run with -update\n%s", name, got)
		}
	}
}

// file is a workflow as GitHub reads it.
type file struct {
	On          map[string]any    `yaml:"on"`
	Permissions map[string]string `yaml:"permissions"`
	Jobs        map[string]struct {
		If          string
		Concurrency struct {
			Group  string
			Cancel *bool `yaml:"cancel-in-progress"`
		}
		Steps []struct {
			Uses string
			Run  string
			With map[string]string
		}
	}
}

func read(t *testing.T, s Settings) file {
	t.Helper()
	text, err := Render(s)
	if err != nil {
		t.Fatal(err)
	}
	var f file
	if err := yaml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return f
}

func TestEveryPermissionHasItsReasonAndNoneIsThatNothingNeeds(t *testing.T) {
	for name, s := range variants {
		text, err := Render(s)
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := strings.Cut(text, "\npermissions:\n")
		block, _, _ := strings.Cut(after, "\n\n")
		for _, line := range strings.Split(block, "\n") {
			if _, why, ok := strings.Cut(line, " # "); !ok || why == "" {
				t.Errorf("%s: no reason in %q", name, line)
			}
		}
		want := map[string]string{"issues": "write", "contents": "write", "pull-requests": "write", "checks": "write", "deployments": "read"}
		got := read(t, s)
		for key, level := range want {
			if got.Permissions[key] != level {
				t.Errorf("%s: %s is %q", name, key, got.Permissions[key])
			}
		}
		if len(got.Permissions) != len(want) {
			t.Errorf("%s: %v", name, got.Permissions)
		}
	}
}

func TestNothingOfAnEventGoesIntoAShellAndTheActionIsPinned(t *testing.T) {
	for name, s := range variants {
		job := read(t, s).Jobs["incident"]
		for _, step := range job.Steps {
			_, at, _ := strings.Cut(step.Uses, "@")
			if step.Run != "" || !pinned.MatchString(at) {
				t.Errorf("%s: %+v", name, step)
			}
			for key, value := range step.With {
				if strings.Contains(value, "github.event") {
					t.Errorf("%s: %s is %s", name, key, value)
				}
			}
		}
		if job.Concurrency.Cancel == nil || *job.Concurrency.Cancel {
			t.Errorf("%s: a run could be cancelled in the middle", name)
		}
	}
}

// contexts are those of a run that this event starts.
func contexts(t *testing.T, name, payload string) map[string]any {
	t.Helper()
	var event map[string]any
	if err := json.Unmarshal([]byte(payload), &event); err != nil {
		t.Fatal(err)
	}
	headRef := ""
	if pr, ok := event["pull_request"].(map[string]any); ok {
		headRef, _ = pr["head"].(map[string]any)["ref"].(string)
	}
	return map[string]any{
		"github": map[string]any{"event_name": name, "event": event, "repository": "acme/shop", "head_ref": headRef},
		"inputs": event["inputs"],
	}
}

func TestOnlyWhatMayConcernAnIncidentStartsTheJob(t *testing.T) {
	comment := func(body, rest string) string {
		raw, _ := json.Marshal(body)
		return `{"action":"created","comment":{"body":` + string(raw) + `},"sender":{"type":"User"},"issue":{"number":7,"labels":[],"body":"x"` + rest + `}}`
	}
	const incident = `,"labels":[{"name":"Incident"}]`
	for _, tt := range []struct {
		why, event, payload string
		runs                bool
	}{
		{"a word on an issue of another kind", "issue_comment", comment("I think and/or so: https://x.example/ack", ""), false},
		{"a command on an issue of another kind", "issue_comment", comment("/incident", ""), true},
		{"a command on its second line, as browsers send it", "issue_comment", comment("see\r\n/incident", ""), true},
		{"a command after three spaces", "issue_comment", comment("see\n   /incident", ""), true},
		{"four spaces are code", "issue_comment", comment("    /incident", ""), false},
		{"one unbalanced backtick", "issue_comment", comment("`/incident", ""), true},
		{"a full-width slash", "issue_comment", comment("／インシデント", ""), true},
		{"a full-width slash inside a line", "issue_comment", comment("復旧／対応", ""), false},
		{"any word on an incident", "issue_comment", comment("rolled back", incident), true},
		{"a word on an action item", "issue_comment", comment("done?", `,"labels":[{"name":"action-item"}]`), true},
		{"a word on a sub-issue", "issue_comment", comment("done?", `,"parent_issue_url":"https://api.github.com/x"`), true},
		{"a command on a pull request", "issue_comment", comment("/ack", `,"pull_request":{"url":"x"}`), false},
		{"a form whose label GitHub dropped", "issues", `{"action":"opened","sender":{"type":"User"},"issue":{"number":7,"labels":[],"body":"### What do you see?\n\n502"}}`, true},
		{"the form in Japanese", "issues", `{"action":"opened","sender":{"type":"User"},"issue":{"number":7,"labels":[],"body":"### 何が起きていますか？\n\n502"}}`, true},
		{"an issue of another kind", "issues", `{"action":"opened","sender":{"type":"User"},"issue":{"number":7,"labels":[{"name":"bug"}],"body":"/ack"}}`, false},
		{"an issue without a body", "issues", `{"action":"opened","sender":{"type":"User"},"issue":{"number":7,"labels":[],"body":null}}`, false},
		{"the label taken off", "issues", `{"action":"unlabeled","sender":{"type":"User"},"label":{"name":"incident"},"issue":{"number":7,"labels":[]}}`, true},
		{"a bot opens an incident", "issues", `{"action":"opened","sender":{"type":"Bot"},"issue":{"number":7,"labels":[{"name":"incident"}]}}`, true},
		{"a bot opens an action item", "issues", `{"action":"opened","sender":{"type":"Bot"},"issue":{"number":7,"labels":[{"name":"action-item"}]}}`, false},
		{"a bot labels", "issues", `{"action":"labeled","sender":{"type":"Bot"},"issue":{"number":7,"labels":[{"name":"incident"}]}}`, false},
		{"a bot comments", "issue_comment", strings.Replace(comment("/ack", incident), "User", "Bot", 1), false},
		{"the postmortem is edited", "pull_request", `{"pull_request":{"head":{"ref":"postmortem/7","repo":{"full_name":"acme/shop"}}},"sender":{"type":"User"}}`, true},
		{"from a fork", "pull_request", `{"pull_request":{"head":{"ref":"postmortem/7","repo":{"full_name":"eve/shop"}}},"sender":{"type":"User"}}`, false},
		{"from a fork that is gone", "pull_request", `{"pull_request":{"head":{"ref":"postmortem/7","repo":null}},"sender":{"type":"User"}}`, false},
		{"the schedule", "schedule", `{"schedule":"17 * * * *"}`, true},
		{"by hand", "workflow_dispatch", `{"inputs":{"issue":"7"}}`, true},
		{"woken", "repository_dispatch", `{"client_payload":{"issue":7}}`, true},
		{"the settings", "push", `{"ref":"refs/heads/main"}`, true},
		{"our check's button", "check_run", `{"check_run":{"check_suite":{"head_branch":"postmortem/7"}}}`, true},
		{"another's check", "check_run", `{"check_run":{"check_suite":{"head_branch":"main"}}}`, false},
	} {
		got, err := expression.Evaluate(read(t, Settings{}).Jobs["incident"].If, contexts(t, tt.event, tt.payload))
		if err != nil || expression.True(got) != tt.runs {
			t.Errorf("%s: %v (%v), want %v", tt.why, got, err, tt.runs)
		}
	}
}

func TestRunsOfOneIncidentShareAGroupWhateverStartedThem(t *testing.T) {
	group := read(t, Settings{App: true}).Jobs["incident"].Concurrency.Group
	groups := map[string][]string{}
	for _, e := range [][2]string{
		{"issues", `{"issue":{"number":7}}`}, {"issue_comment", `{"issue":{"number":7}}`}, {"repository_dispatch", `{"client_payload":{"issue":7}}`},
		{"workflow_dispatch", `{"inputs":{"issue":"7"}}`}, {"pull_request", `{"pull_request":{"head":{"ref":"postmortem/7"}}}`},
		{"check_run", `{"check_run":{"check_suite":{"head_branch":"postmortem/7"}}}`},
		{"issues", `{"issue":{"number":8}}`}, {"schedule", `{}`}, {"workflow_dispatch", `{"inputs":{"issue":""}}`}, {"push", `{}`},
	} {
		name, err := expression.Text(group, contexts(t, e[0], e[1]))
		if err != nil {
			t.Fatal(err)
		}
		groups[name] = append(groups[name], e[0])
	}
	for name, want := range map[string]int{"sensible-postmortem/7": 6, "sensible-postmortem/8": 1, "sensible-schedule": 1, "sensible-workflow_dispatch": 1, "sensible-push": 1} {
		if len(groups[name]) != want {
			t.Errorf("%s: %v", name, groups[name])
		}
	}
}

func TestAllEventsAreThereAndTheBoardsKeyOnlyWhereAnAppIs(t *testing.T) {
	for _, app := range []bool{false, true} {
		f := read(t, Settings{App: app})
		for _, event := range []string{"issues", "issue_comment", "pull_request", "push", "schedule", "workflow_dispatch", "repository_dispatch"} {
			if _, ok := f.On[event]; !ok {
				t.Errorf("nothing happens on %s", event)
			}
		}
		_, buttons := f.On["check_run"]
		_, key := f.Jobs["incident"].Steps[0].With["private-key"]
		if buttons != app || key != app {
			t.Errorf("app %v: buttons %v, key %v", app, buttons, key)
		}
	}
	if !slices.Equal([]string{Uses(""), Uses("dev"), Uses("v2.0.1")}, []string{"sensible-im/sensible@v0.1.0", "sensible-im/sensible@v0.1.0", "sensible-im/sensible@v2.0.1"}) {
		t.Error(Uses(""), Uses("dev"), Uses("v2.0.1"))
	}
}
