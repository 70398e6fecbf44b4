package lint

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/wording"
)

// says lists what the review finds, as "line:column rule level".
func says(d Document) []string {
	out := []string{}
	for _, f := range Check(d) {
		out = append(out, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Rule, f.Level))
	}
	return out
}

func TestEachRuleFindsWhatItSaysAndWhere(t *testing.T) {
	const prompt = "_Two sentences: what users saw, and what ended it._"
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"nothing", "", nil},
		{"ordinary prose", "# Postmortem\n\nThe deploy broke checkout. @ben rolled it back.\n", nil},
		{"a prompt left in a draft is advice", "---\nstatus: draft\n---\n## Summary\n\n" + prompt + "\n", []string{"4:4 PM001 warning"}},
		{"a prompt left in a ready document fails", "---\nstatus: ready\n---\n## Summary\n\n" + prompt + "\n", []string{"4:4 PM001 error"}},
		{"an empty section of a ready document fails", "---\r\nstatus: ready\r\n---\r\n## Impact\r\n\r\n## Summary\r\n\r\nFine.\r\n", []string{"4:4 PM001 error"}},
		{"broken front matter is still read for its status", "---\nstatus: ready\nroles: [\n---\n## Summary\n", []string{"5:4 PM001 error"}},
		{"a section with a part below it is not empty", "---\nstatus: ready\n---\n## Summary\n\n### Short\n\nAll fine.\n", nil},
		{"a row out of order", "## Timeline\n\n| UTC | What |\n|---|---|\n| 2026-11-22 10:05 | a |\n| 2026-11-22 10:04 | b |\n", []string{"6:3 PM010 warning"}},
		{"midnight may pass unmarked", "## Timeline\n\n- 23:50 down\n- 00:05 up\n", nil},
		{"a list out of order", "## Timeline\n\n- 11:11 AM - down\n- 10:05 AM - up\n", []string{"4:3 PM010 warning"}},
		{"over an hour of silence in the response", "## Timeline\n\n- 10:00 down\n- 11:01 found\n- 11:05 recovered\n- 15:00 cleaned up\n", []string{"4:3 PM010 note"}},
		{"an hour is no gap", "## Timeline\n\n- 10:00 down\n- 11:00 found\n", nil},
		{"times in another section are no timeline", "## Notes\n\n- 11:00 a\n- 10:00 b\n", nil},
		{"before the detection nobody responds", "---\nmilestones:\n  detected: {at: 2026-11-22T12:00:00Z, quality: stated}\n---\n## Timeline\n\n| UTC | What |\n|---|---|\n| 2026-11-22 10:05 | a |\n| 2026-11-22 12:04 | b |\n", nil},
		{"blame in prose, after wide characters", "決済 ok. Then **@ben** forgot it.\n", []string{"1:15 PM012 warning"}},
		{"blame over two lines stands where it begins", "It was late and\r\n@ben forgot it.\r\n", []string{"2:1 PM012 warning"}},
		{"blame in a table cell", "| a | b |\n|---|---|\n| x | @ben broke it |\n", []string{"3:7 PM012 warning"}},
		{"blame in a heading", "# Operator error\n", []string{"1:3 PM012 warning"}},
		{"an apology is a note", "- sorry, I forgot to remove the lock file\n", []string{"1:3 PM012 note"}},
		{"quotations and code are inert", "> @ben broke it\n\n`@ben broke it`\n\n```\n@ben broke it\n```\n\n    @ben broke it\n", nil},
		{"hidden text is not read", "<!-- @ben broke it -->\n\nFine.\n", nil},
		{"an inert mention is a mention", "@\u2060ben forgot it\n", []string{"1:1 PM012 warning"}},
		{"Japanese blame", "復旧した。担当者が更新を忘れた。\n", []string{"1:6 PM012 warning"}},
		{"a vague item", "## Action items\n\n- Be more careful @ben I:high S:s U:low\n- Add an alert on the pool at 80 % @ben I:high S:s U:low\n", []string{"3:3 PM020 warning"}},
		{"an item of nobody", "## Action items\n\n- Add an alert on the pool at 80 % I:high S:s U:low\n", []string{"3:3 PM021 warning"}},
		{"an item without its size", "## Action items\n\n- Add an alert on the pool at 80 % @ben\n", []string{"3:3 PM021 warning"}},
		{"items in a table", "## Action items\n\n| Item | Importance | Size | Urgency | Kind | Owner |\n|---|---|---|---|---|---|\n| Alert on the pool | high | S | – | detect | nobody yet |\n", []string{"5:3 PM021 warning"}},
		{"nothing that prevents", "## Action items\n\n- Write the runbook for checkout @ben I:high S:s U:low\n", []string{"1:4 PM022 warning"}},
		{"no item at all", "## Action items\n\nNone yet.\n", []string{"1:4 PM022 warning"}},
		{"a personal address", "Ask é jane.doe@acme.io about it.\n", []string{"1:7 PM030 error"}},
		{"an address in code and in the front matter", "---\nwho: j.doe@acme.io\n---\n`j.doe@acme.io`\n", []string{"2:6 PM030 error", "4:2 PM030 error"}},
		{"addresses of nobody", "support@acme.io sre-oncall@acme.io x@example.com git@github.com:acme/shop.git noreply@github.com 1+ben@users.noreply.github.com\n", nil},
		{"a link to nowhere", "See [a](there.md), [b](gone.md), [c](https://x.org/gone.md), ![d](gone.png), [e](../up.md#x).\n", []string{"1:21 PM040 warning", "1:64 PM040 warning"}},
		{"a link to a heading", "# What went well\n\n[a](#what-went-well) [b](#gone)\n", []string{"3:23 PM040 warning"}},
		{"text of the template", "# TODO\n\n<your name> and {{ .X }}, `TODO` stays.\n\n_No response_\n", []string{"1:3 PM050 warning", "3:17 PM050 warning", "5:2 PM050 warning"}},
	}
	for _, tt := range tests {
		got := says(Document{File: "postmortems/2026/a.md", Text: tt.text, Exists: func(path string) bool {
			return path == "postmortems/2026/there.md" || path == "postmortems/up.md"
		}})
		if want := append([]string{}, tt.want...); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", tt.name, got, want)
		}
	}
}

func TestACommentWithAReasonWaives(t *testing.T) {
	tests := map[string]struct {
		text string
		want int
	}{
		"on the same line":                      {"@ben forgot it. <!-- sensible:allow PM012 he asked for it -->\n", 0},
		"on the line before":                    {"Text.\n\n<!-- sensible:allow PM012 he asked for it -->\n@ben forgot it.\n", 0},
		"not two lines before":                  {"Text.\n\n<!-- sensible:allow PM012 he asked for it -->\n\n@ben forgot it.\n", 1},
		"not another rule":                      {"@ben forgot it. <!-- sensible:allow PM020 he asked for it -->\n", 1},
		"not without a reason":                  {"@ben forgot it. <!-- sensible:allow PM012 -->\n", 1},
		"several rules":                         {"@ben forgot it. TODO <!-- sensible:allow PM012, PM050 he asked for it -->\n", 0},
		"for the document, alone at its top":    {"---\na: 1\n---\n\n<!-- sensible:allow PM012 a story about people -->\n\nText.\n\n@ben forgot it.\n\n@ben forgot it.\r\n", 0},
		"not in code":                           {"`<!-- sensible:allow PM012 example -->` @ben forgot it.\n", 1},
		"in a document with ends of line by CR": {"@ben forgot it. <!-- sensible:allow PM012 reason -->\r\n@ben forgot it again\r\n\r\n@ben forgot\r\n", 1},
	}
	for name, tt := range tests {
		got := Check(Document{Text: tt.text})
		if len(got) != tt.want {
			t.Errorf("%s: %v", name, got)
		}
		if name == "not without a reason" && !strings.Contains(got[0].Suggestion, "reason") {
			t.Errorf("%s: %q does not say so", name, got[0].Suggestion)
		}
	}
}

func TestASafeFixIsTheWholeLine(t *testing.T) {
	text := "a\r\nkey: abcdef, mail jane@acme.io.\r\n"
	at := strings.Index(text, "abcdef")
	got := Check(Document{Text: text, Secrets: []Secret{{Start: at, End: at + 6, Kind: "demo-key"}, {Start: -1, End: 3}, {Start: 5, End: 9999}}})
	if len(got) != 2 || got[0].Replacement == nil || *got[0].Replacement != "key: [secret removed], mail jane@acme.io." ||
		got[1].Replacement == nil || *got[1].Replacement != "key: abcdef, mail [address removed]." || !Failing(got) {
		t.Errorf("%+v", got)
	}
	for _, f := range got {
		if strings.Contains(f.Message+f.Suggestion, "abcdef") || strings.Contains(f.Message+f.Suggestion, "jane") {
			t.Errorf("%q repeats what must not be seen", f.Message)
		}
	}
}

func TestTheTemplateItselfOnlyWaits(t *testing.T) {
	for _, file := range []string{"full.md", "light.md"} {
		text, err := os.ReadFile("../testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Check(Document{File: file, Text: string(text)}) {
			if f.Rule != "PM001" && f.Rule != "PM021" || f.Level != Warning {
				t.Errorf("%s: %+v", file, f)
			}
		}
	}
}

func TestTheCorpusHoldsInADocumentToo(t *testing.T) {
	text, err := os.ReadFile("../blame/testdata/blameless.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		verdict, sentence, _ := strings.Cut(row, "\t")
		for _, shape := range []string{"%s\n", "# Postmortem\n\n- %s.\n", "The site was down.\n%s.\nIt came back.\n"} {
			level := ""
			for _, f := range Check(Document{Text: fmt.Sprintf(shape, sentence)}) {
				level += f.Rule + string(f.Level)
			}
			if want := map[string]string{"warn": "PM012warning", "soft": "PM012note", "ok": ""}[verdict]; level != want {
				t.Errorf("%s: %q, want %q", sentence, level, want)
			}
		}
	}
}

func TestEveryFindingHasItsWordsAndBlamesNobody(t *testing.T) {
	names := []string{"lint/reason", "lint/PM022", "lint/PM022/do", "lint/PM001", "lint/PM001/do", "lint/PM050", "lint/PM050/do"}
	for rule, cases := range map[string]string{
		"PM010": "order gap", "PM012": "failing counterfactual careless owned nominal cause sorry", "PM020": "open short",
		"PM021": "both owner isu", "PM030": "secret address", "PM040": "file heading",
	} {
		for _, c := range strings.Fields(cases) {
			names = append(names, "lint/"+rule+"/"+c, "lint/"+rule+"/"+c+"/do")
		}
	}
	for _, r := range rules {
		names = append(names, "lint/"+r.id+"/about")
	}
	for _, language := range languages {
		for _, name := range names {
			var data any = "x"
			if name == "lint/PM010/gap" {
				data = "2 h"
			}
			text, err := wording.In(language).Render(name, data)
			if err != nil || strings.TrimSpace(text) == "" {
				t.Errorf("%s %s: %q %v", language, name, text, err)
			}
			if name == "lint/PM012/nominal" || name == "lint/PM012/about" {
				continue // they name what they look for
			}
			if found := Check(Document{Text: text}); len(found) > 0 {
				t.Errorf("%s %s: %q is found fault with: %v", language, name, text, found)
			}
		}
	}
}

func TestSARIFHasWhatItsReadersNeed(t *testing.T) {
	text, err := SARIF(Check(Document{File: "a b/ü.md", Text: "@ben forgot it\n"}), "en", "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	r := log.Runs[0]
	if log.Version != "2.1.0" || len(r.Tool.Driver.Rules) != len(rules) || len(r.Results) != 1 || r.Results[0].RuleID != r.Tool.Driver.Rules[r.Results[0].RuleIndex].ID ||
		r.Results[0].Locations[0].Physical.Artifact.URI != "a%20b/%C3%BC.md" {
		t.Errorf("%s", text)
	}
	if empty, err := SARIF(nil, "en", ""); err != nil || !strings.Contains(string(empty), `"results": []`) {
		t.Errorf("%s %v", empty, err)
	}
}

// TestALongDocumentIsReadToItsEnd would never end if a rule went wild on any of these; what 65,536 characters cost is the
// benchmark's business.
func TestALongDocumentIsReadToItsEnd(t *testing.T) {
	for _, part := range hostile {
		Check(Document{Text: "## Timeline\n\n" + strings.Repeat(part, 8192/len(part))})
	}
}

func BenchmarkCheckHostile(b *testing.B) {
	for _, part := range hostile {
		b.Run(part, func(b *testing.B) {
			text := "## Timeline\n\n" + strings.Repeat(part, 65536/len(part))
			for b.Loop() {
				Check(Document{Text: text})
			}
		})
	}
}

// hostile are pieces that, repeated, cost a reader more than their length.
var hostile = []string{"@ben and ", "by the operator ", "担当者が", "[a](b) ", "- x\n", "| a ", "> ", "@a forgot it. ", "(((", "**a ", "a@b.", "10:05 ", "<!-- sensible:allow PM012 -->\n", "「", "who "}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"---\nstatus: ready\n---\n## Summary\n", "---\n---", "\ufeff---\r\na: [\r\n---\r\n# x\r\n", "| a |\n|---|\n| @ben's broken PR", "## Timeline\n- 99:99 x\n- 10:05 y", "[a](#%zz) [b](%00)", "<!-- sensible:allow PM012 -->", "\xff@\xfe.aa", "# a\n# a\n[x](#a-1)", "&#64;ben forgot"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, x := range Check(Document{Text: s, Exists: func(string) bool { return false }}) {
			if x.Line < 1 || x.Column < 1 || x.Line > strings.Count(s, "\n")+1 || x.Message == "" {
				t.Errorf("%+v", x)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	text := strings.Repeat("The deploy broke checkout, and @ben rolled it back because the pool was full.\n\n", 800)
	for b.Loop() {
		Check(Document{Text: text})
	}
}
