package postmortem

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inJapanese is the document of the English golden files for a team that writes Japanese.
func inJapanese() Document {
	d := document()
	d.Config.Language = "ja"
	d.Incident.Title, d.Incident.Symptom, d.Incident.DetectedBy = "決済: すべての注文が \"502\"", "502 が返る\n\n| あ | い |", "customer"
	d.Incident.Actions[0].Title = "プールの使用率 | アラート"
	d.Entries[0].Text = "エラー率が上昇 | @hana #1"
	return d
}

func TestBothTemplatesReadWellInJapanese(t *testing.T) {
	english := regexp.MustCompile(`[A-Za-z]+(?:[ ,.;]+[A-Za-z]+){3,}`)
	notProse := regexp.MustCompile("(?s)^---\n.*?\n---\n|```.*?```|`[^`]*`|\\]\\([^)]*\\)")
	for name, light := range map[string]bool{"full.md": false, "light.md": true} {
		d := inJapanese()
		d.Light = light
		got, err := Render(d)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "ja", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v; run the test with -update", err)
		}
		if got != string(want) {
			t.Errorf("%s differs; run with -update and look at it\n%s", file, got)
		}
		if left := english.FindString(notProse.ReplaceAllString(got, "。")); left != "" {
			t.Errorf("%s: %q is left in English", file, left)
		}
	}
}

// TestTheFrontMatterIsTheSameInEveryLanguage: programs read it.
func TestTheFrontMatterIsTheSameInEveryLanguage(t *testing.T) {
	d := inJapanese()
	other, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Config.Language = "en"
	english, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	front := func(text string) string { return strings.SplitAfterN(text, "---\n", 3)[1] }
	if front(english) != front(other) {
		t.Errorf("%s\nis not\n%s", front(other), front(english))
	}
}

func TestAPromptInJapaneseCountsAsMissingUntilItIsReplaced(t *testing.T) {
	text, err := Render(inJapanese())
	if err != nil {
		t.Fatal(err)
	}
	before := Missing(text, "ja")
	if len(before) != len(prompts) || before[0] != "概要" {
		t.Errorf("missing at first: %q", before)
	}
	text = strings.Replace(text, "_役に立ち、これからも続けたいことは何ですか？_", "ロールバックは一分で終わった。", 1)
	if after := Missing(text, "ja"); len(after) != len(before)-1 {
		t.Errorf("missing after writing: %q", after)
	}
}
