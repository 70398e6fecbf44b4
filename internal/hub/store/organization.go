package store

import "strings"

// AddOrganization makes an organisation; its members get read on its repositories unless told otherwise.
func (s *Store) AddOrganization(login, name string) (*Organization, error) {
	account, err := s.addAccount(login, name, "Organization", 0)
	if err != nil {
		return nil, err
	}
	o := &Organization{ID: account.ID, NodeID: account.NodeID, Login: login, Name: name, Account: account,
		DefaultPermission: Read, CreatedAt: account.CreatedAt}
	s.orgs[fold(login)] = o
	s.register(o.NodeID, o)
	return o, nil
}

// Organization is the organisation with this login, nil where there is none.
func (s *Store) Organization(login string) *Organization { return s.orgs[fold(login)] }

// Organizations are all of them that u belongs to.
func (s *Store) Organizations(u *User) []*Organization {
	var out []*Organization
	for _, o := range s.orgs {
		if o.Member(u) != nil {
			out = append(out, o)
		}
	}
	return out
}

// AddMember puts u into o; role is member or admin (an owner).
func (s *Store) AddMember(o *Organization, u *User, role string, public bool) {
	if role == "" {
		role = "member"
	}
	if m := o.Member(u); m != nil {
		m.Role, m.Public = role, public
		return
	}
	o.Members = append(o.Members, &Member{User: u, Public: public, Role: role})
}

// RemoveMember takes u out of o and its teams.
func (s *Store) RemoveMember(o *Organization, u *User) {
	for i, m := range o.Members {
		if m.User == u {
			o.Members = append(o.Members[:i:i], o.Members[i+1:]...)
			break
		}
	}
	for _, t := range o.Teams {
		t.remove(u)
	}
}

// Member is u's membership, nil where u is none.
func (o *Organization) Member(u *User) *Member {
	for _, m := range o.Members {
		if m.User == u {
			return m
		}
	}
	return nil
}

// Team is the team with this slug, nil where there is none.
func (o *Organization) Team(slug string) *Team {
	for _, t := range o.Teams {
		if strings.EqualFold(t.Slug, slug) {
			return t
		}
	}
	return nil
}

// AddTeam makes a team of o; the slug is derived from the name where it is empty.
func (s *Store) AddTeam(o *Organization, slug, name string) (*Team, error) {
	if slug == "" {
		slug = strings.ReplaceAll(fold(name), " ", "-")
	}
	if name == "" {
		name = slug
	}
	if slug == "" || o.Team(slug) != nil {
		return nil, Invalid(FieldError{Resource: "Team", Field: "name", Code: "already_exists"})
	}
	id := s.newID("team")
	t := &Team{ID: id, NodeID: nodeID("T", o.ID, id), Org: o, Slug: slug, Name: name, Repos: map[int64]Role{}, CreatedAt: s.Now()}
	s.register(t.NodeID, t)
	o.Teams = append(o.Teams, t)
	return t, nil
}

// Add puts u into the team, once.
func (t *Team) Add(u *User) {
	if !t.Has(u) {
		t.Members = append(t.Members, u)
	}
}

// Remove takes u out of the team.
func (t *Team) Remove(u *User) { t.remove(u) }

// Has tells whether u is in the team.
func (t *Team) Has(u *User) bool { return hasUser(t.Members, u) }

func (t *Team) remove(u *User) { t.Members = withoutUser(t.Members, u) }

func hasUser(list []*User, u *User) bool {
	for _, m := range list {
		if m == u {
			return true
		}
	}
	return false
}

func withoutUser(list []*User, u *User) []*User {
	var out []*User
	for _, m := range list {
		if m != u {
			out = append(out, m)
		}
	}
	return out
}
