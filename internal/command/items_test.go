package command

import (
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

// onItem judges a line that was written on the issue of an action item.
func onItem(t *testing.T, text string, may incident.Permission) (ledger.Fact, bool) {
	t.Helper()
	lines := Scan(text, ScanOptions{Aliases: JapaneseVerbs})
	if len(lines) != 1 {
		t.Fatalf("%q: %v", text, lines)
	}
	return Judge(lines[0], may, Call{Posted: posted, Actor: incident.Person{ID: 1, Login: "ben"}, Policy: team(t, ""), Item: 5001})
}

func TestOnTheIssueOfAnItemItsOwnVerbsCountAndNoOthers(t *testing.T) {
	tests := map[string]string{ // → the verb, and what is wrong
		"/isu I:high S:s U:medium C:low K:repair": "isu ",
		"/isu I:hgh":                      "isu bad-arguments /isu I:high",
		"/isu I:high colour:red":          "isu ignored-words",
		"/isu":                            "isu needs-argument /isu I:high S:s U:medium C:low",
		"/isu due:2026-12-24":             "isu ",
		"/分類 I:low":                       "isu ",
		"/verified https://example.com/g": "verified ",
		"/verified #12":                   "verified ",
		"/verified it works":              "verified bad-arguments /verified https://… it works",
		"/verified":                       "verified needs-argument /verified https://…",
		"/ack":                            "begin ",
		"/cancel not worth it":            "wontdo ",
		"/cancel":                         "wontdo needs-argument /cancel why",
	}
	for text, want := range tests {
		f, ok := onItem(t, text, incident.TriageAccess)
		got := f.Verb + " "
		if f.Problem != nil {
			got = strings.TrimSpace(f.Verb + " " + f.Problem.Code + " " + strings.Join(f.Problem.Paste, " or "))
		}
		if !ok || got != want || f.Item != 5001 {
			t.Errorf("%q: %q (%v, item %d), want %q", text, got, ok, f.Item, want)
		}
	}
	for _, other := range []string{"/fixed", "/severity 1", "/retest", "/action more", "/close"} {
		if f, ok := onItem(t, other, incident.Admin); ok {
			t.Errorf("%q was judged on an item: %+v", other, f)
		}
	}
	if f, ok := onItem(t, "/isu I:high", incident.Read); !ok || !f.Refused || f.Problem.Code != ledger.NotPermitted {
		t.Errorf("a reader classified an item: %+v %v", f, ok)
	}
}

func TestOnTheIncidentTheItemIsNamedOrTheOnlyOne(t *testing.T) {
	one := incident.ActionItem{Key: "a", Title: "Alert", Number: 7}
	two := incident.ActionItem{Key: "b", Title: "Limit", Number: 8, Repo: "acme/shop"}
	tests := []struct {
		items []incident.ActionItem
		args  string
		code  string
		paste string
	}{
		{[]incident.ActionItem{one}, "I:high", "", ""},
		{[]incident.ActionItem{one, two}, "#7 I:high", "", ""},
		{[]incident.ActionItem{one, two}, "acme/shop#8 I:high", "", ""},
		{[]incident.ActionItem{one, two}, "I:high", ledger.WhichItem, "/isu #7 I:high"},
		{[]incident.ActionItem{one, two}, "#9 I:hgh", ledger.WhichItem, "/isu #7 I:high"},
		{[]incident.ActionItem{{Title: "Alert"}, two}, "U:low", ledger.WhichItem, "/action Alert U:low"},
	}
	for _, tt := range tests {
		state := incident.New(42, "x")
		state.Actions = tt.items
		_, problem := isu.Judge(Call{Args: tt.args, Incident: state})
		if (problem == nil) != (tt.code == "") || problem != nil && (problem.Code != tt.code || problem.Paste[0] != tt.paste) {
			t.Errorf("%q of %d items: %+v, want %s %q", tt.args, len(tt.items), problem, tt.code, tt.paste)
		}
	}
}
