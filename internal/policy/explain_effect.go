package policy

import (
	"fmt"
	"reflect"
	"strings"
)

// resolve puts what really holds into an explanation: presets of the stage, what a person inherits from the team, and why
// a setting has no effect at present.
func (c Config) resolve(e *Explanation, p place) {
	s := c.Effective()
	first, _, _ := strings.Cut(p.path, ".")
	first, _, _ = strings.Cut(first, "[")
	switch first {
	case "nudges":
		c.resolveNudges(e, p, s)
	case "drills":
		if p.path == "drills.invite_every" {
			e.Value = s.DrillInvitation.String()
			e.Default = presetOf(c.Stage).drillInvitation.String()
		}
	case "people":
		c.resolvePerson(e, p)
	case "followups":
		if p.path == "followups.board" && s.ActionItems != ActionBoard && c.Followups.Board != "" {
			e.Note = fmt.Sprintf("no board is used at stage %d unless this is written", c.Stage)
		}
	case "pagers", "oncall":
		if !presetOf(c.Stage).pages && c.wroteAny(first) {
			e.Note = fmt.Sprintf("nobody is paged at stage %d: write stage: 2", c.Stage)
		}
	case "announce":
		if !presetOf(c.Stage).announcements && c.wroteAny(first) && p.path != "announce.meeting_url" {
			e.Note = fmt.Sprintf("nothing is announced at stage %d: write stage: 1 or more", c.Stage)
		}
	case "stage":
		e.Note = "it turns on: " + s.words()
	}
	if strings.HasPrefix(p.path, "severities[") && strings.HasSuffix(p.path, ".page") && e.Value == "true" && !s.Pages {
		e.Note = "nobody is woken: that needs stage: 2, and pagers or rotations"
	}
	if _, isDuration := asDuration(p.value); isDuration && e.Value == "" {
		e.Value = "off"
	}
}

func asDuration(v reflect.Value) (Duration, bool) {
	if !v.IsValid() || !v.CanInterface() {
		return Duration{}, false
	}
	d, ok := v.Interface().(Duration)
	return d, ok
}

func (c Config) wroteAny(path string) bool {
	_, inside := c.within(path)
	return inside || c.wrote(path)
}

// resolveNudges tells which rules are on, and how long they wait at each severity.
func (c Config) resolveNudges(e *Explanation, p place, s Settings) {
	stage := Default(c.Stage).Effective()
	switch part := strings.Split(p.path, "."); {
	case p.path == "nudges.mode":
		e.Value, e.Default = s.NudgeMode, stage.NudgeMode
	case p.path == "nudges.rules":
		var on []string
		for _, rule := range NudgeRules() {
			if _, ok := s.Nudges[rule]; ok {
				on = append(on, rule+": "+c.ruleWaits(s, rule))
			}
		}
		e.Value = "{" + strings.Join(on, ", ") + "}"
	case len(part) >= 3:
		_, on := s.Nudges[part[2]]
		_, was := stage.Nudges[part[2]]
		e.Value, e.Default = fmt.Sprint(on), fmt.Sprint(was)
		if len(part) == 4 {
			e.Value, e.Default = c.ruleWaits(s, part[2]), c.ruleWaits(withRule(stage, part[2]), part[2])
			e.Doc = fmt.Sprintf("How long the rule %s waits before it asks.", part[2])
		} else {
			e.Doc = "Whether the rule asks, and after how long: " + ruleWords()[part[2]]
		}
		if !on {
			e.Note = fmt.Sprintf("the rule is off (stage %d; nudges.mode: %s)", c.Stage, s.NudgeMode)
		}
		if c.wrote("nudges.rules." + part[2]) {
			e.Origin, e.At = FromFile, c.Written["nudges.rules."+part[2]]
			if at, ok := c.Written[p.path]; ok {
				e.At = at
			}
		} else {
			e.Origin = FromStage
		}
	}
}

// withRule are the settings with one rule on, to ask for what it waits by itself.
func withRule(s Settings, rule string) Settings {
	s.Nudges = map[string]Duration{rule: {}}
	return s
}

// ruleWaits is how long a rule waits: one length of time, or one for each severity.
func (c Config) ruleWaits(s Settings, rule string) string {
	var parts []string
	same := true
	last := ""
	for i, row := range c.Severities {
		wait, ok := s.NudgeAfter(rule, row)
		text := wait.String()
		if !ok {
			text = "off"
		} else if wait.IsZero() {
			text = "at once"
		}
		same = same && (i == 0 || text == last)
		last = text
		parts = append(parts, row.Name+" "+text)
	}
	if same {
		return last
	}
	return strings.Join(parts, ", ")
}

// ruleWords says what each rule asks for.
func ruleWords() map[string]string {
	return map[string]string{
		NoSeverity: "nobody has said how bad it is.", NotAcknowledged: "nobody has taken it yet.",
		NoUpdate: "nobody has told how it stands.", NotRecovered: "it is fixed, and nobody has said whether users are fine.",
		Idle: "nothing has happened for long.", NoPostmortem: "the postmortem is not begun.",
		PostmortemIdle: "the postmortem's pull request rests.", ActionOverdue: "an action item is past its date.",
		Handoff: "a shift ends soon, and the incident has not been handed over.",
	}
}

// resolvePerson fills in what a person has from the team.
func (c Config) resolvePerson(e *Explanation, p place) {
	if e.Value != "" {
		return
	}
	switch {
	case strings.HasSuffix(p.path, ".zone"):
		e.Value, e.Note = c.Team.Zones[0], "inherited from team.zones"
	case strings.HasSuffix(p.path, ".working_hours"):
		e.Value, e.Note = fmt.Sprintf("%q", c.Team.WorkingHours), "inherited from team.working_hours"
	}
}

// words is what happens by itself, in short.
func (s Settings) words() string {
	var on []string
	add := func(yes bool, what string) {
		if yes {
			on = append(on, what)
		}
	}
	add(s.PinCard, "pinned card")
	add(s.NextStep, "next step")
	add(s.ClosingComment, "closing comment")
	add(s.Announcements, "announcements")
	add(s.CentralBoard, "central board")
	add(s.Pages, "pages")
	add(s.WhatChanged, "what changed before")
	add(s.Similar, "similar incidents")
	add(s.NudgeMode != NudgeOff, fmt.Sprintf("nudges (%d rules)", len(s.Nudges)))
	add(true, "action items as "+map[string]string{ActionIssues: "issues", ActionBoard: "issues and on the Projects board"}[s.ActionItems])
	add(!s.DrillInvitation.IsZero(), "drills every "+s.DrillInvitation.String())
	return strings.Join(on, ", ")
}
