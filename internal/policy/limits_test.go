package policy

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostile are files made to cost time or memory.
func hostile() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, (mostBytes-16)/len(s)) }
	some := func(s string, n int) string { return strings.Repeat(s, n) }
	bomb := "x-0: &a0 [x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 9; i++ {
		bomb += fmt.Sprintf("x-%d: &a%d [%s*a%d]\n", i, i, some(fmt.Sprintf("*a%d,", i-1), 8), i-1)
	}
	var staircase, keys, people, merges strings.Builder
	for i := 0; staircase.Len() < mostBytes/2; i++ {
		staircase.WriteString(some(" ", i) + "a:\n")
	}
	merges.WriteString("x: &m {k0: 1")
	for i := range mostKeys - 50 {
		fmt.Fprintf(&keys, "k%d: v\n", i)
		if i < 700 {
			fmt.Fprintf(&people, "  k%d: {zone: Asia/Tokyo}\n", i)
			fmt.Fprintf(&merges, ", k%d: 1", i+1)
		}
	}
	merges.WriteString("}\n" + some("- {<<: *m}\n", 700))
	return map[string]string{
		"10 MB": some("a: b\n", 2<<20), "a bomb": bomb, "a bomb that is read": bomb + "pagers: *a8\n", "a staircase": staircase.String(),
		"many keys": keys.String(), "many people": "people:\n" + people.String(), "merge keys": merges.String(),
		"brackets": fill("["), "braces": fill("{"), "flow pairs": fill("{a: "), "dashes": fill("- "), "questions": fill("? "), "lines": fill("a: b\n"),
		"entries": fill("- b\n"), "a quote": `"` + fill("a") + `"`, "words": fill("a\n"), "comments": fill("# a\n"), "newlines": fill("\n"),
		"documents": fill("---\n"), "tabs": fill("\t"), "spaces": fill(" "), "a literal": "a: |\n" + fill(" a\n"), "tags": fill("!!a "),
		"stars": fill("* "), "ands": fill("& "), "a long key": "{? " + fill("a") + ": b}", "Mac line ends": fill("\r"), "folds": fill(">\n"),
		"some brackets": some("[", 4000), "some anchors": some("&a ", 2000), "some tags": some("!a ", 2000), "some keys": some("a: ", 1900),
		"some dashes": some("- ", 4000), "some null keys": some("a:\n", 1400), "some maps": "[" + some("{},", 2500) + "]", "some flow keys": "{" + some("a,", 3900) + "}",
		"holidays": "people: {a: {holidays: [" + some("2026-01-01, ", 3900) + "]}}", "owners": "components: {a: {owners: [" + some("'@', ", 3900) + "]}}",
		"long keys": "x-a:\n" + some("  "+some("k", 126)+":\n    - a\n    - b\n", 900),
	}
}

func TestHostileFilesCostLittle(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			data := []byte(text)
			limit := 50 * time.Millisecond * raceFactor
			best := time.Hour
			var allocated uint64
			for range 20 { // other tests share the machine: one quiet moment is enough
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := time.Now()
				Parse("f", data)
				best = min(best, time.Since(start))
				runtime.ReadMemStats(&after)
				allocated = after.TotalAlloc - before.TotalAlloc
				if best <= limit {
					break
				}
			}
			if best > limit || allocated > 32<<20 {
				t.Errorf("took %v and %d MiB", best, allocated>>20)
			}
		})
	}
}

func TestWhatIsTooMuchIsRefusedWithItsPlace(t *testing.T) {
	tests := []struct{ name, want string }{
		{"10 MB", "f:1:1: the file is larger than 256 KiB: keep only the policy in it"},
		{"some brackets", "f:1:13: this is nested deeper than 12 levels"},
		{"some dashes", "f:1:25: this is nested deeper than 12 levels"},
		{"a long key", "f:1:4: this key is longer than 128 bytes"},
		{"brackets", "f:1:1: the file is too big: it holds 262128 signs of punctuation, at most 20000 are read"},
	}
	for _, tt := range tests {
		if _, problems := Parse("f", []byte(hostile()[tt.name])); problems.String() != tt.want {
			t.Errorf("%s: got %.300s, want %s", tt.name, problems, tt.want)
		}
	}
}

func TestALongExplanationIsNoReasonToRefuse(t *testing.T) {
	text := strings.Repeat("# - don't: [why?] {this} & *that*\n", 6000) + "stage: 2\n"
	if c, problems := Parse("f", []byte(text)); len(problems) > 0 || c.Stage != 2 {
		t.Errorf("got %.300s", problems)
	}
}

func TestNoMoreProblemsAreToldThanAPersonReads(t *testing.T) {
	_, problems := Parse("f", []byte(hostile()["owners"]))
	if len(problems) != mostProblems {
		t.Errorf("got %d problems", len(problems))
	}
}
