package store

import (
	"strings"
	"time"
)

// Project is a Projects (v2) board.
type Project struct {
	ID          int64
	NodeID      string
	Owner       *User // an organisation's Account, or a person
	Number      int
	Title       string
	Description string // the short one
	Readme      string
	Public      bool
	Closed      bool
	Template    bool
	Creator     *User
	Repos       []*Repository // linked
	Fields      []*Field
	Items       []*Item
	Views       []*View
	Updates     []*StatusUpdate
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time
}

// StatusUpdate is a note on how a board stands.
type StatusUpdate struct {
	ID         int64
	NodeID     string
	Project    *Project
	Body       string
	Status     string // ON_TRACK, AT_RISK, …; empty where none
	StartDate  string // 2026-11-22, or empty
	TargetDate string
	Creator    *User
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// View is a way to look at a board.
type View struct {
	ID        int64
	NodeID    string
	Project   *Project
	Number    int
	Name      string
	Layout    string // table, board, roadmap
	Filter    string
	Visible   []int64 // field ids
	Sort      [][2]any
	Group     []int64
	Vertical  []int64
	Creator   *User
	CreatedAt time.Time
	UpdatedAt time.Time
}

// AddProject makes a board with GitHub's own fields, a Status field and one table view.
func (s *Store) AddProject(a *Actor, owner *User, title string) (*Project, error) {
	if a != nil {
		if err := s.needBoards(a, owner, "write"); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(title) == "" {
		return nil, Invalid(FieldError{Resource: "ProjectV2", Field: "title", Code: "missing_field"})
	}
	creator := owner
	if a != nil {
		creator = a.User
	}
	number := 1
	for _, p := range s.projects {
		if p.Owner == owner {
			number = max(number, p.Number+1)
		}
	}
	id := s.newID("project")
	p := &Project{ID: id, NodeID: nodeID("PVT", owner.ID, id), Owner: owner, Number: number, Title: title, Creator: creator,
		CreatedAt: s.Now(), UpdatedAt: s.Now()}
	s.register(p.NodeID, p)
	s.projects = append(s.projects, p)
	s.defaultFields(p)
	s.newView(p, creator, "View 1", "table")
	s.emit(Event{Name: "projects_v2", Action: "created", Org: s.orgs[fold(owner.Login)], Project: p, Sender: creator})
	return p, nil
}

func (s *Store) newView(p *Project, by *User, name, layout string) *View {
	id := s.newID("view")
	v := &View{ID: id, NodeID: nodeID("PVTV", p.ID, id), Project: p, Number: len(p.Views) + 1, Name: name, Layout: layout,
		Creator: by, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	s.register(v.NodeID, v)
	p.Views = append(p.Views, v)
	return v
}

// needBoards refuses who may not see (read) or change (write) the boards of owner. An App reaches no board of a person;
// an Actions token none at all.
func (s *Store) needBoards(a *Actor, owner *User, level string) error {
	org := s.orgs[fold(owner.Login)]
	switch {
	case a.Kind == ByHub:
		return nil
	case a.IsIntegration():
		ours := a.Kind == ByInstallation && org != nil && a.Installation.Account == owner
		if ours && a.Has("organization_projects", level) {
			return nil
		}
		return NotByIntegration()
	case a.User == nil:
		return Unauthorized("Requires authentication")
	case owner == a.User || (org != nil && org.Member(a.User) != nil):
		return nil
	}
	return NotFound()
}

// Projects are owner's boards that a may see, by number; an installation without the permission, or a person's boards
// seen by an App, are an empty list, as on GitHub.
func (s *Store) Projects(a *Actor, owner *User) []*Project {
	hidden := s.needBoards(a, owner, "read") != nil
	var out []*Project
	for _, p := range s.projects {
		if p.Owner == owner && (!hidden || (p.Public && !a.IsIntegration())) {
			out = append(out, p)
		}
	}
	return out
}

// AllProjects are all boards.
func (s *Store) AllProjects() []*Project { return s.projects }

// Project is owner's board with this number, as far as a may see it; 404 else.
func (s *Store) Project(a *Actor, owner *User, number int) (*Project, error) {
	for _, p := range s.Projects(a, owner) {
		if p.Number == number {
			return p, nil
		}
	}
	return nil, NotFound()
}

// CanSeeProject tells whether p exists for a.
func (s *Store) CanSeeProject(a *Actor, p *Project) bool {
	return s.needBoards(a, p.Owner, "read") == nil || (p.Public && !a.IsIntegration())
}

// NeedProject refuses who may not change p.
func (s *Store) NeedProject(a *Actor, p *Project) error { return s.needBoards(a, p.Owner, "write") }
