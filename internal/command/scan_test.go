package command

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testAliases = map[string]string{"復旧": "recovered", "対応": "ack"}

// corpus reads a file of testdata/scan: fields separated by " :: ", the last
// one a comment in Go's quoting.
func corpus(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/scan/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, " :: ")
		body, err := strconv.Unquote(cells[len(cells)-1])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		cells[len(cells)-1] = body
		out = append(out, cells)
	}
	return out
}

func TestNoDisguisedCommandRuns(t *testing.T) {
	cases := corpus(t, "disguised.txt")
	if len(cases) < 200 {
		t.Fatalf("only %d disguises", len(cases))
	}
	for _, c := range cases {
		// Surrounded by ordinary text, a disguise still is one.
		for _, body := range []string{c[1], c[1] + "\n", strings.ReplaceAll(c[1], "\n", "\r\n"), "hello\n\n" + c[1] + "\n\nbye"} {
			for _, line := range Scan(body, ScanOptions{Aliases: testAliases}) {
				t.Errorf("%s: line %d %q ran in %q", c[0], line.Number, line.Text, body)
			}
		}
	}
}

func TestEveryHonestCommandRuns(t *testing.T) {
	cases := corpus(t, "honest.txt")
	if len(cases) < 60 {
		t.Fatalf("only %d honest comments", len(cases))
	}
	for _, c := range cases {
		for _, body := range []string{c[2], c[2] + "\n", "hello\n\n" + c[2] + "\n\nbye"} {
			if got := verbsOf(Scan(body, ScanOptions{Aliases: testAliases})); got != c[1] {
				t.Errorf("%s: ran %q, want %q, of %q", c[0], got, c[1], body)
			}
		}
	}
}

func verbsOf(lines []Line) string {
	var verbs []string
	for _, l := range lines {
		verbs = append(verbs, l.Verb)
	}
	return strings.Join(verbs, " ")
}

func TestALineTellsNumberTextVerbAndArguments(t *testing.T) {
	body := "Rolled back.\r\n  /Severity\t 1  because of 50 %  \r\n\r\n／sev　２　at　１０:０５\n`/inc FIXED at 10:05 JST\r/note ２ replicas　down"
	want := []Line{
		{Number: 2, Text: "  /Severity\t 1  because of 50 %  ", Verb: "severity", Args: "1  because of 50 %"},
		{Number: 4, Text: "／sev　２　at　１０:０５", Verb: "sev", Args: "2 at 10:05"},
		{Number: 5, Text: "`/inc FIXED at 10:05 JST", Verb: "fixed", Args: "at 10:05 JST", Inc: true},
		{Number: 6, Text: "/note ２ replicas　down", Verb: "note", Args: "２ replicas　down"},
	}
	if diff := cmp.Diff(want, Scan(body, ScanOptions{})); diff != "" {
		t.Error(diff)
	}
}

func TestWhereThePrefixIsRequiredOnlyIncRuns(t *testing.T) {
	got := Scan("/fixed\n/inc ack\n/INC\tfixed\n/inc\n/inc 復旧\n/hold", ScanOptions{PrefixRequired: true, Aliases: testAliases})
	if want := "ack fixed inc recovered"; verbsOf(got) != want {
		t.Errorf("ran %q, want %q", verbsOf(got), want)
	}
}

func TestOnlyTheTextBeforeTheQuotationOfAnEMailCounts(t *testing.T) {
	for name, quotation := range map[string]string{
		"quoted text":                  "> /ack",
		"indented quoted text":         "  > hello",
		"full-width quotation":         "＞ hello",
		"reply header":                 "On Mon, Nov 23, 2026 at 10:05 AM Aiko <aiko@example.com> wrote:",
		"reply header over two lines":  "On Mon, Nov 23, 2026 at 10:05 AM Aiko <\naiko@example.com> wrote:",
		"reply header over lines":      "On Mon, Nov 23, 2026, Aiko\n<aiko@example.com>\nwrote:",
		"Outlook":                      "-----Original Message-----",
		"Outlook in Japanese":          "-----元のメッセージ-----",
		"forwarded":                    "---------- Forwarded message ---------",
		"header field":                 "From: Aiko <aiko@example.com>",
		"header field in bold":         "*From:* Aiko",
		"header field in Japanese":     "差出人: 愛子",
		"full-width colon":             "差出人： 愛子",
		"Gmail in Japanese":            "2026年11月23日(月) 10:05 Aiko <aiko@example.com>:",
		"Apple Mail in Japanese":       "2026/11/23 10:05、Aiko <aiko@example.com>のメール:",
		"wrote, in Japanese":           "愛子さんは書きました：",
		"rule of underscores":          "________________________________",
		"signature":                    "-- ",
		"signature, its space cut off": "--",
		"German":                       "Am 23.11.2026 um 10:05 schrieb Aiko:\n> x",
	} {
		t.Run(name, func(t *testing.T) {
			body := "/fixed\nthanks\n\n" + quotation + "\n\n/recovered\n\n/ack"
			if got := verbsOf(Scan(body, ScanOptions{ByEmail: true})); got != "fixed" {
				t.Errorf("by e-mail ran %q", got)
			}
		})
	}
	if got := verbsOf(Scan("/fixed\n\nFrom: eu-west-1\n\n/recovered", ScanOptions{})); got != "fixed recovered" {
		t.Errorf("written on GitHub ran %q", got)
	}
	if got := verbsOf(Scan("On second thought, all is well.\nWe wrote it down.\n\n/recovered", ScanOptions{ByEmail: true})); got != "recovered" {
		t.Errorf("honest e-mail ran %q", got)
	}
}

func TestTasksAreReadFromTopLevelTaskLists(t *testing.T) {
	body := "Doing:\n- [ ] @ben check the queue\n- [x] @cho-2: drain web-3\n- [X] restart\n- plain\n  - [ ] @eve nested\n\n1. [ ] @acme/sre look\n\n" +
		"> - [ ] @ben quoted\n\n```\n- [ ] @ben code\n```\n\n<details>\n\n- [ ] @ben hidden\n\n</details>\n\n* [ ] @ben two\n  lines\n- [] no\n- [ ]"
	want := []Task{
		{Text: "check the queue", Owner: "ben", Line: 2},
		{Text: "drain web-3", Owner: "cho-2", Done: true, Line: 3},
		{Text: "restart", Done: true, Line: 4},
		{Text: "@acme/sre look", Line: 8},
		{Text: "two lines", Owner: "ben", Line: 22},
	}
	if diff := cmp.Diff(want, Tasks(body)); diff != "" {
		t.Error(diff)
	}
}

// hostile are units that, repeated, cost a parser more than their length.
var hostile = []string{
	"[", "]", "![", "`", "*", "_", "~", "<", "<a ", "<!--", "<b>", "x<b>\n\n", "[a](", "[a](<b", "> ", ">", "- ", "1. ", "* a\n", "\n", " ", "\t",
	"/a\n", "/a\n\n", "x*\n/a\n\n", "`a``b", "*a_", "[a]: /x\n\n", "[^a]: x\n\n", "|", "|a", "a|b\n", "<div>\n\n", "<details>", "</div>\n\n",
	"<!-- \n\n", "x\n", "x\n\n", "&amp;", "\\", "**a ", "[a]", "www.a", "http://a ", "a@b.c ", "<?", "<![CDATA[", "<!A", "#\n", "---\n", "===\n",
	"```\n", "    a\n", "- a\n\n  ", "`/a\n", "*a\n/a\n", "`/a`\n\n", "[x\n/a\n", "~~a\n", ">- ", "> - a\n", "[a\n]: \n", "<div a=\"", "|-|\n", "<table><td>", "<i></u>",
}

// TestTheCostOfAHostileCommentGrowsWithItsLength compares a comment with a quarter of it, in one run: four times the text
// may cost some ten times as much on a noisy machine, but not the sixteen of a parser gone quadratic. How long it takes is
// the benchmark's business.
func TestTheCostOfAHostileCommentGrowsWithItsLength(t *testing.T) {
	const length = 65500
	for _, unit := range hostile {
		for _, body := range []func(n int) string{
			func(n int) string { return strings.Repeat(unit, n/len(unit)) + "\n/fixed" },
			func(n int) string { return "/fixed\n" + strings.Repeat(unit, n/len(unit)) },
		} {
			quarter, whole := quickest(body(length/4), 3), quickest(body(length), 3)
			if whole > 10*quarter && whole > 100*time.Millisecond { // looked at again, longer: it may have been the machine
				quarter, whole = min(quarter, quickest(body(length/4), 15)), min(whole, quickest(body(length), 15))
			}
			if whole > 12*quarter && whole > 100*time.Millisecond {
				t.Errorf("%q repeated: %v, a quarter of it %v", unit, whole, quarter)
			}
		}
	}
}

// quickest is the least of so many, to tell the cost from the machine's noise.
func quickest(body string, times int) time.Duration {
	least := time.Hour
	for range times {
		start := time.Now()
		Scan(body, ScanOptions{})
		least = min(least, time.Since(start))
	}
	return least
}

func BenchmarkScanHostile(b *testing.B) {
	for _, unit := range hostile {
		b.Run(strconv.Quote(unit), func(b *testing.B) {
			body := strings.Repeat(unit, 65500/len(unit)) + "\n/fixed"
			for b.Loop() {
				Scan(body, ScanOptions{})
			}
		})
	}
}
