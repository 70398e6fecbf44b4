package plan

import (
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/marker"
)

const (
	// labelPutRight is the kind of observation that package replay keeps of a phase label that does not fit.
	labelPutRight = "phase-refused"
	// labelPrefix begins the key of the comment that explains one; the event's id follows.
	labelPrefix = "label:"
	// noteWorth is how long after the deed an explanation still helps.
	noteWorth = time.Hour
)

// labelNote explains once why a phase label set by hand was put right, and what does what was meant: at most three
// explanations in ten minutes, and none while the labels are left alone.
func labelNote(s *scene) error {
	if _, quarrel := s.quarrel(); quarrel {
		return nil
	}
	var seen []time.Time // the label's put right so far
	for _, o := range s.Ledger.Seen {
		if o.Kind != labelPutRight {
			continue
		}
		recent := 0
		for _, at := range seen {
			if o.At.Sub(at) < handWindow {
				recent++
			}
		}
		seen = append(seen, o.At)
		key := labelPrefix + strings.TrimPrefix(o.Ref, "event:")
		_, posted := s.Ledger.Posted[key]
		if recent >= tooManyByHand || s.Now.Sub(o.At) > noteWorth || posted || s.ownComment(key) != nil {
			continue
		}
		phase := incident.Phase(o.Detail)
		body, err := s.render("label-note", labelNoteView{Label: s.Config.Labels.Phase + o.Detail, Paste: s.instead(phase)})
		if err != nil {
			return err
		}
		s.do(Action{Kind: CommentCreate, Key: key, Body: body + "\n\n" + marker.Of(key)})
	}
	return nil
}

// labelNoteView is what the explanation shows.
type labelNoteView struct {
	Label string
	Paste string // the command that does what the label meant; empty where there is none
}

// instead is the command that leads to a phase from where the incident is now.
func (s *scene) instead(phase incident.Phase) string {
	recovered := s.Incident.Has(incident.Recovered)
	line := ""
	switch phase {
	case incident.PhaseCancelled:
		line = "cancel why"
	case incident.PhaseDuplicate:
		line = "duplicate #…"
	case incident.Detection, incident.Recovery:
		if recovered || s.Incident.Ended() {
			line = "reopen why"
		}
	case incident.PostIncident, incident.Preparation, incident.Closed:
		line = "recovered"
		if recovered {
			line = "learned"
		}
	}
	if line == "" {
		return ""
	}
	if s.Config.Commands.Prefix == "required" {
		line = "inc " + line
	}
	return "/" + line
}
