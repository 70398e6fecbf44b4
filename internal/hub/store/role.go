package store

// Role is what somebody may do in a repository. The order is that of power.
type Role int

// The roles, as GitHub names them in role_name.
const (
	None Role = iota
	Read
	Triage
	Write
	Maintain
	Admin
)

var roleNames = [...]string{"none", "read", "triage", "write", "maintain", "admin"}

// String is the role_name.
func (r Role) String() string { return roleNames[r] }

// Legacy is the older permission word: triage shows as read, maintain as write.
func (r Role) Legacy() string {
	switch r {
	case Triage:
		return "read"
	case Maintain:
		return "write"
	}
	return r.String()
}

// ParseRole reads a role_name, or the pull/push words of the collaborator API.
func ParseRole(name string) (Role, bool) {
	switch name {
	case "pull":
		return Read, true
	case "push":
		return Write, true
	}
	for i, n := range roleNames {
		if n == name {
			return Role(i), true
		}
	}
	return None, false
}

// RoleOf is the highest role that u has in r: own, by team, by the organisation, or read since r is public.
func (s *Store) RoleOf(r *Repository, u *User) Role {
	role := None
	if !r.Private {
		role = Read
	}
	if u == nil {
		return role
	}
	role = max(role, r.Collaborators[u.ID])
	if r.Owner == u {
		return Admin
	}
	if o := s.orgs[fold(r.Owner.Login)]; o != nil {
		if m := o.Member(u); m != nil {
			role = max(role, o.DefaultPermission)
			if m.Role == "admin" {
				return Admin
			}
		}
		for _, t := range o.Teams {
			if t.Has(u) {
				role = max(role, t.Repos[r.ID])
			}
		}
	}
	return role
}

// Association is author_association: how u stands to r as viewer may know it. A private member shows as NONE (or as
// COLLABORATOR where invited to the repository), which is why nothing may be authorised by it.
func (s *Store) Association(r *Repository, u *User) string {
	if u == nil {
		return "NONE"
	}
	if r.Owner == u {
		return "OWNER"
	}
	if o := s.orgs[fold(r.Owner.Login)]; o != nil {
		if m := o.Member(u); m != nil {
			if m.Public {
				return "MEMBER"
			}
			return "NONE"
		}
	}
	if r.Collaborators[u.ID] > None {
		return "COLLABORATOR"
	}
	if r.Contributors[u.ID] {
		return "CONTRIBUTOR"
	}
	return "NONE"
}
