package welcome

import (
	"slices"

	"github.com/sensible-im/sensible/internal/policy"
)

// Setting is one line of the table of settings in force.
type Setting struct {
	Key, Value string
	Origin     policy.Origin
}

// shownKeys are the keys that a newcomer meets first; every other one is at `sensible config explain`.
var shownKeys = []string{
	"stage", "language", "team.zones", "team.working_hours", "commands.prefix", "incidents.declare", "incidents.close_requires",
	"incidents.on_missing", "nudges.mode", "postmortems.directory", "followups.board", "drills.invite_every", "labels.incident",
}

// settings are the shown keys with what they are worth and who says so.
func settings(c policy.Config) []Setting {
	var out []Setting
	for _, key := range shownKeys {
		e, err := policy.Explain(c, key)
		if err != nil {
			continue // a test holds that every key of the table is known
		}
		out = append(out, Setting{key, e.Value, e.Origin})
	}
	return out
}

// Switch is one thing that happens by itself, or does not.
type Switch struct {
	Name string // of its text, init/switch/…
	On   bool
}

// switches are what the stage and the config turn on, in the order in which an incident meets them.
func switches(c policy.Config) []Switch {
	e := c.Effective()
	written := slices.ContainsFunc(c.Severities, func(s policy.Severity) bool { return s.Postmortem != policy.PostmortemNone })
	return []Switch{
		{"card", true}, {"pin", e.PinCard}, {"next", e.NextStep}, {"nudges", e.NudgeMode != policy.NudgeOff}, {"announce", e.Announcements},
		{"pages", e.Pages}, {"central", e.CentralBoard}, {"changed", e.WhatChanged}, {"closing", e.ClosingComment},
		{"postmortem", written}, {"board", e.ActionItems == policy.ActionBoard}, {"invite", !e.DrillInvitation.IsZero()},
	}
}

// fitting is the stage for a number of people (the table of stages: up to 4, up to 10, more).
func fitting(people int) int {
	switch {
	case people <= 4:
		return 0
	case people <= 10:
		return 1
	}
	return 2
}
