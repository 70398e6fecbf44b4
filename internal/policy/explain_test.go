package policy

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func explained(t *testing.T, c Config, key string) Explanation {
	t.Helper()
	e, err := Explain(c, key)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return e
}

func TestAKeyIsExplainedWithItsValueAndItsOrigin(t *testing.T) {
	c, problems := ParseLayers(
		Source{File: "acme/.github:.github/sensible.yml", Text: []byte("language: ja\nteam: {zones: [UTC, Asia/Tokyo]}\nseverities: [{name: sev1, page: false}, {name: sev2}]\n")},
		Source{File: File, Text: []byte("stage: 2\nseverities:\n  - {name: sev1, update_every: 45m}\n  - {name: minor, title: Minor}\nnudges:\n  rules: {no_update: {after: 20m}, idle: false}\npeople: {aiko: {zone: Asia/Tokyo}}\npagers: [{type: ntfy, url_env: NTFY_URL}]\n")},
	)
	if problems.Errors() {
		t.Fatal(problems)
	}
	for key, want := range map[string]string{
		"stage":                               "2 file .github/sensible.yml:1",
		"language":                            "ja file acme/.github:.github/sensible.yml:1",
		"team":                                `{zones: [UTC, Asia/Tokyo], working_hours: "09:00-18:00"} file acme/.github:.github/sensible.yml:2`,
		"team.zones":                          "[UTC, Asia/Tokyo] file acme/.github:.github/sensible.yml:2",
		"team.working_hours":                  `"09:00-18:00" default :0`,
		"severities.sev1.update_every":        "45m file .github/sensible.yml:3",
		"severities[0].update_every":          "45m file .github/sensible.yml:3",
		"severities.1.update_every":           "45m file .github/sensible.yml:3",
		"severities.sev1.page":                "true default :0", // the organisation's list is replaced as a whole
		"severities.sev1.postmortem":          "required stage :0",
		"severities.minor.ack_within":         "15m default :0",
		"severities.minor.title":              "Minor file .github/sensible.yml:4",
		"nudges.mode":                         "comment stage :0",
		"nudges.rules.no_update.after":        "20m file .github/sensible.yml:6",
		"nudges.rules.no_update":              "true file .github/sensible.yml:6",
		"nudges.rules.idle":                   "false file .github/sensible.yml:6",
		"nudges.rules.not_acknowledged.after": "sev1 5m, minor 15m stage :0",
		"nudges.rules.handoff":                "true stage :0",
		"drills.invite_every":                 "30d stage :0",
		"people.aiko.zone":                    "Asia/Tokyo file .github/sensible.yml:7",
		"people.aiko.working_hours":           `"09:00-18:00" default :0`,
		"people.zoe.zone":                     "UTC default :0",
		"pagers.ntfy.url_env":                 "NTFY_URL file .github/sensible.yml:8",
		"components.shop.owners":              " unset :0",
		"postmortems.template":                " unset :0",
		"incidents.close_requires":            "[severity] default :0",
		"labels.phase":                        "phase/ default :0",
	} {
		e := explained(t, c, key)
		at := ":0"
		if e.At.Line > 0 {
			at = e.At.File + ":" + string(rune('0'+e.At.Line))
		}
		if got := e.Value + " " + string(e.Origin) + " " + at; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
		if e.Doc == "" || e.Legal == "" {
			t.Errorf("%s: not explained: %+v", key, e)
		}
	}
	if e := explained(t, c, "severities[0].update_every"); e.Key != "severities.sev1.update_every" || e.Default != "30m" {
		t.Errorf("%+v", e)
	}
}

func TestAKeyThatIsUnknownIsAnsweredWithTheNearest(t *testing.T) {
	c := Default(1)
	for key, want := range map[string]string{
		"severites.sev1.page": "severities.sev1.page", "stge": "stage", "update_every": "severities.sev1.update_every",
		"nudges.rules.no_updates.after": "nudges.rules.no_update.after", "teams.zones": "team.zones", "Labels.Phase": "labels.phase",
		"xyzzy.frobnicate.quux": "", "": "", "severities.sev9.page": "severities.sev1.page", "stage.x": "stage",
	} {
		_, err := Explain(c, key)
		var unknown *UnknownKeyError
		if !errors.As(err, &unknown) || unknown.Guess != want {
			t.Errorf("%q: %v, want the guess %q", key, err, want)
		}
	}
}

func TestEveryKeyOfTheFileCanBeExplained(t *testing.T) {
	text, err := os.ReadFile("testdata/every-key.yml")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := Parse(File, text)
	for path := range c.Written {
		e := explained(t, c, path)
		if e.Origin != FromFile && !strings.Contains(path, "oncall.overrides") {
			t.Errorf("%s is written, but comes from %s", path, e.Origin)
		}
	}
	keys := Keys(c)
	if len(keys) < 90 {
		t.Errorf("only %d keys", len(keys))
	}
	for _, key := range keys {
		if e := explained(t, c, key); e.Key != key {
			t.Errorf("%s is explained as %s", key, e.Key)
		}
	}
}

func TestWhatHasNoEffectSaysWhy(t *testing.T) {
	c := parsed(t, "stage: 1\npagers: [{type: ntfy, url_env: X}]\n")
	for _, key := range []string{"pagers", "severities.sev1.page", "followups.board", "nudges.rules.idle"} {
		if e := explained(t, c, key); e.Note == "" {
			t.Errorf("%s: %+v says nothing of it", key, e)
		}
	}
	if e := explained(t, c, "stage"); !strings.Contains(e.Note, "pinned card") || strings.Contains(e.Note, "central board") {
		t.Errorf("the stage: %s", e.Note)
	}
}

func TestTwoPoliciesAreToldApartKeyByKey(t *testing.T) {
	a := parsed(t, "severities: [{name: sev1, update_every: 30m}, {name: sev2}]\nteam: {zones: [UTC]}\n")
	b := parsed(t, "severities: [{name: sev1, update_every: 15m}, {name: sev2}, {name: low, title: Low}]\nnudges: {rules: {idle: true}}\nlanguage: ja\n")
	want := []Change{{"language", "en", "ja"}, {"severities.sev1.update_every", "30m", "15m"}}
	got := Diff(a, b)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%v is not among %v", w, got)
		}
	}
	for _, key := range []string{"severities.low.name", "severities.low.title", "nudges.rules.idle"} {
		if !slices.ContainsFunc(got, func(c Change) bool { return c.Key == key && c.From == "" }) {
			t.Errorf("%s is not among %v", key, got)
		}
	}
	if got := Diff(parsed(t, "stage: 1\n"), parsed(t, "stage: 2\n")); !reflect.DeepEqual(got, []Change{{"stage", "1", "2"}}) {
		t.Errorf("another stage: %v", got)
	}
	if got := Diff(a, a); got != nil {
		t.Errorf("the same: %v", got)
	}
}

func TestLinesThatHoldAnywayAreFound(t *testing.T) {
	text := "version: 1\nstage: 1\nlanguage: en\nteam: {zones: [UTC]}\nseverities:\n  - {name: sev1, page: true, update_every: 15m}\n  - {name: sev2}\ncommands: {prefix: required}\n"
	var got []string
	for _, p := range Redundant(Source{File, []byte(text)}) {
		got = append(got, p.Key)
	}
	if want := []string{"language", "team.zones", "severities.sev1.page"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	org := Source{"org", []byte("language: ja\n")}
	if got := Redundant(Source{File, []byte("language: en\n")}, org); got != nil {
		t.Errorf("it differs from the organisation's: %v", got)
	}
	if got := Redundant(Source{File, []byte("language: ja\n")}, org); len(got) != 1 {
		t.Errorf("it repeats the organisation's: %v", got)
	}
}

// TestEverySlipOfAnEnumerationIsAnswered swaps, drops and doubles letters of every word that a key allows.
func TestEverySlipOfAnEnumerationIsAnswered(t *testing.T) {
	walk(place{kind: reflect.TypeFor[Config](), value: reflect.ValueOf(Default(1))}, func(p place) {
		allowed := split(p.tag.Get("enum"))
		for _, word := range allowed {
			for _, slip := range []string{word + word[len(word)-1:], strings.ToUpper(word), word[1:2] + word[:1] + word[2:]} {
				guess, ok := nearest(slip, allowed)
				if !slices.Contains(allowed, slip) && (!ok || guess != word) {
					t.Errorf("%s: %q gives %q, want %q", p.name, slip, guess, word)
				}
			}
		}
	})
}
