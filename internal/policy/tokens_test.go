package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestNoSequenceOfTokensBreaksTheLibrary puts YAML's own signs together in ways that a fuzzer of
// bytes seldom finds: the guard against a breakdown must never be needed.
func TestNoSequenceOfTokensBreaksTheLibrary(t *testing.T) {
	signs := []string{"- ", "? ", ": ", "a: ", "stage: ", "&a ", "*a ", "*a", "!t ", "!!str ", "!!map ", "[", "]", "{", "}", ", ", "|\n", ">-\n", "|2\n", "'q' ", "\"d\" ", "'", "\"",
		"---\n", "--- ", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "# c\n", "\n", "\n  ", "\n    ", " ", "\t", "x", "1 ", "null ", "~", "<<: ", "<<", "true ", ".inf ", "0x", "1e", "-", ":", "@", "`", "é", "\\", "severities:\n  - ", "people:\n  "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 0, 14).Draw(t, "signs"), "")
		_, problems := Parse("f", []byte(text))
		for _, p := range problems {
			if p.Message == unreadable {
				t.Fatalf("%q broke the library", text)
			}
		}
	})
}
