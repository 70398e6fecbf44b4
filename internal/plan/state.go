package plan

import (
	"time"

	"github.com/sensible-im/sensible/internal/incident"
	"github.com/sensible-im/sensible/internal/policy"
)

// GitHub's reasons for closing an issue.
const (
	completed  = "COMPLETED"
	notPlanned = "NOT_PLANNED"
	duplicate  = "DUPLICATE"
)

// state wants the issue closed when its work is done, and open again after `/reopen`. What a person closed stays closed,
// and what a person opened again after that stays open.
func state(s *scene) error {
	since, reason := s.closedSince()
	if reason == "" {
		if !s.World.Issue.Open && s.Incident.Open() && s.reopenAsked() {
			s.do(Action{Kind: IssueReopen})
		}
		return nil
	}
	if s.World.Issue.Open && !s.openedByHand(since) {
		s.do(Action{Kind: IssueClose, Target: reason})
	}
	return nil
}

// closedSince says why the issue should be closed, and since when; an empty reason means that it need not be.
func (s *scene) closedSince() (time.Time, string) {
	i := s.Incident
	switch {
	case i.DuplicateOf != 0:
		return s.lastFact("duplicate"), duplicate
	case i.Cancelled != "":
		return s.lastFact("cancel"), notPlanned
	case i.Has(incident.Learned):
		return i.Milestones[incident.Learned].At, completed
	case i.Has(incident.Recovered) && i.Declared && !s.postmortemWanted():
		return i.Milestones[incident.Recovered].At, completed
	}
	return time.Time{}, ""
}

// reopenAsked says whether somebody reopened the incident after the issue was closed, or policy does not let it stay so.
func (s *scene) reopenAsked() bool {
	return !s.lastFact("reopen").Before(s.World.Issue.ClosedAt) || s.Config.Effective().OnMissing == policy.Reopen
}

// lastFact is when the last accepted command of that verb was given; zero where there is none.
func (s *scene) lastFact(verb string) (at time.Time) {
	for _, f := range s.Ledger.Accepted() {
		if f.Verb == verb {
			at = f.Posted
		}
	}
	return at
}

// openedByHand says whether a person opened the issue again after it should have been closed.
func (s *scene) openedByHand(since time.Time) bool {
	for _, e := range s.World.Events {
		if e.Kind == "Reopened" && !e.Bot && !e.Actor.Same(s.World.Viewer) && e.At.After(since) {
			return true
		}
	}
	return false
}
