package git

import (
	"strings"
	"testing"
)

func FuzzParseDiff(f *testing.F) {
	f.Add(":100644 100644 aa bb M\x00a.md\x001\t1\ta.md")
	f.Add(":100644 100644 aa bb R100\x00a\x00b\x000\t0\t\x00a\x00b")
	f.Add(":000000 100644 00 bb A\x00bin\x00-\t-\tbin")
	f.Fuzz(func(t *testing.T, text string) {
		changes, err := parseDiff(strings.Split(text, "\x00"))
		if err == nil && len(changes) > strings.Count(text, ":") {
			t.Errorf("%q: %d changes", text, len(changes))
		}
	})
}

func FuzzPatches(f *testing.F) {
	f.Add("diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\ndiff --git a/y b/y\nBinary files differ\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, patch := range patches(text) {
			if patch != "" && !strings.HasPrefix(patch, "@@ ") {
				t.Errorf("%q: the patch %q begins elsewhere", text, patch)
			}
		}
	})
}

func FuzzParseLog(f *testing.F) {
	f.Add("sha\x00tree\x00p1 p2\x00n\x00e\x002026-11-22T03:00:00Z\x00n\x00e\x00never\x00message\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		commits, err := parseLog([]byte(text))
		if err == nil && len(commits) != len(fields([]byte(text)))/logFields {
			t.Errorf("%q: %d commits", text, len(commits))
		}
	})
}
