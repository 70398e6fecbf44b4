package form

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func standard(language string) Template {
	return Template{Language: language, Components: []string{"checkout", "search, beta", "api"}, Severities: []Level{
		{Name: "sev1", Title: "Critical", Meaning: "Nobody can use it"},
		{Name: "sev2", Title: "Major", Meaning: "Many cannot, or a main function is down"},
		{Name: "sev3", Title: "Minor", Meaning: "Some are slowed down"},
		{Name: "sev4", Title: "Trivial", Meaning: "Nobody notices"},
	}}
}

func TestTheFormLooksAsBefore(t *testing.T) {
	for _, language := range languages {
		got, golden := Render(standard(language)), filepath.Join("testdata", "incident."+language+".yml")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (run with -update to accept):\n%s", golden, diff)
		}
	}
}

// element is one entry of an issue form's body, as GitHub's syntax has it.
type element struct {
	Type       string `yaml:"type"`
	ID         string `yaml:"id"`
	Attributes struct {
		Label       string   `yaml:"label"`
		Description string   `yaml:"description"`
		Placeholder string   `yaml:"placeholder"`
		Value       string   `yaml:"value"`
		Multiple    bool     `yaml:"multiple"`
		Options     []string `yaml:"options"`
		Default     *int     `yaml:"default"`
	} `yaml:"attributes"`
	Validations struct {
		Required bool `yaml:"required"`
	} `yaml:"validations"`
}

type issueForm struct {
	Name        string    `yaml:"name"`
	Description string    `yaml:"description"`
	Title       string    `yaml:"title"`
	Labels      []string  `yaml:"labels"`
	Body        []element `yaml:"body"`
}

// complaining is what the checks need of *testing.T and of *rapid.T.
type complaining interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// accepted checks what GitHub checks of an issue form: "Common validation errors when creating issue forms" in its
// documentation. Unknown keys are refused.
func accepted(t complaining, text string) issueForm {
	t.Helper()
	var f issueForm
	if err := yaml.UnmarshalWithOptions([]byte(text), &f, yaml.Strict()); err != nil {
		t.Fatalf("no YAML of an issue form: %v\n%s", err, text)
	}
	if f.Name == "" || f.Description == "" || len(f.Labels) != 1 {
		t.Errorf("name %q, description %q, labels %q: all are needed", f.Name, f.Description, f.Labels)
	}
	ids, labels := map[string]bool{}, map[string]bool{}
	for _, e := range f.Body {
		if e.Type == "markdown" {
			if e.Attributes.Value == "" {
				t.Error("a markdown element needs a value")
			}
			continue
		}
		if !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(e.ID) || ids[e.ID] {
			t.Errorf("id %q is not valid or not unique", e.ID)
		}
		if e.Attributes.Label == "" || labels[e.Attributes.Label] {
			t.Errorf("label %q is empty or not unique", e.Attributes.Label)
		}
		ids[e.ID], labels[e.Attributes.Label] = true, true
		checkOptions(t, e)
	}
	return f
}

func checkOptions(t complaining, e element) {
	t.Helper()
	if (e.Type == "dropdown") != (len(e.Attributes.Options) > 0) {
		t.Errorf("%s: a dropdown, and nothing else, needs options", e.ID)
	}
	seen := map[string]bool{}
	for _, o := range e.Attributes.Options {
		if o == "" || strings.EqualFold(o, "none") || seen[o] {
			t.Errorf("%s: option %q is empty, reserved or repeated", e.ID, o)
		}
		seen[o] = true
	}
	if d := e.Attributes.Default; d != nil && (*d < 0 || *d >= len(e.Attributes.Options)) {
		t.Errorf("%s: default %d is no option", e.ID, *d)
	}
}

func TestGitHubAcceptsTheForm(t *testing.T) {
	for name, template := range map[string]Template{
		"English":                           standard("en"),
		"Japanese":                          standard("ja"),
		"nothing configured":                {},
		"another label and a hostile title": {Label: "a: b # c", Severities: []Level{{Name: "p1", Title: "x: \"y\"\n# z", Meaning: "{{.}} \\ '"}}},
		"options that GitHub refuses":       {Components: []string{"", "None", "none", "api", "api", "a\nb", "yes", "1.0", "\u0085\u2028x"}},
		"a severity called I don't know":    {Severities: []Level{{Name: "I don't know"}, {Name: "sev1"}}},
		"an unknown language":               {Language: "xx"},
	} {
		t.Run(name, func(t *testing.T) {
			f := accepted(t, Render(template))
			var needed []string
			for _, e := range f.Body {
				if e.Validations.Required {
					needed = append(needed, e.ID)
				}
			}
			if diff := cmp.Diff([]string{"seen", "severity"}, needed); diff != "" {
				t.Errorf("required fields:\n%s", diff)
			}
		})
	}
}

func TestTheEnglishFormHasTheContractsHeadingsAndOptions(t *testing.T) {
	f := accepted(t, Render(Template{Components: []string{"api"}}))
	want := map[string][]string{
		"What do you see?": nil, "Severity": {"SEV1", "SEV2", "SEV3", "SEV4", "I don't know"}, "Components": {"api"},
		"Started at": nil, "How was it detected?": {"Alert", "Customer", "Colleague", "Myself"}, "Impact": nil, "Links": nil,
		"Mode": {"Real", "Drill"},
	}
	got := map[string][]string{}
	for _, e := range f.Body {
		if e.Type != "markdown" {
			got[e.Attributes.Label] = e.Attributes.Options
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(f.Body[0].Attributes.Value, "Not sure? Declare it.") {
		t.Error("the form does not say: Not sure? Declare it.")
	}
	if diff := cmp.Diff([]string{"incident"}, f.Labels); diff != "" {
		t.Error(diff)
	}
}

func TestEveryLanguageHasTheSameWords(t *testing.T) {
	english, err := loadCatalogue("en")
	if err != nil {
		t.Fatal(err)
	}
	keys := func(c catalogue) map[string]bool {
		all := map[string]bool{}
		for section, m := range map[string]map[string]string{"headings": c.Headings, "options": c.Options, "text": c.Text} {
			for k, v := range m {
				all[section+"."+k] = v != ""
			}
		}
		return all
	}
	for _, language := range languages {
		c, err := loadCatalogue(language)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(keys(english), keys(c)); diff != "" {
			t.Errorf("%s:\n%s", language, diff)
		}
		for _, f := range fields {
			if c.Headings[string(f)] == "" {
				t.Errorf("%s: no heading for %s", language, f)
			}
		}
	}
	if _, err := loadCatalogue("fr"); err == nil || !strings.Contains(err.Error(), "en or ja") {
		t.Errorf("an unknown language gives %v, which does not say what exists", err)
	}
}
