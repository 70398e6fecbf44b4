package lint

import "testing"

func TestMessageAndSuggestionAreJoinedAsTheirLanguageDoes(t *testing.T) {
	for want, f := range map[string]Finding{
		"No owner. Add one.": {Message: "No owner", Suggestion: "Add one."},
		"担当者がいません。加えてください。":       {Message: "担当者がいません", Suggestion: "加えてください。"},
		"Looks like a secret (x)": {Message: "Looks like a secret (x)"},
	} {
		if got := f.Text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
