package inert

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

var hostile = []string{
	"@hana", "@acme/sre", "cc:@hana", "&#64;hana", "@\u202ehana", "@\u200bhana", "＠hana", "a@b.example",
	"#1", "fixes #1", "Fixes: acme/shop#12", "GH-1", "gh-22", "&#35;1", "#\u20661", "https://github.com/acme/shop/issues/1",
	"closes https://github.com/acme/shop/pull/12", "<!-- hidden", "-->", "<b>", "<script>alert(1)</script>", "<img src=x onerror=y>",
	"<details>", "<!channel>", "<@U123>", "<https://evil.example|click>", "[x](javascript:alert(1))", "![x](https://x.example/a.png)",
	"[x]: https://x.example", "[^1]", "**bold**", "_it_", "~~gone~~", "`code`", "``` fence", "~~~", "# heading", "- item", "1. item", "+ x",
	"> quote", "| a | b |", "|---|---|", "---", "===", "    code", "\tcode", "a\\", "\\", "\\@hana", "\\#1", "$x$", ":tada:", "/fixed", "- [ ] @ben do",
	"line\nbreak", "cr\rlf\r\n", "\u2028", "\x00", "\xff\xfe", "\u202eevil", "http://x.example/@hana#1_*a*", "<a@b.example>", "- - -", "***", "a  \nb", "http://a|b|@c",
	"https://x.example/`a`\\", "&lt;b&gt;", "&amp;", "! [a](b)", "]( )", "www.example.com/@hana", "@", "#", "x@", "x#",
}

var (
	liveMention = regexp.MustCompile(`@[A-Za-z0-9]`)
	liveNumber  = regexp.MustCompile(`#[0-9]`)
	liveGH      = regexp.MustCompile(`(?i)\bGH-[0-9]`)
	liveAddress = regexp.MustCompile(`/(issues|pull|discussions)/[0-9]`)
)

// alive returns what in a Markdown text GitHub would act upon; empty where it is inert.
func alive(markdown string) string {
	source := []byte(markdown)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	var seen strings.Builder
	found := ""
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock, *ast.Image, *ast.Heading, *ast.FencedCodeBlock, *ast.CodeBlock, *ast.Emphasis, *ast.ThematicBreak, *tables.Strikethrough, *tables.TaskCheckBox:
			found = fmt.Sprintf("a %s", n.Kind())
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			seen.Write(n.URL(source))
		case *ast.Text:
			seen.Write(n.Segment.Value(source))
		case *ast.String:
			seen.Write(n.Value)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return err.Error()
	}
	shown := strings.NewReplacer("&#64;", "@", "&#35;", "#").Replace(seen.String())
	for _, re := range []*regexp.Regexp{liveMention, liveNumber, liveGH, liveAddress} {
		if m := re.FindString(shown); m != "" {
			found = "live " + m
		}
	}
	if strings.Contains(markdown, "<!--") || strings.ContainsAny(markdown, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\x00") {
		found = "a marker or control"
	}
	return found
}

// places are where texts of ours quote somebody.
var places = map[string]func(string) string{
	"a paragraph":           func(s string) string { return "Impact: " + Line(s) },
	"the start of a line":   func(s string) string { return Line(s) },
	"a list item":           func(s string) string { return "- " + Line(s) + "\n- next" },
	"a line between others": func(s string) string { return "before\n" + Line(s) + "\nafter" },
	"a quotation":           func(s string) string { return "seen:\n\n" + Block(s) + "\n\nafter" },
	"a title of a link":     func(s string) string { return "see " + Link(s, "https://x.example/a") },
	"an address of a link":  func(s string) string { return "see " + Link("title", "https://x.example/"+s) },
	"a code span":           func(s string) string { return "paste " + Code(s) + " now" },
	"a mention":             func(s string) string { return "by " + strings.TrimPrefix(Mention("-"+s), "@") },
}

func TestNothingQuotedIsAliveAnywhere(t *testing.T) {
	for place, in := range places {
		for _, s := range hostile {
			if got := alive(in(s)); got != "" && !(place == "a code span" && strings.HasPrefix(got, "live")) {
				t.Errorf("%q in %s is %s: %q", s, place, got, in(s))
			}
		}
	}
}

func TestATableStaysATable(t *testing.T) {
	for _, s := range hostile {
		table := "| a | b |\n|---|---|\n| " + Line(s) + " | end |\n"
		root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader([]byte(table)))
		var cells []string
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if cell, ok := n.(*tables.TableCell); ok && entering {
				last := ""
				if t, ok := cell.LastChild().(*ast.Text); ok {
					last = string(t.Segment.Value([]byte(table)))
				}
				cells = append(cells, last)
			}
			return ast.WalkContinue, nil
		})
		if len(cells) != 4 || cells[0] != "a" || cells[1] != "b" || cells[3] != "end" {
			t.Errorf("%q breaks the table: %q: %q", s, table, cells)
		}
	}
}

func TestWhatIsReadStaysTheSameToTheEye(t *testing.T) {
	for in, want := range map[string]string{
		"plain words, 10:05 JST (ok)":   "plain words, 10:05 JST (ok)",
		"see https://x.example/a_b?c=1": "see https://x.example/a_b?c=1",
		"@hana":                         "@\u2060hana",
		"a & b < c":                     "a &amp; b &lt; c",
		"one\n  two\tthree ":            "one two three",
		"abc1234def deployed":           "abc1234def deployed",
		"C# and F#":                     "C# and F#\u2060",
		"":                              "",
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) is %q, want %q", in, got, want)
		}
	}
	if got := Block("a\n\nb @c"); got != "> a\n>\n> b @\u2060c" {
		t.Errorf("Block: %q", got)
	}
	if got := Plain("fixes #1 *as is*"); got != "fixes #\u20601 *as is*" {
		t.Errorf("Plain: %q", got)
	}
}

func TestCodeIsCopiedExactly(t *testing.T) {
	for in, want := range map[string]string{"/fixed": "`/fixed`", "a `b` c": "``a `b` c``", "`": "`` ` ``", "": ""} {
		if got := Code(in); got != want {
			t.Errorf("Code(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestOnlyALoginIsMentioned(t *testing.T) {
	for login, want := range map[string]string{"hana": "@hana", "o-o": "@o-o", "a b": "a b", "acme/sre": "acme/sre", "": ""} {
		if got := Mention(login); got != want {
			t.Errorf("Mention(%q) is %q, want %q", login, got, want)
		}
	}
}

func TestOnlyTheWebIsLinked(t *testing.T) {
	for url, want := range map[string]string{
		"https://x.example/a(b)": "[t](https://x.example/a%28b%29)",
		"javascript:alert(1)":    "t javascript:alert(1)",
		"https://x.example/ b":   "t https://x.example/ b",
		"https:///x":             "t https:///x",
	} {
		if got := Link("t", url); got != want {
			t.Errorf("Link to %q is %q, want %q", url, got, want)
		}
	}
}

func TestClippingCountsCharacters(t *testing.T) {
	if got := Clip("日本語です", 3); got != "日本語…" {
		t.Errorf("%q", got)
	}
	if got := Clip("abc", 3); got != "abc" {
		t.Errorf("%q", got)
	}
}

func TestPiecesOfHostileTextsAreInertInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 1, 5).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "glue"))
		for place, in := range places {
			if got := alive(in(s)); got != "" && !(place == "a code span" && strings.HasPrefix(got, "live")) {
				t.Fatalf("%q in %s is %s: %q", s, place, got, in(s))
			}
		}
	})
}

func FuzzLine(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for place, in := range places {
			out := in(s)
			if got := alive(out); got != "" && !(place == "a code span" && strings.HasPrefix(got, "live")) {
				t.Fatalf("%q in %s is %s: %q", s, place, got, out)
			}
			if !utf8.ValidString(out) {
				t.Fatalf("%q in %s is no UTF-8: %q", s, place, out)
			}
		}
	})
}
