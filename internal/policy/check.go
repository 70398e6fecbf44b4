package policy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// longestLabel is GitHub's limit for the name of a label, in characters.
const longestLabel = 50

// check finds what is wrong between keys, once each value is right by itself.
func (r *reader) check(c *Config) {
	r.checkSeverities(c)
	r.checkLabels(c)
	r.checkPeople(c)
	for i, o := range c.Oncall.Overrides {
		if !o.From.IsZero() && !o.Until.IsZero() && !o.Until.After(o.From.Time) {
			r.failAt(index("oncall.overrides", i)+".until", "the override ends before it begins: write until later than from")
		}
	}
	for i, p := range c.Pagers {
		if p.KeyEnv == "" && p.URLEnv == "" {
			r.warnAt(index("pagers", i), "neither key_env nor url_env is here, so this entry has no effect: name the environment variable that holds the key or the address")
		}
	}
	r.checkOncall(c)
	if n := len(c.Zones()) - 1; n == mostZones && len(c.Team.Zones) > mostZones+1 {
		r.warnAt("team.zones", "only UTC and the first four other zones are shown to people")
	}
}

// checkSeverities makes sure that a word names one severity only.
func (r *reader) checkSeverities(c *Config) {
	if len(c.Severities) == 0 {
		r.failAt("severities", "no severity is listed: list at least one, the worst first, or remove the key")
	}
	owner := map[string]int{}
	for i, s := range c.Severities {
		path := index("severities", i)
		for _, word := range []string{"name", "title"} {
			text := s.Name
			if word == "title" {
				text = s.Title
			}
			key := fold(text)
			if key == Unknown || key == "i don't know" {
				r.failAt(path+"."+word, "%q stands for a severity that nobody has judged yet: choose another word", text)
			}
			if before, taken := owner[key]; taken && before != i {
				r.failAt(path+"."+word, "%q already names severities[%d]: each needs its own word", text, before)
			}
			if text != "" {
				owner[key] = i
			}
		}
		if n := utf8.RuneCountInString(c.Labels.Severity + s.Name); n > longestLabel {
			r.failAt(path+".name", "the label %s would have %d characters, and GitHub allows %d: shorten the name", c.Labels.Severity+s.Name, n, longestLabel)
		}
	}
}

// checkLabels keeps the labels apart: one label must never mean two things.
func (r *reader) checkLabels(c *Config) {
	l := c.Labels
	if fold(l.Incident) == fold(l.Drill) {
		r.failAt("labels.drill", "incidents and drills cannot share the label %q", l.Drill)
	}
	if strings.HasPrefix(fold(l.Phase), fold(l.Severity)) || strings.HasPrefix(fold(l.Severity), fold(l.Phase)) {
		r.failAt("labels.severity", "the labels of phases and severities cannot share the beginning %q", l.Severity)
	}
	for _, one := range []struct{ key, name string }{{"labels.incident", l.Incident}, {"labels.drill", l.Drill}} {
		for _, prefix := range []string{l.Phase, l.Severity} {
			if strings.HasPrefix(fold(one.name), fold(prefix)) {
				r.failAt(one.key, "the label %q begins with %q, which is kept for phases or severities", one.name, prefix)
			}
		}
	}
}

// checkPeople warns of hours that never come.
func (r *reader) checkPeople(c *Config) {
	for login, p := range c.People {
		if p.Zone == "" && !p.WorkingHours.IsZero() && len(c.Team.Zones) > 1 {
			r.warnAt("people."+login+".working_hours", "no zone is set for %s: these hours are read in %s", login, c.Team.Zones[0])
		}
	}
}

// checkOncall looks for rotations that share a name, and turns that no calendar can count.
func (r *reader) checkOncall(c *Config) {
	var names []string
	for i, rotation := range c.Oncall.Rotations {
		path := index("oncall.rotations", i)
		if rotation.Name != "" && slices.Contains(names, fold(rotation.Name)) {
			r.failAt(path+".name", "two rotations are named %q: each needs its own name", rotation.Name)
		}
		names = append(names, fold(rotation.Name))
		for j, l := range rotation.Layers {
			if d := l.Every; d.WorkingDays > 0 {
				r.failAt(index(path+".layers", j)+".every", "a turn is counted in hours, days or weeks, not in working days")
			}
		}
	}
}
