package welcome

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/policy"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs: run go test ./internal/setup/welcome -update and read the difference; got\n%s", name, got)
	}
}

// someTexts stand for the files that others write.
var someTexts = Texts{
	Workflow: func(c policy.Config, _ string) string { return "name: Sensible\n# " + c.Language + "\n" },
	ItemForm: func(policy.Config) string { return "name: Action item\n" },
}

const owners = `# who looks after what
*                 @acme/everybody
/checkout/        @acme/payments @aiko
/apps/search/**   @acme/search  # find it
*.md              @acme/docs
/docs/            @acme/docs
/lib/money.go     @ben
billing           accounts@acme.example
/ledger/*         @acme/ledger
`

func shop() Facts {
	return Facts{
		Repository: "acme/shop", Web: "https://github.com/acme/shop", Trunk: "main", Organization: true, Private: true,
		Files: map[string]string{"CODEOWNERS": owners}, Paths: []string{"README.md", "CODEOWNERS", "OWNERS"},
		Labels: []string{"bug", "kind/outage"}, Teams: []string{"payments", "sre"}, TeamsSeen: true, Writers: 7,
	}
}

// after is the repository once the proposal stands on its branch.
func after(f Facts, p Proposal) Facts {
	proposed := map[string]string{}
	for path, text := range f.base() {
		proposed[path] = text
	}
	for _, one := range p.Files {
		if proposed[one.Path] = one.Text; one.Remove {
			delete(proposed, one.Path)
		}
	}
	f.Proposed = proposed
	f.Pull = &Pull{Number: 1, Title: p.Title, Body: p.Body, Open: true, Ours: true}
	return f
}

func merged(f Facts) Facts {
	f.Files, f.Proposed, f.Pull = f.Proposed, nil, nil
	return f
}

func fileOf(p Proposal, path string) (string, bool) {
	for _, f := range p.Files {
		if f.Path == path {
			return f.Text, !f.Remove
		}
	}
	return "", false
}

func TestTheTextOfThePullRequest(t *testing.T) {
	two := 2
	for name, c := range map[string]struct {
		facts  Facts
		wishes Wishes
	}{
		"action.md":  {shop(), Wishes{}},
		"app_ja.md":  {shop(), Wishes{Mode: App, Language: "ja", Stage: &two, Board: true}},
		"nothing.md": {Facts{Repository: "aiko/toy", Web: "https://github.com/aiko/toy", Trunk: "main", Writers: 1}, Wishes{}},
	} {
		p := Propose(c.facts, c.wishes, someTexts)
		text := "# " + p.Title + "\n\n" + p.Body + "\n"
		for _, f := range p.Files {
			if f.Path == ConfigFile {
				text += "\n---\n" + f.Text
			}
		}
		golden(t, name, text)
		if strings.Contains(text, "@acme") || strings.Contains(text, "@aiko") {
			t.Errorf("%s mentions somebody", name)
		}
	}
}

func TestTheConfigHasTenLinesOrFewerAndSaysOnlyWhatDiffers(t *testing.T) {
	f := shop()
	var many strings.Builder
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "yes", "null", "x y", "1st"} {
		many.WriteString("/" + strings.ReplaceAll(name, " ", "") + "/ @acme/" + name[:1] + "\n")
	}
	f.Files["CODEOWNERS"] = many.String()
	for stage := range 3 {
		for _, language := range Languages() {
			for _, board := range []bool{false, true} {
				p := Propose(f, Wishes{Stage: &stage, Language: language, Board: board}, someTexts)
				text, _ := fileOf(p, ConfigFile)
				c, problems := policy.Parse(ConfigFile, []byte(text))
				if lines := strings.Count(text, "\n"); lines > 10 || len(problems) > 0 {
					t.Errorf("%d lines, %v:\n%s", lines, problems, text)
				}
				usual := policy.Default(1)
				for key := range c.Written {
					if e, err := policy.Explain(c, key); err == nil && !strings.Contains(key, ".") {
						if d, err := policy.Explain(usual, key); err == nil && d.Value == e.Value && e.Value != "" && key != "followups" {
							t.Errorf("%s says the default %s", key, e.Value)
						}
					}
				}
				if c.Stage != stage || c.Language != language || c.Commands.Prefix != "required" || (c.Effective().ActionItems == policy.ActionBoard) != (board || stage == 2) {
					t.Errorf("stage %d, language %s, board %v became\n%s", stage, language, board, text)
				}
			}
		}
	}
}

func TestProposingTwiceIsProposingOnce(t *testing.T) {
	for name, w := range map[string]Wishes{"nothing asked": {}, "the App": {Mode: App}, "in Japanese": {Language: "ja"}} {
		first := Propose(shop(), w, someTexts)
		if len(first.Files) < 3 || first.Done {
			t.Fatalf("%s: %+v", name, first.Files)
		}
		f := after(shop(), first)
		for _, again := range []Wishes{w, {}} {
			second := Propose(f, again, someTexts)
			if len(second.Files) > 0 || second.Body != first.Body || second.Title != first.Title {
				t.Errorf("%s: the second time it changes %v", name, second.Files)
			}
		}
		if done := Propose(merged(f), Wishes{}, someTexts); !done.Done {
			t.Errorf("%s: once merged, it still proposes %v", name, done.Files)
		}
	}
}

func TestAnotherWishFollowsUntilAPersonWroteTheConfig(t *testing.T) {
	two := 2
	f := after(shop(), Propose(shop(), Wishes{}, someTexts))
	p := Propose(f, Wishes{Stage: &two, Mode: App}, someTexts)
	if text, _ := fileOf(p, ConfigFile); !strings.Contains(text, "stage: 2") || !strings.Contains(p.Body, "Stage 2") {
		t.Errorf("the wish was not followed:\n%s", text)
	}
	if _, kept := fileOf(p, WorkflowFile); kept || len(p.Files) != 2 {
		t.Errorf("the workflow is still proposed: %v", p.Files)
	}
	f.Proposed[ConfigFile] += "nudges: {mode: off}\n"
	p = Propose(f, Wishes{Stage: &two}, someTexts)
	if _, changed := fileOf(p, ConfigFile); changed || !strings.Contains(strings.Join(p.Notes, "\n"), "stage: 2") {
		t.Errorf("a person's config was changed, or nothing was said: %v %v", p.Files, p.Notes)
	}
	if !strings.Contains(p.Body, "| `nudges.mode` | `off` | **the file** |") {
		t.Errorf("the text does not tell what the branch's config says:\n%s", p.Body)
	}
	f.Proposed[ConfigFile] = "stage: five\n"
	p = Propose(f, Wishes{}, someTexts)
	if len(p.Files) > 0 || !strings.Contains(p.Body, "cannot be used yet") || !strings.Contains(p.Body, ".github/sensible.yml:1:8") {
		t.Errorf("a broken config is not told, or something else changed: %v\n%s", p.Files, p.Body)
	}
}

func TestWhatAPersonWroteIntoTheTextStays(t *testing.T) {
	text, kept := Weave("", "ours\n\nis this")
	if kept {
		t.Fatal("an empty body was kept")
	}
	around := "Before.\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n\r\nAfter."
	got, kept := Weave(around, "new")
	if want, _ := Weave("", "new"); kept || got != "Before.\n\n"+want+"\n\nAfter." {
		t.Errorf("kept %v, got %q", kept, got)
	}
	for _, body := range []string{"my own words", strings.Replace(text, "ours", "mine", 1), strings.Replace(text, "<!-- sensible:init -->", "", 1)} {
		if got, kept := Weave(body, "new"); !kept || got != body {
			t.Errorf("%q became %q", body, got)
		}
	}
}

func TestTheDrillsLinkFillsTheFormInEveryLanguage(t *testing.T) {
	for _, language := range Languages() {
		c := policyOf(t, "language: "+language+"\n")
		link, err := url.Parse(Drill(shop(), form.Render(FormTemplate(c)), language, "incident", "drill"))
		if err != nil {
			t.Fatal(err)
		}
		q := link.Query()
		body := "### What do you see?\n\n" + q.Get("seen") + "\n\n### Severity\n\n" + q.Get("severity") + "\n\n### Mode\n\n" + q.Get("mode") + "\n"
		r, ok := form.Parse(body)
		if !ok || !r.Drill || r.Severity != "SEV2" || q.Get("title") == "" || q.Get("labels") != "incident,drill" || q.Get("template") != "incident.yml" {
			t.Errorf("%s: %s reads as %+v", language, link, r)
		}
	}
}

func TestWhatKeepsARepositoryFromBeingSetUpIsOneSentence(t *testing.T) {
	for want, f := range map[string]Facts{
		"unarchive it": {Archived: true, IssuesOff: true}, "switch them on": {IssuesOff: true}, "write access": {ReadOnly: true}, "": {},
	} {
		f.Repository = "acme/shop"
		if got := f.Mend(); !strings.Contains(got, want) || want == "" && got != "" || strings.Contains(got, "\n") {
			t.Errorf("%+v: %q", f, got)
		}
	}
}
