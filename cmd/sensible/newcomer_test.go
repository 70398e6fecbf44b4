package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

const newcomerDoc = "../../.github/docs/first-five-minutes.md"

const newcomerWorld = `
users: [{login: aiko, token: token-aiko}]
organizations: [{login: acme, members: [{login: aiko}]}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin}}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop}]
`

// newcomer is somebody who follows the page, with a stopwatch.
type newcomer struct {
	*hubtest.World
	t     *testing.T
	began time.Time
	steps int
}

func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	n := &newcomer{World: hubtest.Start(t, newcomerWorld), t: t, began: time.Now()}
	t.Setenv("GITHUB_API_URL", n.URL)
	t.Setenv("GITHUB_TOKEN", "token-aiko")
	for _, name := range []string{"GITHUB_SERVER_URL", "GITHUB_GRAPHQL_URL", "GITHUB_REPOSITORY"} {
		t.Setenv(name, "")
	}
	return n
}

// step tells what a person does, and how long the machine took since the step before.
func (n *newcomer) step(what string) {
	n.steps++
	n.t.Logf("step %d (%4d ms so far): %s", n.steps, time.Since(n.began).Milliseconds(), what)
}

// sensible runs the program as a shell would.
func (n *newcomer) sensible(args ...string) string {
	n.t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, &out, &errs); code != 0 {
		n.t.Fatalf("sensible %s: %d\n%s%s", strings.Join(args, " "), code, out.String(), errs.String())
	}
	return out.String()
}

func TestANewcomersFirstIncidentTakesFourSteps(t *testing.T) {
	text, err := os.ReadFile(newcomerDoc)
	if err != nil {
		t.Fatal(err)
	}
	n := newNewcomer(t)
	commands := n.commands(string(text))
	if len(commands) != 4 || commands[0][0] != "demo" || commands[1][0] != "init" || commands[2][1] != "--update" || commands[3][0] != "setup" {
		t.Fatalf("the page has the commands %v", commands)
	}
	if story := n.sensible(commands[0]...); !strings.Contains(story, "postmortem") {
		t.Errorf("the demo tells\n%s", story)
	}
	t.Logf("clone and demo: %d ms", time.Since(n.began).Milliseconds())
	n.began = time.Now()

	n.step("sensible " + strings.Join(commands[1], " "))
	opened := regexp.MustCompile(`/acme/shop/pull/(\d+)`).FindStringSubmatch(n.sensible(commands[1]...))
	if opened == nil {
		t.Fatal("no pull request is named")
	}
	pull := n.Ask("token-aiko", "GET", "/repos/acme/shop/pulls/"+opened[1], "").Want(http.StatusOK).Has("title", "Welcome: set up incident management")
	n.step("merge the pull request")
	n.Ask("token-aiko", "PUT", "/repos/acme/shop/pulls/"+opened[1]+"/merge", "{}").Want(http.StatusOK)
	n.step(`press "Open a drill" in its text`)
	form := n.open(pull.String("body"))
	n.step(`press "Create"`)
	number := n.create(form)
	n.Ask("token-aiko", "GET", "/repos/acme/shop/contents/"+welcome.WorkflowFile, "").Want(http.StatusOK) // else nothing would run
	n.runWorkflow("issues", map[string]any{"action": "opened", "issue": n.Ask("token-aiko", "GET", fmt.Sprintf("/repos/acme/shop/issues/%d", number), "").Body})
	n.t.Logf("the first incident has its card after %d ms of the machine's time", time.Since(n.began).Milliseconds())

	n.holdsADrill(number)
	if said := regexp.MustCompile(`(?m)^### Step \d`).FindAllString(string(text), -1); len(said) != n.steps || n.steps != 4 {
		t.Errorf("%d steps were taken, the page has %d, the goal is 4", n.steps, len(said))
	}
	if again := n.sensible(commands[2]...); !strings.Contains(again, "nothing to do") {
		t.Errorf("the update says %s", again)
	}
}

// commands are the program's own command lines in the page's shell blocks. Any other line has to be one that is known.
func (n *newcomer) commands(page string) (out [][]string) {
	known := regexp.MustCompile(`^(git clone https://github\.com/sensible-im/sensible && cd sensible|go install github\.com/sensible-im/sensible/cmd/sensible@latest|export GITHUB_TOKEN=\$\(gh auth token\))$`)
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(strings.Replace(line, "go run ./cmd/sensible", "sensible", 1))
			if args, is := strings.CutPrefix(line, "sensible "); is {
				out = append(out, strings.Fields(args))
			} else if !known.MatchString(line) {
				n.t.Errorf("nobody has tried %q", line)
			}
		}
	}
	return out
}

// open follows the link: GitHub fills the form's fields by their ids.
func (n *newcomer) open(body string) url.Values {
	n.t.Helper()
	link := regexp.MustCompile(`\((\S+/acme/shop/issues/new\?\S+)\)`).FindStringSubmatch(body)
	if link == nil {
		n.t.Fatalf("there is no link to a drill in\n%s", body)
	}
	at, err := url.Parse(link[1])
	if err != nil || at.Query().Get("template") != filepath.Base(welcome.FormFile) {
		n.t.Fatalf("%s: %v", link[1], err)
	}
	return at.Query()
}

// create makes the issue as GitHub's page does: from the form on the default branch, without the labels that do not exist.
func (n *newcomer) create(filled url.Values) int {
	n.t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(n.Ask("token-aiko", "GET", "/repos/acme/shop/contents/"+welcome.FormFile, "").Want(http.StatusOK).String("content"), "\n", ""))
	if err != nil {
		n.t.Fatal(err)
	}
	var form struct {
		Body []struct {
			Type, ID   string
			Attributes struct{ Label string }
		}
	}
	if err := yaml.Unmarshal(raw, &form); err != nil {
		n.t.Fatal(err)
	}
	var body strings.Builder
	for _, field := range form.Body {
		answer := filled.Get(field.ID)
		switch {
		case field.Type == "markdown":
			continue
		case answer == "" && field.Type == "dropdown":
			answer = "None"
		case answer == "":
			answer = "_No response_"
		}
		fmt.Fprintf(&body, "### %s\n\n%s\n\n", field.Attributes.Label, answer)
	}
	sent, err := json.Marshal(map[string]any{"title": filled.Get("title"), "body": body.String()})
	if err != nil {
		n.t.Fatal(err)
	}
	number, _ := n.Ask("token-aiko", "POST", "/repos/acme/shop/issues", string(sent)).Want(http.StatusCreated).At("number").(float64)
	return int(number)
}

// runWorkflow is what GitHub Actions does with the workflow: it runs `sensible action` with the event.
func (n *newcomer) runWorkflow(name string, event map[string]any) {
	n.t.Helper()
	repo := n.Ask("token-aiko", "GET", "/repos/acme/shop", "").Want(http.StatusOK)
	event["repository"], event["sender"] = repo.Body, map[string]any{"login": "aiko", "type": "User", "id": repo.At("owner.id")}
	text, err := json.Marshal(event)
	if err != nil {
		n.t.Fatal(err)
	}
	file := filepath.Join(n.t.TempDir(), "event.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		n.t.Fatal(err)
	}
	for name, value := range map[string]string{"GITHUB_TOKEN": "ghs_actions", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file, "GITHUB_REPOSITORY": "acme/shop"} {
		before := os.Getenv(name)
		n.t.Setenv(name, value)
		defer n.t.Setenv(name, before)
	}
	n.sensible("action")
}

// holdsADrill looks at the incident: it has its card and says everywhere that it is an exercise.
func (n *newcomer) holdsADrill(issue int) {
	n.t.Helper()
	at := fmt.Sprintf("/repos/acme/shop/issues/%d", issue)
	labels := n.Ask("token-aiko", "GET", at+"/labels", "").Want(http.StatusOK).Text
	for _, want := range []string{`"incident"`, `"drill"`, `"phase/`, `"severity/sev2"`} {
		if !strings.Contains(labels, want) {
			n.t.Errorf("the issue has no label %s: %s", want, labels)
		}
	}
	card := n.Ask("token-aiko", "GET", at+"/comments", "").Want(http.StatusOK)
	if !strings.Contains(strings.ToLower(card.String("0.body")), "drill") || card.At("1") != nil {
		n.t.Errorf("the card is\n%s", card.Text)
	}
}

func TestWithoutAServerTooTheWelcomesTextFollowsItsBranch(t *testing.T) {
	n := newNewcomer(t)
	n.sensible("init", "--repo", "acme/shop")
	at := "/repos/acme/shop/contents/" + welcome.ConfigFile
	sha := n.Ask("token-aiko", "GET", at+"?ref="+welcome.Branch, "").Want(http.StatusOK).String("sha")
	edit, err := json.Marshal(map[string]string{"message": "grown", "branch": welcome.Branch, "sha": sha, "content": base64.StdEncoding.EncodeToString([]byte("stage: 2\n"))})
	if err != nil {
		t.Fatal(err)
	}
	n.Ask("token-aiko", "PUT", at, string(edit)).Want(http.StatusOK)
	pull := n.Ask("token-aiko", "GET", "/repos/acme/shop/pulls/1", "").Want(http.StatusOK)
	n.runWorkflow("pull_request", map[string]any{"action": "synchronize", "number": 1, "pull_request": pull.Body})
	if text := n.Ask("token-aiko", "GET", "/repos/acme/shop/pulls/1", "").String("body"); !strings.Contains(text, "### Stage 2") {
		t.Errorf("the text is\n%s", text)
	}
}
