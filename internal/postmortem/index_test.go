package postmortem

import (
	"encoding/json"
	"strings"
	"testing"
)

func front(number, status string) string {
	return "---\nincident: " + number + "\ntitle: \"fixes #1 <b>\"\nstatus: " + status + "\nseverity: sev2\nmilestones:\n  started: {at: 2026-11-22T01:09:00Z, quality: stated}\n  learned: null\n---\n\n# x\n"
}

func TestTheIndexHoldsOneLineADocument(t *testing.T) {
	text, ok := Index("", "pm/b.md", front("2", "draft"))
	if !ok {
		t.Fatal("not written")
	}
	text, _ = Index(text, "pm/a.md", front("1", "draft"))
	text, _ = Index(text, "pm/b.md", front("2", "ready"))
	var got struct {
		Version     int
		Postmortems []struct {
			Path, Title, Status string
			Incident            int
			Milestones          map[string]*Point
		}
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	pm := got.Postmortems
	if got.Version != 1 || len(pm) != 2 || pm[0].Path != "pm/a.md" || pm[1].Status != "ready" || pm[1].Title != "fixes #1 <b>" || pm[1].Milestones["started"].Quality != "stated" || len(pm[1].Milestones) != 1 {
		t.Errorf("%+v", got)
	}
	if again, _ := Index(text, "pm/b.md", front("2", "ready")); again != text || strings.Count(text, "\n") != 7 {
		t.Errorf("not the same again:\n%s", again)
	}
}

func TestWhatStandsInTheIndexStays(t *testing.T) {
	was := `{"version": 1, "postmortems": [{"path": "pm/0.md", "mood": [1, 2]}, "a word", {"path": "pm/z.md"}]}`
	text, ok := Index(was, "pm/a.md", front("1", "draft"))
	if !ok || !strings.Contains(text, `{"path":"pm/0.md","mood":[1,2]}`) || !strings.Contains(text, `"a word"`) || !strings.Contains(text, `pm/z.md`) {
		t.Errorf("%v\n%s", ok, text)
	}
	for name, in := range map[string][2]string{
		"an index that is no JSON":     {"<<<<<<< HEAD\n{}", front("1", "draft")},
		"an index of a newer version":  {`{"version": 2, "postmortems": []}`, front("1", "draft")},
		"a document without its front": {was, "# x\n"},
		"a front that is no YAML":      {was, "---\n: [\n---\n"},
	} {
		if got, ok := Index(in[0], "pm/a.md", in[1]); ok || got != in[0] {
			t.Errorf("%s: %v %s", name, ok, got)
		}
	}
}

func FuzzIndex(f *testing.F) {
	f.Add("", front("1", "draft"))
	f.Add(`{"postmortems":[null,{"path":3}]}`, "---\nincident: x\n---\n")
	f.Fuzz(func(t *testing.T, index, document string) {
		text, ok := Index(index, "a.md", document)
		if !ok {
			return
		}
		if again, still := Index(text, "a.md", document); !still || again != text {
			t.Fatalf("%q then %q", text, again)
		}
	})
}

func TestMarkingReadyChangesOneLine(t *testing.T) {
	for _, eol := range []string{"\n", "\r\n"} {
		text := strings.ReplaceAll(front("1", "draft"), "\n", eol)
		if got := MarkReady(text); got != strings.Replace(text, "status: draft", "status: ready", 1) {
			t.Errorf("%q", got)
		}
	}
	if got := MarkReady("# no front\nstatus: draft\n"); strings.Contains(got, "ready") {
		t.Errorf("%q", got)
	}
}

func TestFactorsAreWrittenOnceThePromptIsGone(t *testing.T) {
	title, prompt := wordsOf("en", "factors")
	for text, want := range map[string]bool{
		"## " + title + "\n\n" + prompt + "\n":               false,
		"## " + title + "\n\n- pool too small\n\n" + prompt:  false,
		"## " + title + "\n\n- pool too small\n":             true,
		"## " + title + "\n\nUnknown.\n\n## Next\n" + prompt: true,
		"## " + title + "\n\n\n## Next\n":                    false,
		"## Other\n\ntext\n":                                 false,
	} {
		if FactorsWritten(text, "en") != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}
