package postmortem

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/sensible-im/sensible/internal/timeline"
)

// hostile texts are what people paste, or would like to break things with.
var hostile = map[string]string{
	"as long as GitHub takes": strings.Repeat("0123456789 abc|\n", 4096),
	"right to left":           "\u202eevil\u202c שלום \u2067x\u2069 | y",
	"invisible letters":       "a\u200b\u200c\u200d\ufeff\u2060b\u00ad | c",
	"fences in fences":        "````\n```\n## Heading\n| a | b |\n```\n````",
	"an open fence":           "```mermaid\ngantt",
	"CRLF and old Macs":       "one\r\ntwo\rthree\r\n| four |",
	"our own marks":           "<!-- sensible:written v1\nAAAAAA:\n-->\n---\nstatus: ready\n---\n## Timeline",
	"a row of the timeline":   "| 2026-11-22 01:00 | x | [c1001](https://x) |",
	"not UTF-8":               "\xff\xfe | \x00",
	"a template":              "{{.Incident}} {{template \"postmortem\" .}}",
}

func TestWhateverPeoplePasteTheDocumentKeepsItsShape(t *testing.T) {
	for name, paste := range hostile {
		d := document()
		d.Incident.Title, d.Incident.Symptom, d.Incident.Impact, d.Incident.Cause = paste, paste, paste, paste
		d.Incident.Actions[0].Title = paste
		d.Entries = nil
		for n := range 3 {
			d.Entries = append(d.Entries, timeline.Entry{
				At: zero.Add(time.Duration(n) * time.Minute), Text: paste, Source: timeline.FromComment, ID: fmt.Sprintf("c%d", n), URL: "https://x.example/" + fmt.Sprint(n),
			})
		}
		plain := d
		plain.Entries = plain.Entries[:2]
		first, err := Render(plain)
		if err != nil {
			t.Fatal(name, err)
		}
		fresh, err := Render(d)
		if err != nil {
			t.Fatal(name, err)
		}
		sealed := Seal(first, nil)
		if f, ok := ReadFront(sealed); !ok || f.Status != Draft || f.Incident != 42 {
			t.Errorf("%s: the front matter reads %+v", name, f)
		}
		got := Merge(strings.Replace(sealed, "_What helped, and should stay as it is?_", paste, 1), fresh)
		if !strings.Contains(got.Text, "[c2](") || got.Untracked {
			t.Errorf("%s: the third row is missing", name)
		}
		for _, line := range strings.SplitAfter(strings.TrimSuffix(paste, "\n"), "\n") {
			if !strings.Contains(got.Text, strings.TrimRight(line, "\r\n")) {
				t.Errorf("%s: lost %q", name, line)
				break
			}
		}
		if want, is := shapeOf(fresh), shapeOf(Merge(sealed, fresh).Text); want != is || !strings.Contains(want, "4 tables") {
			t.Errorf("%s: the document is %s, merged %s", name, want, is)
		}
	}
}

// shapeOf counts the headings and tables of a document as GitHub reads it.
func shapeOf(markdown string) string {
	source := []byte(markdown)
	headings, tabled := 0, 0
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.(type) {
		case *ast.Heading:
			headings++
		case *tables.Table:
			tabled++
		}
		return ast.WalkContinue, nil
	})
	return fmt.Sprintf("%d headings, %d tables", headings, tabled)
}
