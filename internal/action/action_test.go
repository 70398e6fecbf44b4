package action

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
	"github.com/sensible-im/sensible/internal/plan"
	"github.com/sensible-im/sensible/internal/policy"
	"github.com/sensible-im/sensible/internal/wording"
)

func TestAnEventSaysWhatToLookAtAndNothingElseIsTakenFromIt(t *testing.T) {
	const repo = `"repository":{"id":7,"full_name":"acme/shop","default_branch":"trunk"}`
	for _, tt := range []struct {
		name, file string
		want       Scope
		asked      int
	}{
		{"issues", `{"action":"opened","issue":{"number":1}}`, Issues, 0},
		{"issue_comment", `{}`, Issues, 0},
		{"check_run", `{}`, Issues, 0},
		{"pull_request", `{` + repo + `,"pull_request":{"number":5,"head":{"repo":{"full_name":"Acme/Shop"}}}}`, Proposal, 0},
		{"push", `{"ref":"refs/heads/trunk",` + repo + `}`, Settings, 0},
		{"push", `{"ref":"refs/heads/postmortem/7",` + repo + `}`, Issues, 0},
		{"schedule", `{"schedule":"17 * * * *"}`, All, 0},
		{"schedule", `null`, All, 0},
		{"workflow_dispatch", `{"inputs":null}`, All, 0},
		{"workflow_dispatch", `{"inputs":{"issue":""}}`, All, 0},
		{"workflow_dispatch", `{"inputs":{"issue":" #42 "}}`, Asked, 42},
		{"repository_dispatch", `{"action":"sensible","client_payload":{"issue":42}}`, Asked, 42},
		{"repository_dispatch", `{"action":"sensible","client_payload":{"issue":1e2}}`, Asked, 100},
		{"repository_dispatch", `{"action":"sensible","client_payload":null}`, All, 0},
		{"repository_dispatch", `{"action":"deploy","client_payload":{"x":1}}`, Nothing, 0},
		{"release", `{"action":"published"}`, Nothing, 0},
		{"issues", `{"sender":{"id":"not a number"},"repository":7}`, Issues, 0},
	} {
		e, err := Read(tt.name, []byte(tt.file))
		if err != nil || e.Scope() != tt.want || e.Asked != tt.asked || e.Unclear != "" {
			t.Errorf("%s %s: %s, asked %d, unclear %q, %v", tt.name, tt.file, e.Scope(), e.Asked, e.Unclear, err)
		}
	}
	for _, bad := range []string{"abc", "-1", "0", "1.5", "99999999999", "$(id)"} {
		if e, err := Read("workflow_dispatch", []byte(`{"inputs":{"issue":"`+bad+`"}}`)); err != nil || e.Unclear != bad || e.Asked != 0 {
			t.Errorf("%q: %+v %v", bad, e, err)
		}
	}
	for _, bad := range [][2]string{{"issues", "<html>"}, {"issues", "[1]"}, {"issues", ""}, {"", "{}"}} {
		if _, err := Read(bad[0], []byte(bad[1])); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestAForkIsAnotherRepositoryOrNone(t *testing.T) {
	for head, want := range map[string]bool{`{"full_name":"ACME/shop"}`: false, `{"full_name":"eve/shop"}`: true, `null`: true} {
		e, err := Read("pull_request", []byte(`{"repository":{"full_name":"acme/shop"},"pull_request":{"number":5,"head":{"sha":"abc","repo":`+head+`}}}`))
		if err != nil || e.Fork != want || e.HeadSHA != "abc" {
			t.Errorf("%s: %+v %v", head, e, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("repository_dispatch", `{"client_payload":{"issue":"#42"}}`)
	f.Add("pull_request", `{"pull_request":{"head":{"repo":null}}}`)
	f.Fuzz(func(t *testing.T, name, file string) {
		e, err := Read(name, []byte(file))
		if err == nil && (e.Scope() == "" || e.Asked < 0) {
			t.Errorf("%+v", e)
		}
	})
}

func TestAnnotationsCannotBeLeftFromInside(t *testing.T) {
	got := Annotations(policy.Problems{
		{File: "a,b:c%\n.yml", Line: 2, Column: 3, Severity: policy.Error, Message: "50% off\r\n::error::boo, really: yes"},
		{File: "x.yml", Severity: policy.Warning, Message: "unknown key"},
	})
	want := []string{
		"::error file=a%2Cb%3Ac%25%0A.yml,line=2,col=3::50%25 off%0D%0A::error::boo, really: yes",
		"::warning file=x.yml::unknown key",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
	if got := Failure("no token\n::x"); got != "::error title=Sensible::no token%0A::x" {
		t.Errorf("%q", got)
	}
	if got := Outputs([]Output{{"severity", "sev1\nchanged=false\r\nx<<EOF"}}); strings.Count(got, "\n") != 1 || strings.Contains(got, "\r") {
		t.Errorf("%q", got)
	}
}

func report() Report {
	at := time.Date(2026, 11, 22, 1, 5, 0, 0, time.UTC)
	ben := incident.Person{ID: 2, Login: "ben"}
	inc := incident.Incident{Number: 42, Phase: incident.Recovery, Status: "fixing", Severity: "sev2", Declared: true}
	return Report{
		Incidents: []Told{{
			Number: 42, Title: "Checkout `502` @here <!-- x", URL: "https://github.com/acme/shop/issues/42", Incident: inc,
			Facts: []ledger.Fact{
				{Seq: 1, At: at, Actor: ben, Verb: "severity", Args: "sev2 because `x` @all"},
				{Seq: 2, At: at, Actor: ben, Text: "/fxied", Refused: true},
			},
			Steps:   []plan.Action{{Kind: plan.CardUpdate}, {Kind: plan.LabelAdd, Target: "severity/sev2"}},
			Refused: []plan.Action{{Kind: plan.PullCreate, Title: "Postmortem: Checkout 502"}},
		}},
		Woken: []int{7, 8}, Notices: []Notice{{InTurn, ""}},
	}
}

func TestTheSummaryTellsWhatWasDoneAndWhatPeopleWroteIsInert(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"### #42 [", "· fixing · SEV2", "by ben: applied", "- `/fxied` by ben: not applied", "- the card is brought up to date", "- the label `severity/sev2` is put on", "did not let this be done: the pull request", "asked for: #7, #8."},
		"ja": {"### #42 [", "SEV2", "（ben）：適用しました", "- カードの更新", "個別の実行を依頼しました：#7、#8"},
	} {
		got, err := report().Summary(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(got, text) {
				t.Errorf("%s: no %q in\n%s", language, text, got)
			}
		}
		if strings.Contains(got, "<!--") || strings.Contains(got, "[Checkout `502` @here") {
			t.Errorf("%s: something is live in\n%s", language, got)
		}
	}
}

func TestOutputsAreThoseOfTheOneIncident(t *testing.T) {
	r := report()
	if got := Outputs(r.Outputs()); got != "incident=42\nphase=recovery\nseverity=sev2\nchanged=true\n" {
		t.Errorf("%q", got)
	}
	r.Dry = true
	if got := Outputs(r.Outputs()); !strings.HasSuffix(got, "changed=false\n") {
		t.Errorf("a dry run: %q", got)
	}
	r.Incidents = append(r.Incidents, r.Incidents[0])
	if got := Outputs(r.Outputs()); !strings.HasPrefix(got, "incident=\nphase=\nseverity=\n") {
		t.Errorf("two incidents: %q", got)
	}
}

// TestEveryKindOfActionHasItsWords: one without would be told by the name that only the code knows.
func TestEveryKindOfActionHasItsWords(t *testing.T) {
	files, err := filepath.Glob("../plan/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var kinds [][]string
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, regexp.MustCompile(`\bKind += "([a-z]+\.[a-z]+)"`).FindAllStringSubmatch(string(source), -1)...)
	}
	if len(kinds) < 20 {
		t.Fatalf("%d kinds found", len(kinds))
	}
	for _, k := range kinds {
		for _, language := range []string{"en", "ja"} {
			got, err := wording.In(language).Render("action/step", plan.Action{Kind: plan.Kind(k[1]), Target: "X", Title: "X"})
			if err != nil || strings.Contains(got, k[1]) || strings.TrimSpace(got) == "" {
				t.Errorf("%s: %s is told as %q %v", language, k[1], got, err)
			}
		}
	}
}

func TestEveryNoticeIsSaidInEveryLanguage(t *testing.T) {
	for _, code := range []string{OwnDoing, FromFork, UnknownEvent, NoIncident, Gone, Archived, AllWell, AsPerson, InTurn, ReadOnly, SettingsGood, SettingsBad} {
		for _, language := range []string{"en", "ja"} {
			if got, err := wording.In(language).Render("action/notice", Notice{code, "x"}); err != nil || strings.TrimSpace(got) == "" {
				t.Errorf("%s: %s says %q %v", language, code, got, err)
			}
		}
	}
}
