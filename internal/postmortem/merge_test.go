package postmortem

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// merging is one scenario of testdata/merge: what we wrote, what a person made of it, what we would write now, and what
// comes of it.
type merging struct{ wrote, theirs, fresh, want, conflicts string }

func readMerging(t *testing.T, file string) merging {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range a.Files {
		parts[f.Name] = string(f.Data)
	}
	m := merging{parts["wrote.md"], parts["theirs.md"], parts["fresh.md"], parts["want.md"], parts["conflicts"]}
	if m.theirs == "" {
		m.theirs = m.wrote
	}
	if strings.Contains(string(a.Comment), "CRLF") {
		m.theirs, m.want = crlf(m.theirs), crlf(m.want)
	}
	return m
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// body is a document without its record.
func body(text string) string {
	_, b, _ := readRecord(text)
	return strings.TrimRight(b, "\r\n")
}

func TestEveryWayToMeetAPersonsEdit(t *testing.T) {
	files, err := filepath.Glob("testdata/merge/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			s := readMerging(t, file)
			sealed := Seal(s.wrote, nil)
			rec, _, ok := readRecord(sealed)
			if !ok {
				t.Fatalf("no record in\n%s", sealed)
			}
			eol := lineEnding(s.theirs)
			got := Merge(strings.TrimRight(s.theirs, "\r\n")+eol+eol+rec.text(eol), s.fresh)
			if b := body(got.Text); b != strings.TrimRight(s.want, "\r\n") {
				t.Errorf("got\n%s\nwant\n%s", b, s.want)
			}
			var told strings.Builder
			lines := strings.Split(got.Text, "\n")
			for _, c := range got.Conflicts {
				fmt.Fprintf(&told, "%s: %s => %s\n", c.Section, strings.Join(c.Theirs, "/"), strings.Join(c.Ours, "/"))
				if there := strings.TrimRight(strings.Join(lines[c.Start-1:c.End], "/"), "\r"); strings.ReplaceAll(there, "\r", "") != strings.Join(c.Theirs, "/") {
					t.Errorf("lines %d to %d are %q, not %q", c.Start, c.End, there, c.Theirs)
				}
			}
			if told.String() != s.conflicts {
				t.Errorf("conflicts\n%swant\n%s", told.String(), s.conflicts)
			}
			if again := Merge(got.Text, s.fresh); again.Text != got.Text || len(again.Conflicts) != len(got.Conflicts) {
				t.Errorf("a second refresh wrote\n%s", again.Text)
			}
		})
	}
}

func TestWithoutItsRecordADocumentIsLeftAlone(t *testing.T) {
	sealed := Seal("## a\n\ntext\n", nil)
	for name, text := range map[string]string{
		"none": "## a\n\ntext\n", "cut off": strings.TrimSuffix(sealed, "-->\n"), "scribbled in": strings.Replace(sealed, "\n-->", "\nhello\n-->", 1),
	} {
		if got := Merge(text, "## a\n\nother\n"); !got.Untracked || got.Text != text {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := os.Stat("testdata/merge"); err != nil {
		t.Fatal(err)
	}
}

func TestARecordRemembersTheWishThatItAnswered(t *testing.T) {
	sealed := Answer(Seal("## a\n", Answered{"recreate": "c1-l1"}), "ready", "d-1")
	for _, text := range []string{sealed, Merge(sealed, "## a\n\nb\n").Text} {
		if got, ok := AnsweredBy(text); !ok || got["recreate"] != "c1-l1" || got["ready"] != "d-1" {
			t.Errorf("%v %v in\n%s", got, ok, text)
		}
	}
	if Answer("no record", "ready", "d-1") != "no record" {
		t.Error("a document without a record was changed")
	}
}
