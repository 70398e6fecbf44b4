package plan

import (
	"slices"

	"github.com/sensible-im/sensible/internal/incident"
)

// requirement is one thing that policy may want known before an incident is closed (incidents.close_requires). Its
// question stands in the template closing/missing.
type requirement struct {
	name  string
	lacks func(*scene) bool
	paste func(*scene) []string
}

// requirements are those that a command can still answer after the recovery. Triage, postmortem and action items are not
// among them: the closing comment asks for them anyway.
var requirements = []requirement{
	{"severity", func(s *scene) bool { return s.Incident.Severity == incident.Unknown }, severities},
	{"lead", func(s *scene) bool { return s.lead().IsZero() }, pasting("/lead")},
	{"components", func(s *scene) bool { return len(s.Incident.Components) == 0 }, pasting("/components +name")},
	{"impact", func(s *scene) bool { return s.Incident.Impact == "" }, pasting("/impact who could not do what")},
	{"started", unsure(incident.Started), pasting("/started at 10:05 JST")},
	{"identified", unsure(incident.MilestoneIdentified), pasting("/identified what it was", "/identified unknown")},
	{"fixed", unsure(incident.Fixed), pasting("/fixed at 10:05 JST")},
}

// unsure says whether nobody told a milestone.
func unsure(m incident.Milestone) func(*scene) bool {
	return func(s *scene) bool {
		p, ok := s.Incident.Milestones[m]
		return !ok || p.Quality == incident.Assumed
	}
}

// missing is what policy wants known at the end and nobody has said.
func (s *scene) missing() []missingView {
	var out []missingView
	for _, r := range requirements {
		if slices.Contains(s.Config.Incidents.CloseRequires, r.name) && r.lacks(s) {
			out = append(out, missingView{r.name, r.paste(s)})
		}
	}
	return out
}

// missingView is one question of the closing comment.
type missingView struct {
	Name  string
	Paste []string
}
