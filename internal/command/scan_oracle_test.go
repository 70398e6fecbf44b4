package command

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	dom "golang.org/x/net/html"
	"pgregory.net/rapid"
)

// shownAtTop renders a comment as HTML and reads it as a browser would. It
// returns all the text that stands in a <p> of the <body>, with nothing else
// around it.
func shownAtTop(t interface{ Fatal(...any) }, body string) string {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(html.WithUnsafe()))
	var out bytes.Buffer
	if err := md.Convert([]byte(strings.Join(splitLines(body), "\n")), &out); err != nil {
		t.Fatal(err)
	}
	root, err := dom.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for n := range root.Descendants() {
		p := n.Parent
		if p.Data == "p" { // or directly in the body, behind a stray </p>
			p = p.Parent
		}
		if n.Type == dom.TextNode && p.Data == "body" {
			shown.WriteString(n.Data + "\n")
		}
	}
	return shown.String()
}

// checkShown fails where a line ran that a reader does not see at the top.
func checkShown(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, body string) {
	lines := Scan(body, ScanOptions{Aliases: testAliases})
	if len(lines) == 0 {
		return
	}
	shown := strings.ToLower(shownAtTop(t, body))
	for _, line := range lines {
		if word := "/" + line.Verb; !line.Inc && !strings.HasPrefix(strings.TrimLeft(line.Text, " `"), "／") && !strings.Contains(shown, word) {
			t.Errorf("line %d %q ran, but a reader sees only %q of %q", line.Number, line.Text, shown, body)
		}
	}
}

func TestWhatRunsIsSeenAtTheTopOfThePage(t *testing.T) {
	for _, c := range corpus(t, "honest.txt") {
		if !strings.Contains(c[2], "復") {
			checkShown(t, c[2])
		}
	}
}

// TestAnyMixtureRunsOnlyWhatIsSeen plants commands, each with a verb of its
// own, between pieces of Markdown and HTML in any order.
func TestAnyMixtureRunsOnlyWhatIsSeen(t *testing.T) {
	pieces := []string{
		"text", "```", "~~~", "> ", "- ", "1. ", "    ", "# ", "---", "===", "|a|b|", "|-|-|", "`", "``", "*", "**", "_", "~~", "[", "](x)", "]", "![",
		"<details>", "</details>", "<div>", "</div>", "<div title=\"", "\">", "<!--", "-->", "--!>", "<b>", "</b>", "<span>", "</span>", "<p>", "</p>",
		"<table>", "<tr><td>", "</td>", "</table>", "<br>", "<ul><li>", "</ul>", "<pre>", "</pre>", "<?", "?>", "<![CDATA[", "]]>", "[a]: b", "[^1]: c", "[^1]",
		"\\", "&lt;", "<svg>", "</svg>", "<a href='x'>", "</a>", "<details/>", "<s>", "<textarea>", "</textarea>", "<button>", "</button>", "<summary>",
		"\n", "\n", "\n", "\n\n", "\n\n", "\n\n", " ", "   ",
	}
	rapid.Check(t, func(t *rapid.T) {
		var body strings.Builder
		for i := range rapid.IntRange(1, 12).Draw(t, "pieces") {
			body.WriteString(rapid.SampledFrom(pieces).Draw(t, "piece"))
			if rapid.Bool().Draw(t, "command") {
				body.WriteString("\n" + rapid.SampledFrom([]string{"", "\n", "`", " "}).Draw(t, "before") + "/verb" + strings.Repeat("x", i) + "-end\n")
			}
		}
		checkShown(t, body.String())
	})
}

func TestNothingInsideAContainerEverRuns(t *testing.T) {
	wrap := map[string]func([]string) string{
		"fence":   func(l []string) string { return "~~~~~~~~~~\n" + strings.Join(l, "\n") + "\n~~~~~~~~~~" },
		"quote":   func(l []string) string { return "> " + strings.Join(l, "\n> ") },
		"list":    func(l []string) string { return "- item\n  " + strings.Join(l, "\n  ") },
		"indent":  func(l []string) string { return "    " + strings.Join(l, "\n    ") },
		"details": func(l []string) string { return "<details>\n\n" + strings.Join(l, "\n") + "\n\n</details>" },
	}
	inner := rapid.SampledFrom([]string{"/fixed", "`/ack", "text", "", "", "# h", "> q", "- i", "```", "*a", "b*", "<b>", "[x]: y", "／fixed", "---"})
	for name, in := range wrap {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				body := in(rapid.SliceOfN(inner, 1, 12).Draw(t, "lines"))
				if got := Scan(body, ScanOptions{}); len(got) > 0 {
					t.Fatalf("%q ran in %q", got[0].Text, body)
				}
			})
		})
	}
}

func FuzzScan(f *testing.F) {
	for _, name := range []string{"honest.txt", "disguised.txt"} {
		for _, c := range corpus(f, name) {
			f.Add(c[len(c)-1], false)
		}
	}
	f.Fuzz(func(t *testing.T, body string, byEmail bool) {
		source := splitLines(body)
		last := 0
		for _, line := range Scan(body, ScanOptions{ByEmail: byEmail}) {
			if line.Number <= last || line.Number > len(source) || source[line.Number-1] != line.Text {
				t.Errorf("line %d is not %q", line.Number, line.Text)
			}
			if verb, ok := readVerb(line.Verb, nil); !ok || verb != line.Verb {
				t.Errorf("verb %q", line.Verb)
			}
			last = line.Number
		}
		for _, task := range Tasks(body) {
			if task.Line < 1 || task.Line > len(source) {
				t.Errorf("task on line %d", task.Line)
			}
		}
	})
}
