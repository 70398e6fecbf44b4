package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// named finds the paths that a document names in code quotes.
var named = regexp.MustCompile("`((?:internal|cmd|templates|\\.github|\\.ci)/[^`*<> ]+)`")

func TestDocumentsNameOnlyFilesThatExist(t *testing.T) {
	found := 0
	for _, doc := range []string{"README.md", ".github/CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", doc))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(text, -1) {
			found++
			if string(m[1]) == ".github/sensible.yml" { // of a user's repository, not of this one
				continue
			}
			if _, err := os.Stat(filepath.Join("..", "..", string(m[1]))); err != nil {
				t.Errorf("%s names %s, which is not there", doc, m[1])
			}
		}
	}
	if found < 8 {
		t.Fatalf("only %d paths found: the test would prove nothing", found)
	}
}
