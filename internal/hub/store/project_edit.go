package store

import "time"

// ProjectPatch changes a board; nil leaves a field as it is.
type ProjectPatch struct {
	Title, Description, Readme *string
	Public, Closed             *bool
}

// EditProject applies a patch.
func (s *Store) EditProject(a *Actor, p *Project, patch ProjectPatch) error {
	if err := s.NeedProject(a, p); err != nil {
		return err
	}
	for _, f := range []struct{ from, to *string }{{patch.Title, &p.Title}, {patch.Description, &p.Description}, {patch.Readme, &p.Readme}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if patch.Public != nil {
		p.Public = *patch.Public
	}
	if patch.Closed != nil {
		p.Closed, p.ClosedAt = *patch.Closed, time.Time{}
		if p.Closed {
			p.ClosedAt = s.Now()
		}
	}
	p.UpdatedAt = s.Now()
	s.emit(Event{Name: "projects_v2", Action: "edited", Org: s.orgs[fold(p.Owner.Login)], Project: p, Sender: a.User, Changes: map[string]any{}})
	return nil
}

// CopyProject makes a board with p's fields and views, without its items.
func (s *Store) CopyProject(a *Actor, p *Project, owner *User, title string) (*Project, error) {
	if !s.CanSeeProject(a, p) {
		return nil, NotFound()
	}
	n, err := s.AddProject(a, owner, title)
	if err != nil {
		return nil, err
	}
	n.Description, n.Readme = p.Description, p.Readme
	for _, f := range p.Fields {
		if f.Custom && n.Field(f.Name) == nil {
			if _, err := s.AddField(a, n, f.Name, f.DataType, f.Options); err != nil {
				return nil, err
			}
		}
	}
	return n, nil
}

// LinkProject lists p among the boards of r.
func (s *Store) LinkProject(a *Actor, p *Project, r *Repository) error {
	if err := s.NeedProject(a, p); err != nil {
		return err
	}
	for _, x := range p.Repos {
		if x == r {
			return nil
		}
	}
	p.Repos = append(p.Repos, r)
	return nil
}

// AddStatusUpdate writes a note on how p stands.
func (s *Store) AddStatusUpdate(a *Actor, p *Project, u StatusUpdate) (*StatusUpdate, error) {
	if err := s.NeedProject(a, p); err != nil {
		return nil, err
	}
	u.ID, u.Project, u.Creator, u.CreatedAt, u.UpdatedAt = s.newID("status"), p, a.User, s.Now(), s.Now()
	u.NodeID = s.register(nodeID("PVTSU", p.ID, u.ID), &u)
	p.Updates = append(p.Updates, &u)
	s.emit(Event{Name: "projects_v2_status_update", Action: "created", Org: s.orgs[fold(p.Owner.Login)], Project: p, StatusUpdate: &u, Sender: a.User})
	return &u, nil
}

// AddView makes a view; its field ids must be of the board.
func (s *Store) AddView(a *Actor, p *Project, v View) (*View, error) {
	if err := s.NeedProject(a, p); err != nil {
		return nil, err
	}
	switch v.Layout {
	case "table", "board", "roadmap":
	default:
		return nil, Invalid(FieldError{Resource: "ProjectV2View", Field: "layout", Code: "invalid", Value: v.Layout})
	}
	for _, ids := range [][]int64{v.Visible, v.Group, v.Vertical} {
		for _, id := range ids {
			if p.FieldByID(id) == nil {
				return nil, Unprocessable("Field does not belong to the project")
			}
		}
	}
	made := s.newView(p, a.User, v.Name, v.Layout)
	made.Filter, made.Visible, made.Sort, made.Group, made.Vertical = v.Filter, v.Visible, v.Sort, v.Group, v.Vertical
	return made, nil
}
