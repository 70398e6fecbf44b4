package store

// AddSubIssue puts child under parent, at the end. With replace, a child that has a parent leaves it; else that is a 422.
func (s *Store) AddSubIssue(a *Actor, parent, child *Issue, replace bool) error {
	if err := s.need(a, parent.Repo, "issues", Triage); err != nil {
		return err
	}
	if err := s.checkSubIssue(a, parent, child, replace); err != nil {
		return err
	}
	if child.Parent != nil {
		s.unlinkSubIssue(a, child.Parent, child)
	}
	parent.SubIssues = append(parent.SubIssues, child)
	child.Parent = parent
	s.record(parent, &TimelineEvent{Event: "sub_issue_added", Actor: a.User, SubIssue: child})
	s.record(child, &TimelineEvent{Event: "parent_issue_added", Actor: a.User, Parent: parent})
	s.emit(Event{Name: "sub_issues", Action: "sub_issue_added", Repo: parent.Repo, Issue: parent, SubIssue: child, Sender: a.User})
	s.emit(Event{Name: "sub_issues", Action: "parent_issue_added", Repo: child.Repo, Issue: parent, SubIssue: child, Sender: a.User})
	return nil
}

func (s *Store) checkSubIssue(a *Actor, parent, child *Issue, replace bool) error {
	wrong := func(message string) error {
		return &Error{Status: 422, DocumentationURL: docs,
			Message: "An error occurred while adding the sub-issue to the parent issue. " + message}
	}
	switch {
	case !s.CanSee(a, child.Repo):
		return NotFound()
	case child == parent:
		return wrong("Sub-issue cannot be the same as the parent issue")
	case child.Pull != nil || parent.Pull != nil:
		return wrong("Sub-issue cannot be a pull request")
	case child.Parent == parent:
		return wrong("Issue may not contain duplicate sub-issues")
	case child.Repo.Owner != parent.Repo.Owner:
		return wrong("Sub issue must belong to the same owner as the parent")
	case child.Parent != nil && !replace:
		return wrong("Sub issue may only have one parent")
	case len(parent.SubIssues) >= maxSubIssues:
		return wrong("Parent cannot have more than 100 sub-issues")
	case parent.depth()+child.height() > maxNesting:
		return wrong("Sub-issues cannot be nested more than 8 levels deep")
	}
	for p := parent; p != nil; p = p.Parent {
		if p == child {
			return wrong("Sub issue cannot be an ancestor of the parent")
		}
	}
	return nil
}

// depth is how many issues there are from the top down to i.
func (i *Issue) depth() int {
	n := 0
	for p := i; p != nil; p = p.Parent {
		n++
	}
	return n
}

// height is how many levels there are from i down.
func (i *Issue) height() int {
	h := 0
	for _, sub := range i.SubIssues {
		h = max(h, sub.height())
	}
	return h + 1
}

// RemoveSubIssue takes child away from parent: 404 where it is not there.
func (s *Store) RemoveSubIssue(a *Actor, parent, child *Issue) error {
	if err := s.need(a, parent.Repo, "issues", Triage); err != nil {
		return err
	}
	if child.Parent != parent {
		return NotFound()
	}
	s.unlinkSubIssue(a, parent, child)
	return nil
}

func (s *Store) unlinkSubIssue(a *Actor, parent, child *Issue) {
	parent.SubIssues = withoutIssue(parent.SubIssues, child)
	child.Parent = nil
	s.record(parent, &TimelineEvent{Event: "sub_issue_removed", Actor: a.User, SubIssue: child})
	s.record(child, &TimelineEvent{Event: "parent_issue_removed", Actor: a.User, Parent: parent})
	s.emit(Event{Name: "sub_issues", Action: "sub_issue_removed", Repo: parent.Repo, Issue: parent, SubIssue: child, Sender: a.User})
	s.emit(Event{Name: "sub_issues", Action: "parent_issue_removed", Repo: child.Repo, Issue: parent, SubIssue: child, Sender: a.User})
}

// MoveSubIssue puts child after or before another sub-issue of parent; exactly one of the two is given.
func (s *Store) MoveSubIssue(a *Actor, parent, child, after, before *Issue) error {
	if err := s.need(a, parent.Repo, "issues", Triage); err != nil {
		return err
	}
	ref := after
	if ref == nil {
		ref = before
	}
	if child.Parent != parent || ref == nil || ref.Parent != parent || ref == child || (after != nil && before != nil) {
		return Unprocessable("The sub-issue could not be reprioritized")
	}
	var out []*Issue
	for _, x := range parent.SubIssues {
		switch {
		case x == child:
		case x == ref && after != nil:
			out = append(out, x, child)
		case x == ref:
			out = append(out, child, x)
		default:
			out = append(out, x)
		}
	}
	parent.SubIssues = out
	return nil
}

// SubIssuesDone counts the closed sub-issues.
func (i *Issue) SubIssuesDone() int {
	n := 0
	for _, sub := range i.SubIssues {
		if sub.State == "closed" {
			n++
		}
	}
	return n
}
