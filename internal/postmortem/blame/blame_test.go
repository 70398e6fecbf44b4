package blame

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var verdicts = map[string]Verdict{"warn": Blame, "soft": Apology, "ok": Fine}

// TestSentencesAreJudgedAsTheirTablesSay reads testdata/*.tsv: verdict, tab, sentence. blameless.tsv is the product's
// corpus of sentences from public incident reports, the others are our own.
func TestSentencesAreJudgedAsTheirTablesSay(t *testing.T) {
	files, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
			name, sentence, ok := strings.Cut(line, "\t")
			want, known := verdicts[name]
			if !ok || !known {
				t.Fatalf("%s:%d: %q is no row", file, n+2, line)
			}
			m := Judge(sentence)
			if m.Verdict != want {
				t.Errorf("%s:%d: %s\n\tjudged %d (%s), want %s", file, n+2, sentence, m.Verdict, m.Kind, name)
			}
			if m.Verdict != Fine && (m.Start < 0 || m.Start >= m.End || m.End > len(sentence)) {
				t.Errorf("%s:%d: %s\n\tmarked %d to %d of %d", file, n+2, sentence, m.Start, m.End, len(sentence))
			}
		}
	}
}

func FuzzJudge(f *testing.F) {
	for _, s := range []string{"@ben's broken PR", "didn't", "' ’ \"", "by @", "担当者が忘れた", "\xff\xfe who", "by by by from of", "team", "@", "s' ", "If"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := Judge(s)
		if m.Start < 0 || m.End > len(s) || m.Start > m.End {
			t.Errorf("%+v of %d bytes", m, len(s))
		}
	})
}
