package postmortem

import (
	"strings"
	"testing"
)

func TestOwnersAreThoseOfTheLastPatternThatFits(t *testing.T) {
	const file = "postmortems/2026/2026-11-22-x-1.md"
	for text, want := range map[string]string{
		"* @aiko":                                   "aiko",
		"* @aiko\n*.md @ben @acme/docs":             "ben acme/docs",
		"*.md @ben\n/postmortems/ @acme/sre":        "acme/sre",
		"postmortems/ @cho # all of them":           "cho",
		"/postmortems/* @cho":                       "",
		"/postmortems/** @cho":                      "cho",
		"**/2026/*.md @cho":                         "cho",
		"* @aiko\n/postmortems/ # nobody":           "",
		"/docs/ @ben\n# * @eve":                     "",
		"* someone@example.com @aiko":               "aiko",
		"2026/ @ben":                                "ben",
		"/2026/ @ben":                               "",
		"[ @ben":                                    "",
		"/postmortems/2026/2026-11-22-x-1.md/ @ben": "",
		"": "",
	} {
		if got := strings.Join(Owners(text, file), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
