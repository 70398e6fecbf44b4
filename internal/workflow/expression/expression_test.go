package expression

import (
	"fmt"
	"testing"
)

var contexts = map[string]any{"github": map[string]any{
	"event_name": "issues",
	"event": map[string]any{
		"issue":  map[string]any{"number": 42.0, "labels": []any{map[string]any{"name": "Incident"}, map[string]any{"name": "bug"}}},
		"sender": map[string]any{"type": "User"},
	},
}}

func TestExpressionsAreReadAsGitHubReadsThem(t *testing.T) {
	for text, want := range map[string]any{
		"github.event.issue.number":                                                                 42.0,
		"github.event.nothing.at.all":                                                               nil,
		"contains(github.event.issue.labels.*.name, 'incident')":                                    true,
		"contains(github.event.nothing.*.name, 'incident')":                                         false,
		"github.event.issue.pull_request == ''":                                                     true,
		"!github.event.issue.pull_request && github.event.sender.type != 'Bot'":                     true,
		"github.event.nothing || github.event.issue.number && 'yes'":                                "yes",
		"false || 0 || '' || null":                                                                  nil,
		"'it''s' == 'IT''S'":                                                                        true,
		"format('{0}/{1}', 'a{1}', 2)":                                                              "a{1}/2",
		"contains(format(fromJSON('\"\\n{0}\"'), 'x\n/ack'), fromJSON('\"\\n/\"'))":                 true,
		"contains(fromJSON('[\"issues\", \"push\"]'), github.event_name)":                           true,
		"startsWith('postmortem/42', 'Postmortem/') == true":                                        true,
		"1 == '1' && (null == 0)":                                                                   true,
		"contains('and/or', fromJSON('\"\\n/\"'))":                                                  false,
		"github.event.issue.labels.*.name":                                                          []any{"Incident", "bug"},
		"(github.event.issue.number || inputs.issue) && format('x/{0}', github.event.issue.number)": "x/42",
	} {
		got, err := Evaluate(text, contexts)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s\n is %v (%v), want %v", text, got, err, want)
		}
	}
	got, err := Text("sensible-${{ github.event.issue.number }}-${{ github.none }}!", contexts)
	if got != "sensible-42-!" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}

func TestWhatIsNoExpressionIsRefused(t *testing.T) {
	for _, text := range []string{"", "(", "a &&", "'open", "contains(", "contains(a", "nope(1)", "a.", "a b", "== 1", "a..b", "fromJSON('{')", "%"} {
		if got, err := Evaluate(text, contexts); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
	if _, err := Text("${{ a", nil); err == nil {
		t.Error("an expression without an end was taken")
	}
}

func FuzzEvaluate(f *testing.F) {
	f.Add("github.event.issue.labels.*.name && !(contains('a', \"b\") || 1 == 2)")
	f.Add("((((((((((!!!!!!")
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = Evaluate(text, contexts) // must end, and not panic
		_, _ = Text(text, contexts)
	})
}
