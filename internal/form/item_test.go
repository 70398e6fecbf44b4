package form

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// filled is what GitHub makes of the form: a heading and an answer for each question.
func filled(t *testing.T, language string, answers map[string]string) string {
	t.Helper()
	var form struct {
		Body []struct {
			ID, Type   string
			Attributes struct {
				Label   string
				Options []string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(RenderItem(language)), &form); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range form.Body {
		answer := answers[f.ID]
		for _, o := range f.Attributes.Options {
			if c, _ := itemCatalogue(language); c.Options[answer] == o {
				answer = o
			}
		}
		if answer == "" {
			answer = noResponse
		}
		b.WriteString("### " + f.Attributes.Label + "\n\n" + answer + "\n\n")
	}
	return b.String()
}

func TestTheActionItemFormIsReadAsItIsWrittenInEveryLanguage(t *testing.T) {
	want := Item{Incident: "#42", Done: "An alert comes\n### within a minute", Importance: "high", Size: "xl", Urgency: "low", Confidence: "medium", Kind: "detect", Due: "2026-12-24"}
	for _, language := range languages {
		body := filled(t, language, map[string]string{
			"incident": "#42", "done": want.Done, "importance": "high", "size": "xl", "urgency": "low", "confidence": "medium", "kind": "detect", "due": want.Due,
		})
		if got, ok := ParseItem(body); !ok || got != want {
			t.Errorf("%s: %+v %v of\n%s", language, got, ok, body)
		}
		empty := filled(t, language, map[string]string{"incident": "#1", "size": "unknown"})
		if got, ok := ParseItem(empty); !ok || got != (Item{Incident: "#1"}) {
			t.Errorf("%s: %+v %v of an empty one", language, got, ok)
		}
		if IsIncident(body) {
			t.Errorf("%s: an action item is taken for an incident", language)
		}
	}
	if RenderItem("fr") != RenderItem("en") || RenderItem("en") == "" {
		t.Error("an unknown language is written in English")
	}
}

func TestWhatIsNoActionItemFormIsNotRead(t *testing.T) {
	for _, body := range []string{"", "### Incident\n\n#42\n", "```\n### Incident\n\n#42\n\n### Done when\n\nx\n```\n", "### Severity\n\nSEV1\n"} {
		if got, ok := ParseItem(body); ok {
			t.Errorf("%q is read as %+v", body, got)
		}
	}
}

func TestTheIncidentOfAnItemIsNamedInManyWays(t *testing.T) {
	for said, want := range map[string]string{
		"#42": "#42", "42": "#42", " #42, checkout": "#42", "acme/shop#42": "acme/shop#42", "https://github.example/acme/shop/issues/42": "acme/shop#42",
		"": "", "the one of today": "", "#0": "",
	} {
		if got := (Item{Incident: said}).Reference(); got != want {
			t.Errorf("%q names %q, want %q", said, got, want)
		}
	}
}

func FuzzParseItem(f *testing.F) {
	f.Add("### Incident\n\n#42\n\n### Done when\n\nx\n\n### Importance\n\nHigh\n")
	f.Add("### 完了の条件\n```\n### Incident\n")
	f.Fuzz(func(t *testing.T, body string) {
		if got, ok := ParseItem(body); !ok && got != (Item{}) {
			t.Fatalf("%+v of what is no form", got)
		}
	})
}
