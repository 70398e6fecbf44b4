package store

// LockIssue closes the conversation to all but collaborators; reason is off-topic, too heated, resolved, spam or empty.
func (s *Store) LockIssue(a *Actor, i *Issue, reason string) error {
	if err := s.need(a, i.Repo, i.permission(), Triage); err != nil {
		return err
	}
	switch reason {
	case "", "off-topic", "too heated", "resolved", "spam":
	default:
		return Invalid(FieldError{Resource: "Issue", Field: "lock_reason", Code: "invalid", Value: reason})
	}
	if i.Locked {
		return nil
	}
	i.Locked, i.LockReason = true, reason
	s.record(i, &TimelineEvent{Event: "locked", Actor: a.User, LockReason: reason})
	s.emit(Event{Name: i.eventName(), Action: "locked", Repo: i.Repo, Issue: i, Sender: a.User})
	return nil
}

// UnlockIssue opens it again.
func (s *Store) UnlockIssue(a *Actor, i *Issue) error {
	if err := s.need(a, i.Repo, i.permission(), Triage); err != nil {
		return err
	}
	if !i.Locked {
		return nil
	}
	i.Locked, i.LockReason = false, ""
	s.record(i, &TimelineEvent{Event: "unlocked", Actor: a.User})
	s.emit(Event{Name: i.eventName(), Action: "unlocked", Repo: i.Repo, Issue: i, Sender: a.User})
	return nil
}

// PinIssue pins an issue to its repository, three at most.
func (s *Store) PinIssue(a *Actor, i *Issue) error {
	if err := s.need(a, i.Repo, "issues", Write); err != nil {
		return err
	}
	if i.Pinned {
		return nil
	}
	if len(i.Repo.Pinned) >= maxPinnedIssues {
		return Unprocessable("Maximum 3 pinned issues per repository")
	}
	i.Pinned = true
	i.Repo.Pinned = append(i.Repo.Pinned, i)
	s.record(i, &TimelineEvent{Event: "pinned", Actor: a.User})
	s.emit(Event{Name: "issues", Action: "pinned", Repo: i.Repo, Issue: i, Sender: a.User})
	return nil
}

// UnpinIssue takes it off.
func (s *Store) UnpinIssue(a *Actor, i *Issue) error {
	if err := s.need(a, i.Repo, "issues", Write); err != nil {
		return err
	}
	if !i.Pinned {
		return nil
	}
	i.Pinned = false
	i.Repo.Pinned = withoutIssue(i.Repo.Pinned, i)
	s.record(i, &TimelineEvent{Event: "unpinned", Actor: a.User})
	s.emit(Event{Name: "issues", Action: "unpinned", Repo: i.Repo, Issue: i, Sender: a.User})
	return nil
}

// DeleteIssue removes an issue for good: 410 from then on.
func (s *Store) DeleteIssue(a *Actor, i *Issue) error {
	if err := s.need(a, i.Repo, "issues", Admin); err != nil {
		return err
	}
	s.emit(Event{Name: "issues", Action: "deleted", Repo: i.Repo, Issue: i, Sender: a.User})
	s.detach(i)
	i.Repo.gone[i.Number] = Gone("This issue was deleted")
	return nil
}

// detach takes the issue out of every list that leads to it.
func (s *Store) detach(i *Issue) {
	i.Repo.Issues = withoutIssue(i.Repo.Issues, i)
	i.Repo.Pinned = withoutIssue(i.Repo.Pinned, i)
	if i.Parent != nil {
		i.Parent.SubIssues = withoutIssue(i.Parent.SubIssues, i)
	}
	for _, sub := range i.SubIssues {
		sub.Parent = nil
	}
	for _, c := range i.Comments {
		delete(s.comments, c.ID)
		delete(s.nodes, c.NodeID)
	}
	for _, p := range s.projects {
		p.dropContent(i)
	}
	delete(s.issuesByID, i.ID)
	delete(s.nodes, i.NodeID)
}

func withoutIssue(list []*Issue, i *Issue) []*Issue {
	var out []*Issue
	for _, x := range list {
		if x != i {
			out = append(out, x)
		}
	}
	return out
}
