package store

import (
	"net/http"
	"unicode/utf8"
)

// AddLabels puts labels on, by name. Those that do not exist are made, as REST does.
func (s *Store) AddLabels(a *Actor, i *Issue, names []string) error {
	labels, err := s.resolveLabels(a, i, names)
	if err != nil {
		return err
	}
	return s.PutLabels(a, i, labels)
}

// PutLabels puts existing labels on.
func (s *Store) PutLabels(a *Actor, i *Issue, labels []*Label) error {
	if err := s.needTriage(a, i); err != nil {
		return err
	}
	if len(i.Labels)+len(labels) > maxIssueLabels {
		return Unprocessable("Issue cannot have more than 100 labels")
	}
	for _, l := range labels {
		if i.hasLabel(l) {
			continue
		}
		i.Labels = append(i.Labels, l)
		was := *l
		s.record(i, &TimelineEvent{Event: "labeled", Actor: a.User, Label: &was})
		s.emit(Event{Name: i.eventName(), Action: "labeled", Repo: i.Repo, Issue: i, Label: l, Sender: a.User})
	}
	return nil
}

// resolveLabels finds labels by name and makes the missing ones, all or none.
func (s *Store) resolveLabels(a *Actor, i *Issue, names []string) ([]*Label, error) {
	if err := s.needTriage(a, i); err != nil {
		return nil, err
	}
	if err := checkLabelNames(names); err != nil {
		return nil, err
	}
	var out []*Label
	for _, n := range names {
		l := i.Repo.Label(n)
		if l == nil {
			var err error
			if l, err = s.CreateLabel(a, i.Repo, n, "", ""); err != nil {
				return nil, err
			}
		}
		out = append(out, l)
	}
	return out, nil
}

func checkLabelNames(names []string) error {
	for _, n := range names {
		if utf8.RuneCountInString(n) > maxLabelName || n == "" {
			return Invalid(FieldError{Resource: "Label", Field: "name", Code: "invalid", Value: n})
		}
	}
	return nil
}

// known keeps the names of labels that there are.
func (r *Repository) known(names []string) []string {
	var out []string
	for _, n := range names {
		if r.Label(n) != nil {
			out = append(out, n)
		}
	}
	return out
}

// SetLabels makes the names the only labels.
func (s *Store) SetLabels(a *Actor, i *Issue, names []string) error {
	want, err := s.resolveLabels(a, i, names)
	if err != nil {
		return err
	}
	for _, l := range append([]*Label(nil), i.Labels...) {
		if !containsLabel(want, l) {
			if err := s.TakeLabel(a, i, l); err != nil {
				return err
			}
		}
	}
	return s.PutLabels(a, i, want)
}

// RemoveLabel takes a label off by name: 404 where it is not on.
func (s *Store) RemoveLabel(a *Actor, i *Issue, name string) error {
	l := i.Repo.Label(name)
	if l == nil || !i.hasLabel(l) {
		return &Error{Status: http.StatusNotFound, Message: "Label does not exist", DocumentationURL: docs}
	}
	return s.TakeLabel(a, i, l)
}

// TakeLabel takes a label off; nothing happens where it is not on.
func (s *Store) TakeLabel(a *Actor, i *Issue, l *Label) error {
	if err := s.needTriage(a, i); err != nil {
		return err
	}
	if !i.hasLabel(l) {
		return nil
	}
	i.Labels = withoutLabel(i.Labels, l)
	was := *l
	s.record(i, &TimelineEvent{Event: "unlabeled", Actor: a.User, Label: &was})
	s.emit(Event{Name: i.eventName(), Action: "unlabeled", Repo: i.Repo, Issue: i, Label: l, Sender: a.User})
	return nil
}

// needTriage refuses who may not sort issues: triage for a person; issues (or pull_requests) for an integration.
func (s *Store) needTriage(a *Actor, i *Issue) error {
	err := s.need(a, i.Repo, "issues", Triage)
	if err != nil && i.Pull != nil && a.IsIntegration() {
		err = s.need(a, i.Repo, "pull_requests", Triage)
	}
	return err
}

func (i *Issue) hasLabel(l *Label) bool { return containsLabel(i.Labels, l) }

func containsLabel(list []*Label, l *Label) bool {
	for _, x := range list {
		if x == l {
			return true
		}
	}
	return false
}
