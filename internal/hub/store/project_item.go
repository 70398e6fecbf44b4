package store

import "time"

// Item is a card of a board: an issue, a pull request, or a draft.
type Item struct {
	ID        int64
	NodeID    string
	Project   *Project
	Issue     *Issue // the issue, or the pull request's conversation; nil for a draft
	Draft     *Draft
	Archived  time.Time
	Creator   *User
	Values    map[int64]*Value // by field id
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Draft is a note that is no issue yet.
type Draft struct {
	ID          int64
	NodeID      string
	Title, Body string
	Creator     *User
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Value is what an item has in a field; which one is set depends on the field's type.
type Value struct {
	NodeID    string
	Field     *Field
	Item      *Item
	Text      string
	Number    float64
	Date      string // 2026-11-22
	OptionID  string
	Iteration string
	Creator   *User // who set it first; a later change keeps that
	CreatedAt time.Time
	UpdatedAt time.Time
}

// AddItem puts an issue or a pull request's conversation on the board; one that is there already is returned.
func (s *Store) AddItem(a *Actor, p *Project, content *Issue) (*Item, error) {
	if err := s.NeedProject(a, p); err != nil {
		return nil, err
	}
	if !s.CanSee(a, content.Repo) {
		return nil, NotFound()
	}
	for _, it := range p.Items {
		if it.Issue == content {
			return it, nil
		}
	}
	return s.newItem(a, p, &Item{Issue: content}), nil
}

// AddDraft puts a draft on the board.
func (s *Store) AddDraft(a *Actor, p *Project, title, body string) (*Item, error) {
	if err := s.NeedProject(a, p); err != nil {
		return nil, err
	}
	id := s.newID("item")
	d := &Draft{ID: id, NodeID: nodeID("DI", p.ID, id), Title: title, Body: body, Creator: a.User, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	return s.newItem(a, p, &Item{Draft: d}), nil
}

func (s *Store) newItem(a *Actor, p *Project, it *Item) *Item {
	it.ID = s.newID("item")
	it.NodeID = s.register(nodeID("PVTI", p.ID, it.ID), it)
	it.Project, it.Creator, it.Values = p, a.User, map[int64]*Value{}
	it.CreatedAt, it.UpdatedAt = s.Now(), s.Now()
	p.Items = append(p.Items, it)
	p.UpdatedAt = s.Now()
	if it.Issue != nil {
		s.record(it.Issue, &TimelineEvent{Event: "added_to_project_v2", Actor: a.User, Project: p})
	}
	s.emitItem("created", a, it, nil)
	return it
}

func (s *Store) emitItem(action string, a *Actor, it *Item, changes map[string]any) {
	s.emit(Event{Name: "projects_v2_item", Action: action, Org: s.orgs[fold(it.Project.Owner.Login)], Project: it.Project,
		Item: it, Issue: it.Issue, Sender: a.User, Changes: changes})
}

// SetValue sets what an item has in a field; a nil value clears it. The value's own type must fit the field's.
func (s *Store) SetValue(a *Actor, it *Item, f *Field, v *Value) error {
	if err := s.NeedProject(a, it.Project); err != nil {
		return err
	}
	switch {
	case f.Project != it.Project:
		return Unprocessable("The field does not belong to the project")
	case !f.Custom:
		return Unprocessable("The field of type " + f.DataType + " is currently not supported.")
	case v != nil && f.DataType == "SINGLE_SELECT" && f.Option(v.OptionID) == nil:
		return Unprocessable("The single select option Id does not belong to the field")
	}
	it.UpdatedAt = s.Now()
	if v == nil {
		delete(it.Values, f.ID)
	} else {
		set := *v
		set.Field, set.Item, set.Creator, set.CreatedAt, set.UpdatedAt = f, it, a.User, s.Now(), s.Now()
		if before := it.Values[f.ID]; before != nil {
			set.Creator, set.CreatedAt = before.Creator, before.CreatedAt
		}
		set.NodeID = nodeID("PVTFV", it.ID, f.ID)
		it.Values[f.ID] = &set
	}
	s.emitItem("edited", a, it, map[string]any{"field_value": map[string]any{"field_node_id": f.NodeID, "field_type": fold(f.DataType)}})
	return nil
}

// DeleteItem takes a card off the board.
func (s *Store) DeleteItem(a *Actor, it *Item) error {
	if err := s.NeedProject(a, it.Project); err != nil {
		return err
	}
	it.Project.dropItem(it)
	delete(s.nodes, it.NodeID)
	s.emitItem("deleted", a, it, nil)
	return nil
}

// ArchiveItem archives a card, or brings it back.
func (s *Store) ArchiveItem(a *Actor, it *Item, archived bool) error {
	if err := s.NeedProject(a, it.Project); err != nil {
		return err
	}
	action := "restored"
	it.Archived = time.Time{}
	if archived {
		action, it.Archived = "archived", s.Now()
	}
	s.emitItem(action, a, it, nil)
	return nil
}

// Item is the card with this database id, nil where there is none.
func (p *Project) Item(id int64) *Item {
	for _, it := range p.Items {
		if it.ID == id {
			return it
		}
	}
	return nil
}

// ItemsOf are the cards of an issue on all boards.
func (s *Store) ItemsOf(i *Issue) []*Item {
	var out []*Item
	for _, p := range s.projects {
		for _, it := range p.Items {
			if it.Issue == i {
				out = append(out, it)
			}
		}
	}
	return out
}

func (p *Project) dropItem(it *Item) {
	var left []*Item
	for _, x := range p.Items {
		if x != it {
			left = append(left, x)
		}
	}
	p.Items = left
}

func (p *Project) dropContent(i *Issue) {
	for _, it := range p.Items {
		if it.Issue == i {
			p.dropItem(it)
			return
		}
	}
}
