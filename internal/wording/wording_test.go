package wording

import (
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"
)

func TestTidyLeavesNoGaps(t *testing.T) {
	if got := Tidy("\n\na  \n\n\n\nb\r\n\n"); got != "a\n\nb" {
		t.Errorf("%q", got)
	}
}

func TestALanguageWithoutTextsSpeaksEnglish(t *testing.T) {
	if !In("xx").Has("card") {
		t.Error("no texts")
	}
}

func TestAMissingTextIsAnErrorThatNamesIt(t *testing.T) {
	if _, err := In("en").Render("nothing/like/it", nil); err == nil {
		t.Error("no error")
	}
}

func TestAStringInTheFrontMatterIsReadBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.StringOf(rapid.RuneFrom([]rune("aZ09é日😀 \t\n\"'\\@#<>&[]*_`/|:-{}!?%\u202e"))).Draw(t, "text")
		var got struct{ K string }
		if err := yaml.Unmarshal([]byte("k: "+yamlString(want)), &got); err != nil || got.K != want {
			t.Fatalf("%q is read as %q (%v) from %s", want, got.K, err, yamlString(want))
		}
	})
}
