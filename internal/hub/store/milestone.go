package store

import "time"

// Milestone is a repository's milestone.
type Milestone struct {
	ID          int64
	NodeID      string
	Repo        *Repository
	Number      int
	Title       string
	Description string
	State       string // open, closed
	Creator     *User
	Open        int
	Closed      int
	DueOn       time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time
}

// MilestoneByNumber is the milestone, nil where there is none.
func (r *Repository) MilestoneByNumber(number int) *Milestone {
	for _, m := range r.Milestones {
		if m.Number == number {
			return m
		}
	}
	return nil
}

// MilestonePatch makes or changes a milestone; nil leaves a field as it is.
type MilestonePatch struct {
	Title, Description, State *string
	DueOn                     *time.Time
}

// AddMilestone makes a milestone.
func (s *Store) AddMilestone(a *Actor, r *Repository, p MilestonePatch) (*Milestone, error) {
	if err := s.needLabels(a, r); err != nil {
		return nil, err
	}
	if p.Title == nil || *p.Title == "" {
		return nil, Invalid(FieldError{Resource: "Milestone", Field: "title", Code: "missing_field"})
	}
	number := 1
	for _, m := range r.Milestones {
		if m.Title == *p.Title {
			return nil, Invalid(FieldError{Resource: "Milestone", Field: "title", Code: "already_exists"})
		}
		number = max(number, m.Number+1)
	}
	id := s.newID("milestone")
	m := &Milestone{ID: id, NodeID: nodeID("MI", r.ID, id), Repo: r, Number: number, State: "open", Creator: a.User, CreatedAt: s.Now()}
	s.register(m.NodeID, m)
	r.Milestones = append(r.Milestones, m)
	s.patchMilestone(m, p)
	s.emit(Event{Name: "milestone", Action: "created", Repo: r, Milestone: m, Sender: a.User})
	return m, nil
}

// EditMilestone changes one.
func (s *Store) EditMilestone(a *Actor, m *Milestone, p MilestonePatch) error {
	if err := s.needLabels(a, m.Repo); err != nil {
		return err
	}
	was := m.State
	s.patchMilestone(m, p)
	action := "edited"
	if was != m.State {
		action = map[string]string{"open": "opened", "closed": "closed"}[m.State]
	}
	s.emit(Event{Name: "milestone", Action: action, Repo: m.Repo, Milestone: m, Sender: a.User, Changes: map[string]any{}})
	return nil
}

func (s *Store) patchMilestone(m *Milestone, p MilestonePatch) {
	m.UpdatedAt = s.Now()
	if p.Title != nil {
		m.Title = *p.Title
	}
	if p.Description != nil {
		m.Description = *p.Description
	}
	if p.DueOn != nil {
		m.DueOn = *p.DueOn
	}
	if p.State != nil && *p.State != m.State {
		m.State, m.ClosedAt = *p.State, time.Time{}
		if m.State == "closed" {
			m.ClosedAt = s.Now()
		}
	}
}

// DeleteMilestone removes one, also from its issues.
func (s *Store) DeleteMilestone(a *Actor, m *Milestone) error {
	if err := s.needLabels(a, m.Repo); err != nil {
		return err
	}
	for k, x := range m.Repo.Milestones {
		if x == m {
			m.Repo.Milestones = append(m.Repo.Milestones[:k:k], m.Repo.Milestones[k+1:]...)
			break
		}
	}
	for _, i := range m.Repo.Issues {
		if i.Milestone == m {
			i.Milestone = nil
		}
	}
	s.emit(Event{Name: "milestone", Action: "deleted", Repo: m.Repo, Milestone: m, Sender: a.User})
	return nil
}

func (s *Store) setMilestone(a *Actor, i *Issue, m *Milestone) {
	old := i.Milestone
	if old == m {
		return
	}
	i.Milestone = m
	if old != nil {
		s.record(i, &TimelineEvent{Event: "demilestoned", Actor: a.User, Milestone: old.Title})
		s.recount(old)
		s.emit(Event{Name: i.eventName(), Action: "demilestoned", Repo: i.Repo, Issue: i, Milestone: old, Sender: a.User})
	}
	if m != nil {
		s.record(i, &TimelineEvent{Event: "milestoned", Actor: a.User, Milestone: m.Title})
		s.recount(m)
		s.emit(Event{Name: i.eventName(), Action: "milestoned", Repo: i.Repo, Issue: i, Milestone: m, Sender: a.User})
	}
}

func (s *Store) recountMilestone(i *Issue) {
	if i.Milestone != nil {
		s.recount(i.Milestone)
	}
}

func (s *Store) recount(m *Milestone) {
	m.Open, m.Closed = 0, 0
	for _, i := range m.Repo.Issues {
		switch {
		case i.Milestone != m:
		case i.State == "open":
			m.Open++
		default:
			m.Closed++
		}
	}
}
