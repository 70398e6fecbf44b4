package setup_test

import (
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/github"
	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/hubtest"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/setup"
	"github.com/sensible-im/sensible/internal/setup/welcome"
)

const world = `
users: [{login: aiko, token: token-aiko}, {login: ben, token: token-ben}, {login: eve, token: token-eve}]
organizations: [{login: acme, members: [{login: aiko}, {login: ben}], teams: [{slug: sre, members: [aiko]}]}]
repositories:
  - {full_name: acme/empty, private: true, collaborators: {aiko: admin, eve: read}}
  - {full_name: acme/shop, private: true, collaborators: {aiko: admin, ben: write, eve: read}, files: {README.md: "# shop", OWNERS: "approvers: [aiko]", CODEOWNERS: "/checkout/ @acme/sre\n"}}
  - {full_name: acme/other, private: true, collaborators: {aiko: admin}, files: {README.md: "# other"}}
apps:
  - id: 1
    slug: sensible
    permissions: {issues: write, metadata: read, contents: write, pull_requests: write, checks: write, organization_projects: write, members: read, deployments: read}
    private_key: $KEY
installations: [{id: 10, app: 1, account: acme, repositories: [acme/empty, acme/shop]}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop}]
`

// site is a hub and a client of it.
type site struct {
	*hubtest.World
	t *testing.T
}

func newSite(t *testing.T, change ...func(*hub.Options)) site {
	return site{hubtest.Start(t, hubtest.WithKey(world), change...), t}
}

// as is a client with a token, or as the App where it is empty.
func (s site) as(token string) github.Setup {
	s.t.Helper()
	set := github.Settings{APIURL: s.URL, Token: token, Log: slog.New(slog.DiscardHandler)}
	if token == "" {
		set.AppID, set.PrivateKey = 1, hubtest.KeyPEM()
	}
	c, err := github.New(set)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Setup()
}

var someTexts = welcome.Texts{
	Workflow: func(policy.Config, string) string { return "name: Sensible\n" },
	ItemForm: func(policy.Config) string { return "name: Action item\nbody: []\n" },
}

func (s site) init(token, repo string, w welcome.Wishes) setup.Outcome {
	s.t.Helper()
	out, err := setup.Init(s.t.Context(), s.as(token), repo, w, someTexts)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// pulls are the titles of all pull requests.
func (s site) pulls(repo string) int {
	list, _ := s.Ask("token-aiko", "GET", "/repos/"+repo+"/pulls?state=all", "").Want(http.StatusOK).Body.([]any)
	return len(list)
}

func (s site) body(repo string) string {
	return s.Ask("token-aiko", "GET", "/repos/"+repo+"/pulls/1", "").Want(http.StatusOK).String("body")
}

// put writes a file as a person does on the web.
func (s site) put(repo, branch, path, text string) {
	s.t.Helper()
	at := "/repos/" + repo + "/contents/" + path
	sha, _ := s.Ask("token-aiko", "GET", at+"?ref="+branch, "").At("sha").(string)
	body := `{"message":"by hand","branch":"` + branch + `","content":"` + base64.StdEncoding.EncodeToString([]byte(text)) + `"`
	if sha != "" {
		body += `,"sha":"` + sha + `"`
	}
	if got := s.Ask("token-aiko", "PUT", at, body+"}"); got.Status >= 300 {
		s.t.Fatalf("write %s: %s", path, got.Text)
	}
}

func (s site) file(repo, ref, path string) string {
	s.t.Helper()
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(s.Ask("token-aiko", "GET", "/repos/"+repo+"/contents/"+path+"?ref="+ref, "").Want(http.StatusOK).String("content"), "\n", ""))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func TestInitOpensOnePullRequestHoweverOftenItRuns(t *testing.T) {
	s := newSite(t)
	first := s.init("token-aiko", "acme/shop", welcome.Wishes{})
	if first.Did != setup.Opened || first.Pull.Number != 1 || len(first.Files) != 4 || len(first.Notes) != 0 {
		t.Fatalf("%+v", first)
	}
	body := s.body("acme/shop")
	for _, want := range []string{"/inc ack", "`sre`", "`checkout`", "prow (`OWNERS`)", "mode=Drill", "issues/new?"} {
		if !strings.Contains(body, want) {
			t.Errorf("the text lacks %s:\n%s", want, body)
		}
	}
	if config := s.file("acme/shop", welcome.Branch, welcome.ConfigFile); !strings.Contains(config, "prefix: required") || strings.Count(config, "\n") > 10 {
		t.Errorf("the config is\n%s", config)
	}
	if got := s.Ask("token-aiko", "GET", "/repos/acme/shop/contents/.github", ""); got.Status != http.StatusNotFound {
		t.Errorf("something happened on the default branch: %s", got.Text)
	}
	for _, token := range []string{"token-aiko", "token-ben"} {
		if again := s.init(token, "acme/shop", welcome.Wishes{}); again.Did != setup.Unchanged || len(again.Files) != 0 {
			t.Errorf("the second time: %+v", again)
		}
	}
	two := 2
	if third := s.init("token-aiko", "acme/shop", welcome.Wishes{Stage: &two}); third.Did != setup.Updated || third.Pull.Number != 1 {
		t.Errorf("with another wish: %+v", third)
	}
	if s.pulls("acme/shop") != 1 || !strings.Contains(s.body("acme/shop"), "Stage 2") {
		t.Errorf("%d pull requests", s.pulls("acme/shop"))
	}
}

func TestAnEmptyRepositoryGetsAFirstCommit(t *testing.T) {
	for name, token := range map[string]string{"a person": "token-aiko", "the App": ""} {
		s := newSite(t)
		out := s.init(token, "acme/empty", welcome.Wishes{Fallback: welcome.App})
		if !out.Began || out.Did != setup.Opened || s.file("acme/empty", "main", "README.md") != "# empty\n" || s.pulls("acme/empty") != 1 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func TestAppAndWorkflowTokenWriteAllButTheWorkflow(t *testing.T) {
	for name, token := range map[string]string{"the App": "", "GITHUB_TOKEN": "ghs_actions"} {
		s := newSite(t)
		out := s.init(token, "acme/shop", welcome.Wishes{Mode: welcome.Action})
		if out.Did != setup.Opened || !strings.Contains(strings.Join(out.Notes, "\n"), welcome.WorkflowFile) || len(out.Files) != 3 {
			t.Errorf("%s: %+v", name, out)
		}
		if got := s.Ask("token-aiko", "GET", "/repos/acme/shop/contents/"+welcome.WorkflowFile+"?ref="+welcome.Branch, ""); got.Status != http.StatusNotFound {
			t.Errorf("%s wrote a workflow", name)
		}
	}
}

func TestWhatCannotBeIsOneLineAndNothingHalfDone(t *testing.T) {
	for name, c := range map[string]struct{ token, repo, archive, want string }{
		"a wrong token":             {"token-nobody", "acme/shop", "", "token"},
		"a token that may read":     {"token-eve", "acme/shop", "", "write access"},
		"a repository there is not": {"token-aiko", "acme/none", "", "acme/none"},
		"a token of another one":    {"ghs_actions", "acme/other", "", "acme/other"},
		"an App without this one":   {"", "acme/other", "", "installations/new"},
		"an archived one":           {"token-aiko", "acme/shop", `{"archived":true}`, "unarchive"},
		"one without issues":        {"token-aiko", "acme/shop", `{"has_issues":false}`, "issues switched off"},
	} {
		s := newSite(t, hubtest.Tolerant)
		if c.archive != "" {
			s.Ask("token-aiko", "PATCH", "/repos/"+c.repo, c.archive).Want(http.StatusOK)
		}
		_, err := setup.Init(t.Context(), s.as(c.token), c.repo, welcome.Wishes{}, someTexts)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if got := s.Ask("token-aiko", "GET", "/repos/acme/shop/git/ref/heads/"+welcome.Branch, ""); got.Status != http.StatusNotFound || s.pulls("acme/shop") != 0 {
			t.Errorf("%s: something was left behind", name)
		}
	}
}

func TestAPullRequestThatIsRefusedLeavesNoBranch(t *testing.T) {
	s := newSite(t)
	if err := s.Faults().Add("status=403,when=before,match=POST /repos/*/pulls,count=1"); err != nil {
		t.Fatal(err)
	}
	if _, err := setup.Init(t.Context(), s.as("token-aiko"), "acme/shop", welcome.Wishes{}, someTexts); err == nil || !strings.Contains(err.Error(), "pull_requests: write") {
		t.Errorf("%v", err)
	}
	s.Ask("token-aiko", "GET", "/repos/acme/shop/git/ref/heads/"+welcome.Branch, "").Want(http.StatusNotFound)
	if out := s.init("token-aiko", "acme/shop", welcome.Wishes{}); out.Did != setup.Opened || s.pulls("acme/shop") != 1 {
		t.Errorf("afterwards: %+v", out)
	}
}

func TestEditingTheConfigOnTheBranchWritesTheTextAnew(t *testing.T) {
	s := newSite(t)
	s.init("token-aiko", "acme/shop", welcome.Wishes{})
	s.Ask("token-ben", "PATCH", "/repos/acme/shop/pulls/1", `{"body":`+quote("Ben says hello.\n\n"+s.body("acme/shop")+"\n\nLet us merge.")+`}`).Want(http.StatusOK)
	s.put("acme/shop", welcome.Branch, welcome.ConfigFile, "language: ja\nstage: 0\ncomponents: {search: {}}\n")
	for _, want := range []bool{true, false} {
		if did, err := setup.Refresh(t.Context(), s.as(""), "acme/shop"); err != nil || did != want {
			t.Fatalf("did %v, %v", did, err)
		}
	}
	body := s.body("acme/shop")
	if !strings.Contains(body, "段階 0") || !strings.HasPrefix(body, "Ben says hello.") || !strings.HasSuffix(body, "Let us merge.") {
		t.Errorf("the text is\n%s", body)
	}
	if form := s.file("acme/shop", welcome.Branch, welcome.FormFile); !strings.Contains(form, "\"search\"") || !strings.Contains(form, "重大度") {
		t.Errorf("the form does not follow:\n%s", form)
	}
	if did, err := setup.Refresh(t.Context(), s.as(""), "acme/empty"); did || err != nil {
		t.Errorf("without a pull request: %v, %v", did, err)
	}
}

func TestLaterTheFormFollowsTheSettingsInANewPullRequest(t *testing.T) {
	s := newSite(t)
	s.init("token-aiko", "acme/shop", welcome.Wishes{})
	s.Ask("token-aiko", "PUT", "/repos/acme/shop/pulls/1/merge", `{}`).Want(http.StatusOK)
	if out := s.init("token-aiko", "acme/shop", welcome.Wishes{}); out.Did != setup.Nothing {
		t.Errorf("once merged: %+v", out)
	}
	s.put("acme/shop", "main", welcome.ConfigFile, s.file("acme/shop", "main", welcome.ConfigFile)+"severities: [{name: p1, title: Down}, {name: p2}]\n")
	s.put("acme/shop", "main", welcome.FormFile, strings.Replace(s.file("acme/shop", "main", welcome.FormFile), "Dashboards, logs", "Anything, logs", 1))
	out := s.init("token-aiko", "acme/shop", welcome.Wishes{})
	if out.Did != setup.Opened || out.Pull.Number != 2 || len(out.Files) != 1 {
		t.Fatalf("%+v", out)
	}
	if form := s.file("acme/shop", welcome.Branch, welcome.FormFile); !strings.Contains(form, "Anything, logs") || !strings.Contains(form, "p1 - Down") || strings.Contains(form, "SEV1") {
		t.Errorf("the form is\n%s", form)
	}
}

func TestAPullRequestThatWasClosedIsOpenedAgain(t *testing.T) {
	s := newSite(t)
	s.init("token-aiko", "acme/shop", welcome.Wishes{})
	s.Ask("token-aiko", "PATCH", "/repos/acme/shop/pulls/1", `{"state":"closed"}`).Want(http.StatusOK)
	if out := s.init("token-aiko", "acme/shop", welcome.Wishes{}); out.Did != setup.Updated || !out.Pull.Open || s.pulls("acme/shop") != 1 {
		t.Errorf("%+v", out)
	}
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

func TestABranchThatAnotherRunMadeMeanwhileStays(t *testing.T) {
	s := newSite(t, hubtest.Tolerant)
	r := s.as("token-aiko")
	before, err := r.Survey(t.Context(), "acme/shop")
	if err != nil {
		t.Fatal(err)
	}
	s.init("token-ben", "acme/shop", welcome.Wishes{})
	if err := r.Write(t.Context(), before, []welcome.File{{Path: welcome.ConfigFile, Text: "stage: 0\n"}}, "late"); err == nil {
		t.Error("the late one wrote all the same")
	}
	if config := s.file("acme/shop", welcome.Branch, welcome.ConfigFile); !strings.Contains(config, "prefix: required") {
		t.Errorf("the branch holds\n%s", config)
	}
}

// late is a repository on which another run does all its work between this one's look and its write.
type late struct {
	setup.Repository
	first func()
}

func (l *late) Write(ctx context.Context, f welcome.Facts, files []welcome.File, message string) error {
	if l.first != nil {
		l.first()
		l.first = nil
	}
	return l.Repository.Write(ctx, f, files, message)
}

func TestTwoRunsAtOnceMakeOnePullRequest(t *testing.T) {
	s := newSite(t, hubtest.Tolerant)
	r := &late{Repository: s.as("token-aiko"), first: func() { s.init("token-ben", "acme/shop", welcome.Wishes{}) }}
	out, err := setup.Init(t.Context(), r, "acme/shop", welcome.Wishes{}, someTexts)
	if err != nil || out.Did != setup.Unchanged || len(out.Notes) > 0 || s.pulls("acme/shop") != 1 {
		t.Errorf("%+v, %v, %d pull requests", out, err, s.pulls("acme/shop"))
	}
}
