package store

import "fmt"

// TransferIssue moves an issue to another repository of the same owner: a new number and ids there, a 301 here.
// Labels that the target knows by name, assignees who may be, and comments go along.
func (s *Store) TransferIssue(a *Actor, i *Issue, to *Repository) (*Issue, error) {
	if err := s.need(a, i.Repo, "issues", Write); err != nil {
		return nil, err
	}
	if err := s.need(a, to, "issues", Write); err != nil {
		return nil, err
	}
	if i.Repo.Owner != to.Owner || i.Repo == to || i.Pull != nil {
		return nil, Unprocessable("Issue cannot be transferred to this repository")
	}
	from := i.Repo
	moved := s.newIssue(&Actor{User: i.User, App: i.Via}, to, i.Title, i.Body)
	moved.State, moved.StateReason, moved.CreatedAt = i.State, i.StateReason, i.CreatedAt
	moved.ClosedAt, moved.ClosedBy, moved.Locked, moved.Edits = i.ClosedAt, i.ClosedBy, i.Locked, i.Edits
	for _, l := range i.Labels {
		if same := to.Label(l.Name); same != nil {
			moved.Labels = append(moved.Labels, same)
		}
	}
	for _, u := range i.Assignees {
		if s.assignable(to, u) {
			moved.Assignees = append(moved.Assignees, u)
		}
	}
	comments := i.Comments
	s.emit(Event{Name: "issues", Action: "transferred", Repo: from, Issue: i, Sender: a.User,
		Changes: map[string]any{"new_issue": moved, "new_repository": to}})
	s.detach(i)
	for _, c := range comments {
		c.Issue = moved
		moved.Comments = append(moved.Comments, c)
		s.comments[c.ID] = c
		s.register(c.NodeID, c)
	}
	s.record(moved, &TimelineEvent{Event: "transferred", Actor: a.User, From: from.FullName()})
	from.gone[i.Number] = Moved(fmt.Sprintf("/repositories/%d/issues/%d", to.ID, moved.Number))
	s.emit(Event{Name: "issues", Action: "opened", Repo: to, Issue: moved, Sender: a.User})
	return moved, nil
}
