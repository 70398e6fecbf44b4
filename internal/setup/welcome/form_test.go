package welcome

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/form"
	"github.com/sensible-im/sensible/internal/policy"
)

func policyOf(t *testing.T, text string) policy.Config {
	t.Helper()
	c, problems := policy.Parse(ConfigFile, []byte(text))
	if problems.Errors() {
		t.Fatal(problems)
	}
	return c
}

const twoParts = "components: {checkout: {owners: [acme/pay]}, search: {}}\n"

func TestAFormThatNobodyChangedIsWrittenAnew(t *testing.T) {
	before := form.Render(FormTemplate(policy.Default(1)))
	for name, config := range map[string]string{
		"components come":    twoParts,
		"severities change":  "severities: [{name: p0, title: All, meaning: \"It's \\\"down\\\"\"}, {name: p1}]\n",
		"the language is ja": "language: ja\n",
		"the label changes":  "labels: {incident: outage}\n",
		"nothing changes":    "",
	} {
		c := policyOf(t, config)
		got, left := IncidentForm(before, c)
		if want := form.Render(FormTemplate(c)); got != want || len(left) > 0 {
			t.Errorf("%s: it says %v and is\n%s", name, left, got)
		}
		if back, left := IncidentForm(got, policy.Default(1)); back != before || len(left) > 0 {
			t.Errorf("%s: the way back says %v", name, left)
		}
	}
}

func TestInAFormThatPeopleChangedOnlyTheOptionsOfKnownFieldsFollow(t *testing.T) {
	is := form.Render(FormTemplate(policyOf(t, twoParts)))
	is = strings.Replace(is, "One or two sentences are enough.", "Tell us everything, and the weather.", 1)
	is = strings.Replace(is, "  - type: input\n", "  # ours, keep it\n  - type: dropdown\n    id: region\n    attributes:\n      label: Region\n      options:\n        - Tokyo\n        - Oregon\n  - type: input\n", 1)
	got, left := IncidentForm(is, policyOf(t, "components: {checkout: {}, billing: {}}\nseverities: [{name: sev1}, {name: sev2, title: Bad}]\n"))
	want := is
	for old, by := range map[string]string{
		"        - \"SEV1 - Critical: Nobody can use it\"\n":                    "        - \"SEV1 - Critical: Nobody can use it\"\n",
		"        - \"SEV2 - Major: Many cannot, or a main function is down\"\n": "        - \"SEV2 - Bad: Many cannot, or a main function is down\"\n",
		"        - \"SEV3 - Minor: Some are slowed down\"\n":                    "",
		"        - \"SEV4 - Trivial: Nobody notices\"\n":                        "",
		"        - \"checkout\"\n        - \"search\"\n":                        "        - \"billing\"\n        - \"checkout\"\n",
	} {
		if !strings.Contains(want, old) {
			t.Fatalf("the form has no %q", old)
		}
		want = strings.Replace(want, old, by, 1)
	}
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if said := strings.Join(left, "\n"); !strings.Contains(said, "search") || !strings.Contains(said, "SEV3") {
		t.Errorf("what went is not told: %s", said)
	}
	if again, left := IncidentForm(got, policyOf(t, "components: {checkout: {}, billing: {}}\nseverities: [{name: sev1}, {name: sev2, title: Bad}]\n")); again != got || len(left) > 0 {
		t.Errorf("the second time something happens: %v", left)
	}
}

func TestAFormThatCannotBeFollowedIsLeftWithANote(t *testing.T) {
	c := policyOf(t, twoParts)
	usual := form.Render(FormTemplate(c))
	start, end := strings.Index(usual, "      options:\n"), strings.Index(usual, "    validations:\n      required: true\n  - type: dropdown\n    id: components")
	for name, is := range map[string]string{
		"no YAML":           "body: [",
		"no form":           "hello: world\n",
		"options in a line": usual[:start] + "      options: [\"SEV1\", \"SEV2\", \"who knows\"]\n" + usual[end:],
		"a comment between": strings.Replace(usual, "        - \"SEV2", "        # the middle one\n        - \"SEV9\"\n        - \"SEV2", 1),
	} {
		got, left := IncidentForm(is, c)
		if got != is || len(left) == 0 {
			t.Errorf("%s: it says %v and changed to\n%s", name, left, got)
		}
	}
}

func TestAFieldThatSomebodyTookOutStaysOut(t *testing.T) {
	usual := form.Render(FormTemplate(policy.Default(1)))
	is := strings.Replace(usual, "Colleague", "Somebody here", 1)
	got, left := IncidentForm(is, policyOf(t, twoParts))
	if got != is || !strings.Contains(strings.Join(left, ""), "components") {
		t.Errorf("it says %v and is\n%s", left, got)
	}
}

func FuzzIncidentForm(f *testing.F) {
	f.Add(form.Render(FormTemplate(policy.Default(1))))
	f.Add("body:\n- id: severity\n  attributes:\n    options:\n    - a\n    - b\n")
	f.Add("body:\r\n- id: severity\r\n  attributes:\r\n    options:\r\n    - a\r\n")
	f.Add("body: [{id: severity, attributes: {options: [a]}}]")
	f.Fuzz(func(t *testing.T, is string) {
		c := policy.Default(1)
		got, _ := IncidentForm(is, c)
		if again, _ := IncidentForm(got, c); again != got {
			t.Errorf("the second time it changes again:\n%q\n%q", got, again)
		}
	})
}
