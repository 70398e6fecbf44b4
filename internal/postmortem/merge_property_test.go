package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sensible-im/sensible/internal/timeline"
)

// facts are what a generated document tells; drawing them again is news.
type facts struct {
	sections []string
	lines    map[string][]string
	rows     []string
}

func drawFacts(t *rapid.T, name string) facts {
	f := facts{lines: map[string][]string{}}
	for _, s := range []string{"Summary", "Impact", "Timeline", "Key times", "Unknowns"} {
		if rapid.Float64().Draw(t, name+s) < 0.85 {
			f.sections = append(f.sections, s)
		}
		f.lines[s] = rapid.SliceOfN(rapid.SampledFrom([]string{"alpha", "beta", "gamma", "", "- item", "```", "| a | b |"}), 0, 5).Draw(t, name+s+"lines")
	}
	for n := range 6 {
		if rapid.Bool().Draw(t, fmt.Sprint(name, "row", n)) {
			f.rows = append(f.rows, fmt.Sprintf("| 2026-11-22 01:%02d | %s | [c%d](https://x/%d) |", n*7, rapid.SampledFrom([]string{"began", "ended"}).Draw(t, fmt.Sprint(name, "says", n)), n, n))
		}
	}
	return f
}

func (f facts) render() string {
	out := []string{"---", "status: draft", "---", "", "# Title", ""}
	for _, s := range f.sections {
		out = append(out, "## "+s, "")
		if s == "Timeline" {
			out = append(append(out, "| UTC | What | Source |", "|---|---|---|"), f.rows...)
		} else {
			out = append(out, f.lines[s]...)
			if open := strings.Count(strings.Join(f.lines[s], "\n"), "```"); open%2 == 1 {
				out = append(out, "```")
			}
		}
		out = append(out, "")
	}
	return strings.Join(out, "\n")
}

// edit changes a document as a person may: any line above the record, to anything. It returns the lines that are theirs.
func edit(t *rapid.T, text string) (string, []string) {
	_, b, _ := readRecord(text)
	record := text[len(b):]
	lines := linesOf(b)
	var theirs []string
	for n := range rapid.IntRange(1, 6).Draw(t, "edits") {
		if len(lines) == 0 {
			break
		}
		at := rapid.IntRange(0, len(lines)-1).Draw(t, "at")
		word := rapid.SampledFrom([]string{"mine", "## mine", "| 2026-11-22 01:09 | mine | me |", "mine \u202e\u200b", "mine\xff", "| mine | [c1](https://x/1) |", "  mine  "}).Draw(t, "word")
		own := fmt.Sprintf("%s %d%s", word, n, rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			lines = slices.Insert(lines, at, own)
			theirs = append(theirs, own)
		case 1:
			theirs = slices.DeleteFunc(theirs, func(l string) bool { return l == lines[at] })
			lines[at] = own
			theirs = append(theirs, own)
		default:
			theirs = slices.DeleteFunc(theirs, func(l string) bool { return l == lines[at] })
			lines = slices.Delete(lines, at, at+1)
		}
	}
	return strings.Join(lines, "") + record, theirs
}

func TestRefreshKeepsEveryByteOfAPersonAndThenHasNothingToDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := drawFacts(t, "first").render()
		text, mine := edit(t, Seal(first, nil))
		if same := Merge(text, first); same.Text != text || len(same.Conflicts) > 0 {
			t.Fatalf("without news it wrote\n%s", same.Text)
		}
		for round := range 3 {
			fresh := drawFacts(t, fmt.Sprint("news", round)).render()
			got := Merge(text, fresh)
			for _, l := range mine {
				if !slices.Contains(linesOf(got.Text), l) {
					t.Fatalf("lost %q: was\n%q\nfresh\n%q\ngot\n%q", l, text, fresh, got.Text)
				}
			}
			again := Merge(got.Text, fresh)
			if again.Text != got.Text || len(again.Conflicts) != len(got.Conflicts) {
				t.Fatalf("a second refresh changed\n%s\ninto\n%s", got.Text, again.Text)
			}
			text = got.Text
		}
	})
}

func TestWhatNobodyTouchedBecomesWhatIsWanted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawFacts(t, "a").render(), drawFacts(t, "b").render()
		got := Merge(Seal(a, nil), b)
		if len(got.Conflicts) > 0 || body(got.Text) != strings.TrimRight(b, "\n") {
			t.Fatalf("from\n%s\ngot\n%s\nwant\n%s", a, got.Text, b)
		}
	})
}

func TestADeletedRowNeverComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts{sections: []string{"Timeline"}}
		for n := range 5 {
			f.rows = append(f.rows, fmt.Sprintf("| 2026-11-22 01:%02d | x | [c%d](https://x/%d) |", n, n, n))
		}
		gone := rapid.IntRange(0, 4).Draw(t, "gone")
		text := strings.Replace(Seal(f.render(), nil), f.rows[gone]+"\n", "", 1)
		for range 3 {
			news := facts{sections: f.sections}
			for n, r := range f.rows {
				if n == gone || rapid.Bool().Draw(t, "kept") {
					news.rows = append(news.rows, strings.Replace(r, "| x |", "| y |", 1))
				}
			}
			text = Merge(text, news.render()).Text
			if strings.Contains(body(text), fmt.Sprintf("[c%d]", gone)) {
				t.Fatalf("row %d is back:\n%s", gone, text)
			}
		}
	})
}

func FuzzMerge(f *testing.F) {
	f.Add(Seal("## a\n\nb\n", nil), "## a\n\nc\n")
	f.Add("---\n"+recordStart+"\nabcdef:\n-->", "\r\n## x")
	f.Fuzz(func(t *testing.T, theirs, fresh string) {
		once := Merge(theirs, fresh)
		if twice := Merge(once.Text, fresh); twice.Text != once.Text {
			t.Fatalf("%q then %q", once.Text, twice.Text)
		}
	})
}

func BenchmarkMergeOfTenThousandRows(b *testing.B) {
	f := facts{sections: []string{"Timeline"}}
	for n := range 10000 {
		f.rows = append(f.rows, fmt.Sprintf("| 2026-11-22 01:%02d | x | [c%d](https://x/%d) |", n%60, n, n))
	}
	text, fresh := Seal(f.render(), nil), strings.ReplaceAll(f.render(), "| x |", "| y |")
	for b.Loop() {
		Merge(text, fresh)
	}
}

func BenchmarkDocumentOfTenThousandRows(b *testing.B) {
	d := document()
	for n := range 10000 {
		d.Entries = append(d.Entries, timeline.Entry{At: zero.Add(time.Duration(n) * time.Second), Text: "a note about the queue, of the usual length", Source: timeline.FromComment, ID: fmt.Sprint("c", n), URL: "https://x.example/" + fmt.Sprint(n)})
	}
	for b.Loop() {
		text, err := Render(d)
		if err != nil {
			b.Fatal(err)
		}
		Merge(Seal(text, nil), text)
	}
}
