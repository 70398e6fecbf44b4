package wording

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"
	syntax "text/template/parse"
	"time"
	"unicode"

	"github.com/sensible-im/sensible/templates"
)

// folder parses one language alone, without the English behind it.
func folder(t *testing.T, language string) map[string]*syntax.Tree {
	t.Helper()
	files, err := fs.Glob(templates.FS, language+"/"+pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts of %s: %v", language, err)
	}
	set, err := template.New("").Funcs(functions(Book{})).ParseFS(templates.FS, language+"/"+pattern)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*syntax.Tree{}
	for _, one := range set.Templates() {
		if !strings.HasSuffix(one.Name(), ".tmpl") && one.Tree != nil {
			out[one.Name()] = one.Tree
		}
	}
	return out
}

func TestEveryTextExistsInEveryLanguage(t *testing.T) {
	english := folder(t, fallback)
	for language := range books {
		other := folder(t, language)
		for _, name := range slices.Sorted(maps.Keys(english)) {
			if other[name] == nil {
				t.Errorf("%s has no text %q", language, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(other)) {
			if english[name] == nil {
				t.Errorf("%s has a text %q that nobody asks for", language, name)
			}
		}
	}
}

// TestEveryFileShowsTheSameInEveryLanguage: a field that only one language reads is mistyped, or was forgotten in the other.
func TestEveryFileShowsTheSameInEveryLanguage(t *testing.T) {
	english := fieldsByFile(t, fallback)
	for language := range books {
		for file, fields := range fieldsByFile(t, language) {
			for f := range fields {
				if !english[file][f] {
					t.Errorf("%s/%s shows .%s, the one in English does not", language, file, f)
				}
			}
			for f := range english[file] {
				if !fields[f] {
					t.Errorf("%s/%s does not show .%s, the one in English does", language, file, f)
				}
			}
		}
	}
}

// fieldsByFile lists what the texts of each file show.
func fieldsByFile(t *testing.T, language string) map[string]map[string]bool {
	t.Helper()
	out := map[string]map[string]bool{}
	for _, tree := range folder(t, language) {
		file := tree.ParseName
		if out[file] == nil {
			out[file] = map[string]bool{}
		}
		for _, f := range fieldsOf(tree) {
			out[file][f] = true
		}
	}
	return out
}

// fieldsOf lists the names behind dots, as the printed template shows them.
func fieldsOf(tree *syntax.Tree) []string {
	var out []string
	var walk func(syntax.Node)
	walk = func(n syntax.Node) {
		switch n := n.(type) {
		case *syntax.ListNode:
			if n == nil {
				return
			}
			for _, c := range n.Nodes {
				walk(c)
			}
		case *syntax.ActionNode:
			walk(n.Pipe)
		case *syntax.PipeNode:
			if n == nil {
				return
			}
			for _, c := range n.Cmds {
				for _, a := range c.Args {
					walk(a)
				}
			}
		case *syntax.FieldNode:
			out = append(out, n.Ident...)
		case *syntax.VariableNode:
			out = append(out, n.Ident[1:]...)
		case *syntax.IfNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *syntax.WithNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *syntax.RangeNode:
			walk(n.Pipe)
			walk(n.List)
			walk(n.ElseList)
		case *syntax.TemplateNode:
			walk(n.Pipe)
		}
	}
	walk(tree.Root)
	return out
}

func TestATextThatALanguageLacksIsInEnglish(t *testing.T) {
	got := load(fstest.MapFS{
		"en/a.md.tmpl":  {Data: []byte(`{{define "a"}}one {{template "b"}}{{end}}{{define "b"}}two{{end}}`)},
		"ja/a.md.tmpl":  {Data: []byte(`{{define "b"}}二{{end}}`)},
		"fr/form.yml":   {Data: []byte("language: français")},
		"de/a.md.tmpl":  {Data: []byte(`{{define "a"}}eins{{end}}`)},
		"en/other.html": {Data: []byte(`{{`)},
	})
	for language, want := range map[string]string{"en": "one two", "ja": "one 二", "de": "eins"} {
		if text, err := got[language]().Render("a", nil); text != want || err != nil {
			t.Errorf("%s: %q %v", language, text, err)
		}
	}
	if len(got) != 3 {
		t.Errorf("%d languages, of which one has only a form", len(got))
	}
}

func TestSpansAndDaysAreWrittenInTheLanguage(t *testing.T) {
	for seconds, want := range map[int64][2]string{
		45: {"45 s", "45 秒"}, 37 * 60: {"37 min", "37 分"}, 2*3600 + 5*60: {"2 h 05 min", "2 時間 05 分"},
		3*86400 + 4*3600: {"3 d 4 h", "3 日 4 時間"}, -3600: {"−1 h", "−1 時間"},
	} {
		if got := [2]string{In("en").Span(seconds), In("ja").Span(seconds)}; got != want {
			t.Errorf("%d s: %q, want %q", seconds, got, want)
		}
	}
	pacific, tokyo := time.FixedZone("PST", -8*3600), time.FixedZone("JST", 9*3600)
	at := time.Date(2026, 11, 22, 1, 5, 0, 0, time.UTC)
	if got := In("ja").ShowAll(at, []*time.Location{tokyo, pacific}); got != "01:05 UTC · 10:05 JST · 17:05 PST (−1 日)" {
		t.Error(got)
	}
	if got := In("ja").Show(at.Add(-2*time.Hour), []*time.Location{tokyo}); got != "08:05 JST = 23:05 UTC (−1 日)" {
		t.Error(got)
	}
	if got := In("en").Show(at.Add(-2*time.Hour), []*time.Location{tokyo}); got != "08:05 JST = 23:05 UTC (−1 d)" {
		t.Error(got)
	}
}

// TestEveryNameIsSaidInJapanese: a name of the software that is shown raw would be the one English word on a page.
func TestEveryNameIsSaidInJapanese(t *testing.T) {
	for text, names := range map[string]string{
		"unit":       "s min h d",
		"milestone":  "started detected declared engaged identified mitigated fixed recovered triaged learned improved prepared",
		"phase":      "suspected detection recovery post-incident preparation closed cancelled duplicate",
		"status":     "investigating identified fixing monitoring resolved",
		"quality":    "assumed observed stated",
		"role":       "lead operations communications",
		"keytime":    "ttd tte ttf ttr ttt ttl tti ttp tbf",
		"level":      "high medium low",
		"kind":       "investigate mitigate repair detect prevent prepare",
		"noticed-by": "alert customer colleague myself",
		"source":     "fact comment event",
		"quadrant":   "do-next plan quick-win spike wont-do",
	} {
		for _, name := range strings.Fields(names) {
			got, err := In("ja").Word(text, name)
			if err != nil || strings.ContainsFunc(got, func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) }) || got == "" {
				t.Errorf("%s %s: %q %v", text, name, got, err)
			}
			if english, _ := In("en").Word(text, name); text != "quadrant" && english != name {
				t.Errorf("%s %s: %q in English", text, name, english)
			}
		}
	}
}

func TestAnExampleToPasteIsSaidInJapaneseAndAPersonsWordsAreLeftAlone(t *testing.T) {
	for line, want := range map[string]string{
		"/cancel why": "/cancel 理由", "/inc cancel why": "/inc cancel 理由", "/ack": "/ack", "": "", "/": "/", "12:00": "12:00",
		"/fixed cancel why at 10:05 JST": "/fixed cancel why at 10:05 JST",
	} {
		if got, err := In("ja").Word("say", line); got != want || err != nil {
			t.Errorf("%q: %q %v", line, got, err)
		}
	}
}
