package form

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAFilledFormGivesTheReportBackInEveryLanguage(t *testing.T) {
	for _, language := range []string{"en", "ja", "", "xx"} {
		for name, r := range map[string]Report{
			"full": {Seen: "Checkout 502\n\nsince the deploy", Severity: "SEV1", Components: []string{"checkout", "card, EU"}, Started: "2026-11-22 01:05 UTC",
				DetectedBy: "customer", Impact: "half of the customers", Links: []string{"https://example.com/a", "https://example.com/b"}, Drill: true},
			"least":            {Seen: "x", Severity: Unknown},
			"another severity": {Seen: "x", Severity: "blocker", DetectedBy: "a probe"},
		} {
			got, ok := Parse(Fill(r, language), "card, EU", "checkout")
			if diff := cmp.Diff(r, got); !ok || diff != "" {
				t.Errorf("%s in %q: %s", name, language, diff)
			}
		}
	}
}

func TestNoAnswerEndsItsFieldEarly(t *testing.T) {
	got, ok := Parse(Fill(Report{Seen: "a\n### Severity\n\nSEV4\n\n### Mode\n\nDrill", Severity: "SEV1"}, "en"))
	if !ok || got.Severity != "SEV1" || got.Drill || !strings.Contains(got.Seen, "SEV4") {
		t.Errorf("%+v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(### (Severity|Mode|Impact|x)|SEV4|Drill|a| |\n){0,20}`).Draw(t, "text")
		got, ok := Parse(Fill(Report{Seen: "x" + text, Severity: "SEV1"}, "en"))
		if !ok || got.Severity != "SEV1" || got.Drill || got.Impact != "" {
			t.Fatalf("%+v", got)
		}
	})
}
