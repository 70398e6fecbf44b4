package postmortem

import (
	"strings"
	"testing"
)

func TestATeamsOwnTemplateIsUsed(t *testing.T) {
	text, problem, err := RenderOwn(document(), Template{Path: "pm.md", Found: true, Text: "# {{line .Incident.Title}}\n\n{{template \"pm/timeline\" .}}\n"})
	if err != nil || problem != nil {
		t.Fatal(problem, err)
	}
	if !strings.HasPrefix(text, "---\nincident: 42\n") || !strings.Contains(text, "\n# Checkout") || !strings.Contains(text, "## Timeline") || strings.Contains(text, "## Impact") {
		t.Errorf("%s", text)
	}
}

func TestATemplateThatCannotBeUsedIsReplacedByOursAndTheLineIsTold(t *testing.T) {
	built, err := Render(document())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		text string
		line int
		why  string
	}{
		"does not parse":      {"# x\n\n{{if}}\n", 3, "missing value"},
		"is never closed":     {"# x\n{{range .Rows}}\n", 3, "unexpected EOF"},
		"names what is not":   {"a\n{{.Nothing}}\n", 2, "Nothing"},
		"calls what is not":   {"a\n\n\n{{nothing 1}}\n", 4, "nothing"},
		"calls no text":       {"{{template \"pm/other\" .}}", 1, "pm/other"},
		"fails while it runs": {"a\n{{index .Rows 9999}}", 2, "out of range"},
		"loops without end":   {"{{range 9999999999999}}{{end}}", 0, "too long"},
		"calls itself":        {"{{define \"a\"}}{{template \"a\" .}}{{template \"a\" .}}{{end}}{{template \"a\" .}}", 1, "depth"},
		"writes without end":  {"{{range 190000}}" + strings.Repeat("0123456789", 100) + "{{end}}", 0, "too long a text"},
		"is empty":            {"", 0, "nothing"},
		"panics":              {"{{slice \"abc\" 9 1}}", 1, "out of range"},
	} {
		text, problem, err := RenderOwn(document(), Template{Path: "pm.md", Found: true, Text: tt.text})
		if err != nil || text != built {
			t.Errorf("%s: %v", name, err)
		}
		if problem == nil || problem.Line != tt.line || !strings.Contains(problem.Why, tt.why) || problem.Path != "pm.md" {
			t.Errorf("%s: %+v", name, problem)
		}
	}
	if _, problem, _ := RenderOwn(document(), Template{Path: "pm.md"}); problem == nil || problem.Why != "" {
		t.Errorf("a file that is not there: %+v", problem)
	}
	if text, problem, _ := RenderOwn(document(), Template{}); problem != nil || text != built {
		t.Errorf("none asked for: %+v", problem)
	}
}

func FuzzRenderOwn(f *testing.F) {
	f.Add("{{range .Rows}}{{line .Text}}{{end}}")
	f.Add("{{define \"pm/front\"}}{{end}}{{template \"postmortem\" .}}")
	f.Fuzz(func(t *testing.T, text string) {
		if _, _, err := RenderOwn(document(), Template{Path: "pm.md", Found: true, Text: text}); err != nil {
			t.Fatal(err)
		}
	})
}
