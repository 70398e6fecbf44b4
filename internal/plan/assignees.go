package plan

import "github.com/sensible-im/sensible/internal/incident"

// assignees wants the lead assigned. Nobody is ever unassigned by us, and whoever a person unassigned stays so.
func assignees(s *scene) error {
	lead := s.lead()
	if lead.Login == "" || !s.Incident.Declared || !s.Incident.Open() {
		return nil
	}
	for _, a := range s.World.Issue.Assignees {
		if a.Same(lead) {
			return nil
		}
	}
	if s.unassignedByHand(lead) {
		return nil
	}
	s.do(Action{Kind: AssigneeAdd, Target: lead.Login, ID: lead.ID})
	return nil
}

// unassignedByHand says whether the last word about this person's assignment was a person's "no".
func (s *scene) unassignedByHand(who incident.Person) bool {
	no := false
	for _, e := range s.World.Events {
		if !e.Whom.Same(who) {
			continue
		}
		switch e.Kind {
		case "Assigned":
			no = false
		case "Unassigned":
			no = !e.Bot
		}
	}
	return no
}
