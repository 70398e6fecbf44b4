package store

// assignable tells whether u can be assigned in r: who has any role of their own there, or is a member.
func (s *Store) assignable(r *Repository, u *User) bool {
	if u == nil || u.Type == "Organization" {
		return false
	}
	if r.Collaborators[u.ID] > None || r.Owner == u {
		return true
	}
	if o := s.orgs[fold(r.Owner.Login)]; o != nil && o.Member(u) != nil {
		return s.RoleOf(r, u) >= Read
	}
	return false
}

// Assignable are the people who can be assigned in r, by id.
func (s *Store) Assignable(r *Repository) []*User {
	var out []*User
	for _, u := range s.Users() {
		if s.assignable(r, u) {
			out = append(out, u)
		}
	}
	return out
}

// CanAssign tells whether u can be assigned in r.
func (s *Store) CanAssign(r *Repository, u *User) bool { return s.assignable(r, u) }

func (s *Store) checkAssignees(r *Repository, logins []string) error {
	for _, login := range logins {
		if !s.assignable(r, s.User(login)) {
			return Invalid(FieldError{Resource: "Issue", Field: "assignees", Code: "invalid", Value: login})
		}
	}
	return nil
}

// AddAssignees assigns people by login; who cannot be assigned is left out silently, as REST does.
func (s *Store) AddAssignees(a *Actor, i *Issue, logins []string) error {
	if err := s.needTriage(a, i); err != nil {
		return err
	}
	for _, login := range logins {
		u := s.User(login)
		if !s.assignable(i.Repo, u) || hasUser(i.Assignees, u) || len(i.Assignees) >= maxAssignees {
			continue
		}
		i.Assignees = append(i.Assignees, u)
		s.record(i, &TimelineEvent{Event: "assigned", Actor: a.User, Assignee: u})
		s.emit(Event{Name: i.eventName(), Action: "assigned", Repo: i.Repo, Issue: i, Assignee: u, Sender: a.User})
	}
	return nil
}

// RemoveAssignees takes people off.
func (s *Store) RemoveAssignees(a *Actor, i *Issue, logins []string) error {
	if err := s.needTriage(a, i); err != nil {
		return err
	}
	for _, login := range logins {
		u := s.User(login)
		if u == nil || !hasUser(i.Assignees, u) {
			continue
		}
		i.Assignees = withoutUser(i.Assignees, u)
		s.record(i, &TimelineEvent{Event: "unassigned", Actor: a.User, Assignee: u})
		s.emit(Event{Name: i.eventName(), Action: "unassigned", Repo: i.Repo, Issue: i, Assignee: u, Sender: a.User})
	}
	return nil
}

// SetAssignees makes these the only assignees; one who cannot be is a 422.
func (s *Store) SetAssignees(a *Actor, i *Issue, logins []string) error {
	if err := s.checkAssignees(i.Repo, logins); err != nil {
		return err
	}
	var off []string
	for _, u := range i.Assignees {
		keep := false
		for _, login := range logins {
			keep = keep || fold(login) == fold(u.Login)
		}
		if !keep {
			off = append(off, u.Login)
		}
	}
	if err := s.RemoveAssignees(a, i, off); err != nil {
		return err
	}
	return s.AddAssignees(a, i, logins)
}
