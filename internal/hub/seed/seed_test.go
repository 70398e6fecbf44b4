package seed_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/hub"
	"github.com/sensible-im/sensible/internal/hub/seed"
	"github.com/sensible-im/sensible/internal/hub/store"
)

const example = `users: [{login: aiko, token: token-aiko}, {login: ben, token: token-ben}]           # people act through the API with their token
organizations: [{login: acme, members: [{login: aiko, public: false}], teams: [{slug: sre, members: [aiko]}]}]
repositories: [{full_name: acme/shop, private: true, collaborators: {aiko: admin, ben: write, cho: triage, eve: read}, files: {README.md: "# shop"}, require_signed_commits: false,
  issues: [{title: Earlier outage, body: "…", user: aiko, created_at: 2026-11-01T01:00:00Z, closed_at: 2026-11-01T02:00:00Z, labels: [incident], comments: [{user: ben, body: /ack, created_at: 2026-11-01T01:05:00Z}]}]}]
projects: [{owner: acme, title: Incident follow-ups}]
apps: [{id: 1, slug: sensible, webhook_url: http://127.0.0.1:8080/webhook, webhook_secret: s3cret, permissions: {issues: write}, events: [issues, issue_comment]}]
installations: [{id: 10, app: 1, account: acme, repositories: all}]
tokens: [{token: ghs_actions, kind: actions, repository: acme/shop}]                  # what GITHUB_TOKEN is to a workflow
clock: {start: 2026-11-22T01:00:00Z, scale: 0}
`

func start(t *testing.T, text string) (*hub.Hub, error) {
	t.Helper()
	s, err := seed.Parse("seed.yml", []byte(text))
	if err != nil {
		return nil, err
	}
	h, err := hub.New(hub.Options{Seed: s})
	if err == nil {
		t.Cleanup(h.Close)
	}
	return h, err
}

func TestTheDocumentedExampleIsTheWorldItSays(t *testing.T) {
	h, err := start(t, example)
	if err != nil {
		t.Fatal(err)
	}
	st := h.Store()
	st.View(func() {
		r := st.Repository("acme/shop")
		i := r.Issue(1)
		switch {
		case !r.Private, st.RoleOf(r, st.User("cho")) != store.Triage, st.RoleOf(r, st.User("aiko")) != store.Admin:
			t.Error("the repository's roles are wrong")
		case i.State != "closed" || i.ClosedAt.Hour() != 2 || i.CreatedAt.Hour() != 1 || i.Labels[0].Name != "incident":
			t.Errorf("the issue is %+v", i)
		case len(i.Comments) != 1 || i.Comments[0].CreatedAt.Minute() != 5 || i.Comments[0].User.Login != "ben":
			t.Errorf("the comment is %+v", i.Comments)
		case len(st.AllProjects()) != 1 || st.Installation(10) == nil || st.App(1).WebhookSecret != "s3cret":
			t.Error("the board, the app or its installation is missing")
		}
		if a, err := st.Authenticate("token ghs_actions"); err != nil || a.String() != "actions:acme/shop" {
			t.Errorf("the workflow's token is %v, %v", a, err)
		}
		if got := st.Now().Format("15:04"); got != "01:00" {
			t.Errorf("the clock shows %s", got)
		}
	})
}

func TestMistakesAreToldWithFileLineAndReason(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a key that is not there", "users:\n  - login: aiko\n    tokn: x\n", "seed.yml:3: unknown field \"tokn\""},
		{"a type that does not fit", "users:\n  - login: [aiko]\n", "seed.yml:2:"},
		{"broken YAML", "users: [\n", "seed.yml:1:"},
		{"a login twice", "users:\n  - login: aiko\n  - login: Aiko\n", "seed.yml:3: there is a user \"Aiko\" already"},
		{"a role that is none", "repositories:\n  - full_name: a/b\n    collaborators:\n      x: boss\n", "seed.yml:4: x's role is \"boss\""},
		{"a name without owner", "repositories:\n  - full_name: shop\n", "seed.yml:2: the repository's full_name is \"shop\""},
		{"an issue without title", "repositories:\n  - full_name: a/b\n    issues:\n      - body: x\n", "seed.yml:4: the issue has no title"},
		{"an issue closed before it began", "repositories:\n  - full_name: a/b\n    issues:\n      - title: x\n        created_at: 2026-11-02T00:00:00Z\n        closed_at: 2026-11-01T00:00:00Z\n", "seed.yml:6:"},
		{"an app that is not there", "installations:\n  - {app: 7, account: a}\n", "seed.yml:2: there is no app with the id 7"},
		{"a level that is none", "apps:\n  - slug: x\n    permissions:\n      issues: all\n", "seed.yml:4: the permission issues is \"all\""},
		{"a key file that is not there", "apps:\n  - slug: x\n    private_key_file: absent.pem\n", "seed.yml:3: the key of the app x cannot be read"},
		{"a kind of token that is none", "tokens:\n  - {token: x, kind: magic}\n", "seed.yml:2: the kind is \"magic\""},
		{"a clock that runs backward", "clock:\n  scale: -1\n", "seed.yml:2: the clock cannot run backward"},
		{"a board of nobody", "projects:\n  - {owner: zoe, title: x}\n", "seed.yml:2: there is no user or organization \"zoe\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := start(t, c.text)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s…", err, c.want)
			}
		})
	}
}

func TestNothingAtAllIsASeed(t *testing.T) {
	for _, text := range []string{"", "\n", "{}", "# only a comment\n"} {
		if _, err := start(t, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestJSONIsReadAndPathsAreRelativeToTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "seed.json")
	if err := os.WriteFile(path, []byte(`{"apps": [{"slug": "x", "private_key_file": "key.pem"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "key.pem"), []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := seed.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hub.New(hub.Options{Seed: s}); err == nil || !strings.Contains(err.Error(), "it is not PEM") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(example)
	f.Add("users:\n  - login: [x]\n")
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = seed.Parse("seed.yml", []byte(text))
	})
}
