package welcome

import (
	"testing"

	"github.com/sensible-im/sensible/internal/policy"
)

func TestACommandBotIsKnownByItsFilesLabelsOrAccount(t *testing.T) {
	for name, c := range map[string]struct {
		facts Facts
		bot   string
	}{
		"an OWNERS file":                     {Facts{Paths: []string{"pkg/api/OWNERS"}}, "prow"},
		"its own config":                     {Facts{Paths: []string{".prow.yaml"}}, "prow"},
		"a folder of jobs":                   {Facts{Paths: []string{".prow/jobs/unit.yaml"}}, "prow"},
		"both labels":                        {Facts{Labels: []string{"LGTM", "approved", "bug"}}, "prow"},
		"an account":                         {Facts{Commenters: []string{"aiko", "k8s-ci-robot"}}, "prow"},
		"an account of an App":               {Facts{Commenters: []string{"openshift-ci[bot]"}}, "prow"},
		"Tekton":                             {Facts{Paths: []string{".tekton/pull.yaml"}}, "pipelines-as-code"},
		"one label of two is none":           {Facts{Labels: []string{"lgtm"}}, ""},
		"CODEOWNERS is none":                 {Facts{Paths: []string{"CODEOWNERS", "docs/OWNERS.md"}}, ""},
		"a person whose name sounds like it": {Facts{Commenters: []string{"prowess"}}, ""},
	} {
		found := Find(c.facts).Bots
		if c.bot == "" && len(found) > 0 || c.bot != "" && (len(found) != 1 || found[0].Name != c.bot) {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

func TestFoldersWithOwnersBecomeComponents(t *testing.T) {
	found := Find(Facts{Files: map[string]string{"CODEOWNERS": owners, "docs/CODEOWNERS": "/other/ @eve\n"}})
	want := []Component{
		{"checkout", []string{"acme/payments", "aiko"}, "checkout/**"}, {"search", []string{"acme/search"}, "apps/search/**"},
		{"ledger", []string{"acme/ledger"}, "ledger/**"},
	}
	if len(found.Components) != len(want) {
		t.Fatalf("found %+v", found.Components)
	}
	for n, c := range found.Components {
		if c.Name != want[n].Name || c.Path != want[n].Path || len(c.Owners) != len(want[n].Owners) || c.Owners[0] != want[n].Owners[0] {
			t.Errorf("found %+v, want %+v", c, want[n])
		}
	}
	if len(found.Owners) != 1 || found.Owners[0] != "acme/everybody" {
		t.Errorf("of everything: %v", found.Owners)
	}
}

func FuzzCodeowners(f *testing.F) {
	f.Add(owners)
	f.Add("/a,b/ @x\n/yes/ @y\n/a\"b/ @z # c\n[Section] @t\n!/no/ @n")
	f.Fuzz(func(t *testing.T, text string) {
		for stage := range 3 {
			got := config(choice{stage, "ja", true}, Find(Facts{Files: map[string]string{"CODEOWNERS": text}}))
			if _, problems := policy.Parse(ConfigFile, []byte(got)); problems.Errors() {
				t.Fatalf("%v in\n%s", problems, got)
			}
		}
	})
}
