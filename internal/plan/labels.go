package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/snapshot"
)

// labelLook is how a label of ours looks when it is created. The description stands in templates.
type labelLook struct{ color, text string }

var phaseLooks = map[incident.Phase]labelLook{
	incident.Suspected:      {"fbca04", "label/suspected"},
	incident.Detection:      {"d93f0b", "label/detection"},
	incident.Recovery:       {"e99695", "label/recovery"},
	incident.PostIncident:   {"1d76db", "label/post-incident"},
	incident.Preparation:    {"5319e7", "label/preparation"},
	incident.Closed:         {"0e8a16", "label/closed"},
	incident.PhaseCancelled: {"cccccc", "label/cancelled"},
	incident.PhaseDuplicate: {"cccccc", "label/duplicate"},
}

// severityColors are by rank, the worst first; the last one is for all that follow.
var severityColors = []string{"b60205", "d93f0b", "fbca04", "c2e0c6"}

const (
	incidentColor = "b60205"
	drillColor    = "c5def5"
	unknownColor  = "ededed"
	plainColor    = "bfd4f2"
)

// tooManyByHand is how many changes of our labels by people within the window make us let go: nobody wins a quarrel.
const (
	tooManyByHand = 3
	handWindow    = 10 * time.Minute
)

// labels wants `incident`, one phase, one severity, and the drill's label. Labels that are not ours are not touched.
func labels(s *scene) error {
	if at, quarrel := s.quarrel(); quarrel {
		s.wakeAt(at.Add(handWindow))
		return nil
	}
	wanted := s.wantedLabels()
	for _, l := range s.World.Issue.Labels {
		if s.ourLabel(l) && !containsFold(wanted, l) {
			s.do(Action{Kind: LabelRemove, Target: l})
		}
	}
	for _, l := range wanted {
		if s.World.Issue.HasLabel(l) {
			continue
		}
		if err := s.createLabel(l); err != nil {
			return err
		}
		s.do(Action{Kind: LabelAdd, Target: l})
	}
	return nil
}

func (s *scene) wantedLabels() []string {
	cfg := s.Config.Labels
	wanted := []string{cfg.Incident, cfg.Phase + string(s.Incident.Phase), cfg.Severity + string(s.Incident.Severity)}
	if s.Incident.Drill && cfg.Drill != "" {
		wanted = append(wanted, cfg.Drill)
	}
	return wanted
}

// ourLabel says whether a label is one that we put on and take off: our prefix and a word of ours behind it.
func (s *scene) ourLabel(label string) bool {
	if phase, ok := cutPrefixFold(label, s.Config.Labels.Phase); ok {
		return slices.ContainsFunc(incident.Phases, func(p incident.Phase) bool { return sameFold(phase, string(p)) })
	}
	if severity, ok := cutPrefixFold(label, s.Config.Labels.Severity); ok {
		return sameFold(severity, string(incident.Unknown)) || s.Config.Rank(severity) > 0
	}
	return sameFold(label, s.Config.Labels.Incident)
}

// createLabel asks for a label that the repository lacks, once per plan.
func (s *scene) createLabel(name string) error {
	if containsFold(s.World.RepoLabels, name) || s.World.Issue.HasLabel(name) ||
		slices.ContainsFunc(s.actions, func(a Action) bool { return a.Kind == LabelCreate && sameFold(a.Target, name) }) {
		return nil
	}
	look, meaning := s.look(name)
	description, err := s.render(look.text, meaning)
	if err != nil {
		return err
	}
	s.do(Action{Kind: LabelCreate, Target: name, Fields: map[string]string{"color": look.color, "description": firstRunes(description, 100)}})
	return nil
}

// look finds how a label should look, and what its text is about.
func (s *scene) look(name string) (look labelLook, meaning string) {
	cfg := s.Config.Labels
	switch {
	case sameFold(name, cfg.Incident):
		return labelLook{incidentColor, "label/incident"}, ""
	case sameFold(name, cfg.Drill):
		return labelLook{drillColor, "label/drill"}, ""
	}
	if phase, ok := cutPrefixFold(name, cfg.Phase); ok {
		if look, known := phaseLooks[incident.Phase(phase)]; known {
			return look, ""
		}
	}
	if severity, ok := cutPrefixFold(name, cfg.Severity); ok {
		rank := s.Config.Rank(severity)
		if rank == 0 {
			return labelLook{unknownColor, "label/severity-unknown"}, ""
		}
		row := s.Config.Row(severity)
		return labelLook{severityColors[min(rank, len(severityColors))-1], "label/severity"}, strings.Trim(row.Title+": "+row.Meaning, ": ")
	}
	if boardLabel(name) {
		return labelLook{plainColor, "label/isu"}, name[len(snapshot.LabelPrefix):]
	}
	if kind, ok := cutPrefixFold(name, kindPrefix); ok {
		return labelLook{plainColor, "label/kind"}, kind
	}
	return labelLook{plainColor, "label/action-item"}, ""
}

// quarrel says whether people changed our labels so often lately that they are left alone, and since when.
func (s *scene) quarrel() (since time.Time, is bool) {
	count := 0
	for _, e := range s.World.Events {
		recent := s.Now.Sub(e.At) < handWindow && (e.Kind == "Labeled" || e.Kind == "Unlabeled")
		if !recent || e.Bot || e.Actor.Same(s.World.Viewer) || !s.ourLabel(e.Label) {
			continue
		}
		if count++; count == 1 {
			since = e.At
		}
	}
	return since, count > tooManyByHand
}
