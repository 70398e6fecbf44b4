package policy

import (
	"fmt"
	"strings"
	"testing"
)

// configured turns on all that is "on where configured".
const configured = "pagers: [{type: ntfy, url_env: N}]\nannounce: {slack: {channel: '#i'}}\n"

func parsed(t *testing.T, text string) Config {
	t.Helper()
	c, problems := Parse("f", []byte(text))
	if len(problems) > 0 {
		t.Fatalf("%s:\n%s", text, problems)
	}
	return c
}

func postmortems(c Config) string {
	var all []string
	for _, s := range c.Severities {
		all = append(all, string(s.Postmortem))
	}
	return strings.Join(all, " ")
}

func rules(s Settings) string {
	var on []string
	for _, rule := range NudgeRules() {
		if _, ok := s.Nudges[rule]; ok {
			on = append(on, rule)
		}
	}
	return strings.Join(on, " ")
}

// TestTheTableOfStagesHoldsCellByCell is the table "By stage" of the outer contract, row by row.
func TestTheTableOfStagesHoldsCellByCell(t *testing.T) {
	all := strings.Join(NudgeRules(), " ")
	rows := []struct {
		name string
		of   func(Config, Settings) any
		want [3]any
	}{
		{"pin the card", func(_ Config, s Settings) any { return s.PinCard }, [3]any{false, true, true}},
		{"central board", func(_ Config, s Settings) any { return s.CentralBoard }, [3]any{false, false, true}},
		{"postmortems", func(c Config, _ Settings) any { return postmortems(c) }, [3]any{"none none none none", "light light none none", "required required light none"}},
		{"nudges", func(_ Config, s Settings) any { return rules(s) }, [3]any{"", "no_severity not_acknowledged no_update", all}},
		{"mode of nudges", func(_ Config, s Settings) any { return s.NudgeMode }, [3]any{NudgeOff, NudgeComment, NudgeComment}},
		{"pages, ladder, handover", func(_ Config, s Settings) any { return s.Pages }, [3]any{false, false, true}},
		{"announcements", func(_ Config, s Settings) any { return s.Announcements }, [3]any{false, true, true}},
		{"action items", func(_ Config, s Settings) any { return s.ActionItems }, [3]any{ActionIssues, ActionIssues, ActionBoard}},
		{"next-step line", func(_ Config, s Settings) any { return s.NextStep }, [3]any{false, true, true}},
		{"closing comment", func(_ Config, s Settings) any { return s.ClosingComment }, [3]any{false, true, true}},
		{"what changed", func(_ Config, s Settings) any { return s.WhatChanged }, [3]any{false, false, true}},
		{"similar incidents", func(_ Config, s Settings) any { return s.Similar }, [3]any{false, false, true}},
		{"on_missing", func(_ Config, s Settings) any { return s.OnMissing }, [3]any{Remind, Remind, Remind}},
		{"drills' invitation", func(_ Config, s Settings) any { return s.DrillInvitation.String() }, [3]any{"off", "off", "30d"}},
	}
	for _, row := range rows {
		for stage := range 3 {
			c := parsed(t, fmt.Sprintf("stage: %d\n%s", stage, configured))
			if got := row.of(c, c.Effective()); got != row.want[stage] {
				t.Errorf("%s at stage %d: got %v, want %v", row.name, stage, got, row.want[stage])
			}
		}
	}
}

func TestWhatIsNotConfiguredIsOffAtAnyStage(t *testing.T) {
	s := parsed(t, "stage: 2").Effective()
	if s.Pages || s.Announcements {
		t.Errorf("got %+v", s)
	}
}

func TestASingleSettingOverridesItsStage(t *testing.T) {
	tests := []struct {
		name, text string
		of         func(Config, Settings) any
		want       any
	}{
		{"a severity's postmortem", "stage: 2\nseverities: [{name: sev1, postmortem: none}, {name: sev2}]", func(c Config, _ Settings) any { return postmortems(c) }, "none required"},
		{"a listed severity without postmortem takes the stage's", "stage: 2\nseverities: [{name: critical}, {name: major}, {name: minor}, {name: a}, {name: b}]", func(c Config, _ Settings) any { return postmortems(c) }, "required required light none none"},
		{"a default's name counts before its rank", "stage: 2\nseverities: [{name: sev1}, {name: sev3}]", func(c Config, _ Settings) any { return postmortems(c) + fmt.Sprint(c.Severities[1].Page) }, "required lightfalse"},
		{"the stage may stand after the severities", "severities: [{name: x}]\nstage: 2", func(c Config, _ Settings) any { return postmortems(c) }, "required"},
		{"nudges off at stage 2", "stage: 2\nnudges: {mode: off}", func(_ Config, s Settings) any { return s.NudgeMode + rules(s) }, "off"},
		{"nudges on at stage 0", "stage: 0\nnudges: {mode: comment}", func(_ Config, s Settings) any { return rules(s) }, "no_severity not_acknowledged no_update"},
		{"one rule on at stage 0", "stage: 0\nnudges: {rules: {idle: {after: 3h}}}", func(_ Config, s Settings) any { return s.NudgeMode + " " + rules(s) + s.Nudges[Idle].String() }, "comment idle3h"},
		{"one rule off", "nudges: {rules: {no_severity: false}}", func(_ Config, s Settings) any { return rules(s) }, "not_acknowledged no_update"},
		{"one rule on by true", "nudges: {rules: {idle: true}}", func(_ Config, s Settings) any { return rules(s) }, "no_severity not_acknowledged no_update idle"},
		{"a board at stage 1", "followups: {board: X}", func(_ Config, s Settings) any { return s.ActionItems }, ActionBoard},
		{"no board at stage 2", "stage: 2\nfollowups: {board: ''}", func(_ Config, s Settings) any { return s.ActionItems }, ActionIssues},
		{"reopening", "incidents: {on_missing: reopen}", func(_ Config, s Settings) any { return s.OnMissing }, Reopen},
		{"invitations at stage 1", "drills: {invite_every: 60d}", func(_ Config, s Settings) any { return s.DrillInvitation }, Duration{Days: 60}},
		{"no invitations at stage 2", "stage: 2\ndrills: {invite_every: off}", func(_ Config, s Settings) any { return s.DrillInvitation }, Duration{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := parsed(t, tt.text)
			if got := tt.of(c, c.Effective()); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNudgesWaitAsLongAsTheRuleOrTheSeveritySays(t *testing.T) {
	tests := []struct{ text, rule, severity, want string }{
		{"", NoSeverity, "unknown", "10m"},
		{"", NotAcknowledged, "sev1", "5m"},
		{"", NotAcknowledged, "sev2", "15m"},
		{"", NotAcknowledged, "unknown", "15m"},
		{"", NoUpdate, "sev1", "30m"},
		{"", NoUpdate, "sev2", "1h"},
		{"severities: [{name: sev1, ack_within: 7m}]", NotAcknowledged, "sev1", "7m"},
		{"nudges: {rules: {no_update: {after: 20m}}}", NoUpdate, "sev1", "20m"},
		{"stage: 2", NotRecovered, "sev2", "1h"},
		{"stage: 2", Idle, "sev2", "24h"},
		{"stage: 2", NoPostmortem, "sev2", "2wd"},
		{"stage: 2", PostmortemIdle, "sev2", "3wd"},
		{"stage: 2", Handoff, "sev2", "30m"},
		{"stage: 2", ActionOverdue, "sev2", "off"},
	}
	for _, tt := range tests {
		c := parsed(t, tt.text)
		wait, ok := c.Effective().NudgeAfter(tt.rule, c.Row(tt.severity))
		if !ok || wait.String() != tt.want {
			t.Errorf("%q %s %s: got %v %v, want %s", tt.text, tt.rule, tt.severity, wait, ok, tt.want)
		}
	}
	if _, ok := parsed(t, "stage: 0").Effective().NudgeAfter(Idle, Severity{}); ok {
		t.Error("a rule that is off waits")
	}
}
