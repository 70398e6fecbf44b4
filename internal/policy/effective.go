package policy

import "slices"

// Where action items go.
const (
	ActionIssues = "issues" // issues only
	ActionBoard  = "board"  // issues, and the organisation's Projects board
)

// Nudge modes.
const (
	NudgeComment = "comment"
	NudgeCard    = "card"
	NudgeOff     = "off"
)

// The rules of nudges.
const (
	NoSeverity      = "no_severity"
	NotAcknowledged = "not_acknowledged"
	NoUpdate        = "no_update"
	NotRecovered    = "not_recovered" // fixed, but not recovered
	Idle            = "idle"
	NoPostmortem    = "no_postmortem"
	PostmortemIdle  = "postmortem_idle"
	ActionOverdue   = "action_overdue"
	Handoff         = "handoff"
)

// NudgeRules are the names of all rules, in the order in which an incident meets them.
func NudgeRules() []string {
	return []string{NoSeverity, NotAcknowledged, NoUpdate, NotRecovered, Idle, NoPostmortem, PostmortemIdle, ActionOverdue, Handoff}
}

// Settings is what happens by itself in this repository: the stage's presets with every single
// setting of the file put over them. "On where configured" is resolved: true means on.
type Settings struct {
	PinCard         bool
	CentralBoard    bool
	NudgeMode       string              // NudgeComment, NudgeCard or NudgeOff
	Nudges          map[string]Duration // rules that are on → wait set in the file, or zero for the default
	Pages           bool                // pages, the ladder and handovers
	Announcements   bool
	ActionItems     string // ActionIssues or ActionBoard
	NextStep        bool
	ClosingComment  bool
	WhatChanged     bool
	Similar         bool
	OnMissing       string   // Remind or Reopen
	DrillInvitation Duration // zero: off
}

// Effective resolves what happens by itself.
func (c Config) Effective() Settings {
	p := presetOf(c.Stage)
	s := Settings{
		PinCard: p.pinCard, CentralBoard: p.centralBoard,
		Pages:         p.pages && (len(c.Pagers) > 0 || len(c.Oncall.Rotations) > 0),
		Announcements: p.announcements && (c.Announce.Slack.Channel != "" || len(c.Announce.Webhooks) > 0),
		ActionItems:   p.actionItems,
		NextStep:      p.nextStep, ClosingComment: p.closingComment,
		WhatChanged: p.whatChanged, Similar: p.similar,
		OnMissing: c.Incidents.OnMissing, DrillInvitation: p.drillInvitation,
	}
	if c.wrote("followups.board") {
		s.ActionItems = ActionBoard
	}
	if c.Followups.Board == "" {
		s.ActionItems = ActionIssues
	}
	if c.wrote("drills.invite_every") {
		s.DrillInvitation = c.Drills.InviteEvery
	}
	s.NudgeMode, s.Nudges = c.nudges(p.nudges)
	return s
}

// nudges puts the file's mode and single rules over the stage's. A mode other than off in the file
// asks for nudges, so that at stage 0 it brings the rules of stage 1; a single rule that is on is
// on at any stage; only `mode: off` silences all.
func (c Config) nudges(rules []string) (mode string, on map[string]Duration) {
	mode, on = c.Nudges.Mode, map[string]Duration{}
	if mode == NudgeOff {
		return mode, on
	}
	if mode != "" && len(rules) == 0 {
		rules = presetOf(1).nudges
	}
	for _, name := range NudgeRules() {
		written, set := c.Nudges.Rules[name]
		if set && written.On || !set && slices.Contains(rules, name) {
			on[name] = written.After
		}
	}
	switch {
	case len(on) == 0:
		mode = NudgeOff
	case mode == "":
		mode = NudgeComment
	}
	return mode, on
}

// NudgeAfter is how long a rule waits in an incident of a severity; ok is false where it is off.
// ActionOverdue waits nothing, Handoff is the time before a shift ends.
func (s Settings) NudgeAfter(rule string, row Severity) (wait Duration, ok bool) {
	wait, ok = s.Nudges[rule]
	if !ok || !wait.IsZero() {
		return wait, ok
	}
	switch rule {
	case NoSeverity:
		return clock(10), true
	case NotAcknowledged:
		return orElse(row.AckWithin, clock(15)), true
	case NoUpdate:
		return orElse(row.UpdateEvery, clock(60)), true
	case NotRecovered:
		return clock(60), true
	case Idle:
		return clock(24 * 60), true
	case NoPostmortem:
		return Duration{WorkingDays: 2}, true
	case PostmortemIdle:
		return Duration{WorkingDays: 3}, true
	case Handoff:
		return clock(30), true
	}
	return wait, true
}

func orElse(d, otherwise Duration) Duration {
	if d.IsZero() {
		return otherwise
	}
	return d
}

// wrote tells whether a file sets a key.
func (c Config) wrote(path string) bool {
	_, ok := c.Written[path]
	return ok
}
