package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/ledger"
)

func TestWhereThePrefixIsRequiredItIsOfferedToo(t *testing.T) {
	cfg := team(t, "commands: {prefix: required}\n")
	for line, want := range map[string]string{
		"/inc fxied":                 "/inc fixed",
		"/inc recovered at 3:10 CST": "/inc recovered at 2026-11-21 03:10 America/Chicago",
		"/inc note":                  "/inc note what was seen",
	} {
		f, ok := judgeText(t, line, "recovery", incident.TriageAccess, cfg)
		if !ok || f.Problem == nil || f.Problem.Paste[0] != want {
			t.Errorf("%s: %v %+v, want %s", line, ok, f.Problem, want)
		}
	}
	if _, problem := ReadStarted("3:10 CST", posted, "ben", cfg); problem == nil || !strings.HasPrefix(problem.Paste[0], "/inc started at ") {
		t.Errorf("the form's time offers %+v", problem)
	}
}

// TestPastingASuggestionIsAccepted takes every problem that a command can have in every state, pastes each line that is
// offered, and expects no further problem.
func TestPastingASuggestionIsAccepted(t *testing.T) {
	arguments := []string{
		"", "x", "9", "@nobody", "@cho @ben", "at 3:10 CST", "text at 3:10 CST", "at 25:61", "yesterday maybe", "+nothing",
		"at 2031-01-01 10:05 UTC", "I:hgh", "do it S:huge U:soon", "#42", "#0", "ftp://x", "text | 3:10 CST", "2m ago",
		"unknown at 03:10 IST", "because", "refresh",
	}
	for _, prefix := range []string{"optional", "required"} {
		cfg := team(t, "commands: {prefix: "+prefix+"}\n")
		pasted := 0
		for state := range states() {
			for _, spec := range Table() {
				for _, args := range arguments {
					f, ok := judgeText(t, "/inc "+spec.Verb+" "+args, state, incident.Admin, cfg)
					if !ok || f.Problem == nil {
						continue
					}
					for _, line := range f.Problem.Paste {
						if strings.Contains(line, "…") {
							continue
						}
						pasted++
						again, ok := judgeText(t, line, state, incident.Admin, cfg)
						if !ok || again.Problem != nil {
							t.Errorf("%s %s (%s): offered %q, which is answered by %+v", spec.Verb, args, state, line, again.Problem)
						}
					}
				}
			}
		}
		if pasted < 500 {
			t.Errorf("only %d lines were pasted", pasted)
		}
	}
}

func TestEveryCommandAsksForItsPermissionAndNothingElse(t *testing.T) {
	open := []string{"note", "timeline", "why", "help"} // whoever may comment
	cfg := team(t, "")
	for _, spec := range Table() {
		if got := slices.Contains(open, spec.Verb); got != (spec.Who == incident.NoAccess) || (!got && spec.Who != incident.TriageAccess) {
			t.Errorf("/%s is for %s", spec.Verb, spec.Who)
		}
		for may := incident.NoAccess; may <= incident.Admin; may++ {
			f, ok := judgeText(t, "/"+spec.Verb+" x", "recovery", may, cfg)
			refused := f.Problem != nil && f.Problem.Code == ledger.NotPermitted
			if !ok || refused != (may < spec.Who) {
				t.Errorf("/%s by somebody with %s: refused for that %v", spec.Verb, may, refused)
			}
			if refused && (f.Problem.Detail != "triage" || len(f.Problem.Paste) != 0) {
				t.Errorf("/%s: %+v", spec.Verb, f.Problem)
			}
		}
	}
}
