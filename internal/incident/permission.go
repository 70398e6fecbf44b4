package incident

// Permission is what an account may do on the incident's repository, lowest first. The zero value is no access, so that
// whatever is unknown may do nothing.
type Permission int

// The permissions; the names are GitHub's role names.
const (
	NoAccess Permission = iota
	Read
	TriageAccess
	Write
	Maintain
	Admin
)

var permissionNames = [...]string{"none", "read", "triage", "write", "maintain", "admin"}

// String returns GitHub's role name.
func (p Permission) String() string {
	if p < 0 || int(p) >= len(permissionNames) {
		return permissionNames[0]
	}
	return permissionNames[p]
}

// ParsePermission reads a role name as the collaborator API reports it; ok is false for a custom role's name, whose base
// permission the API reports beside it. An unknown name is NoAccess: fail closed.
func ParsePermission(role string) (p Permission, ok bool) {
	for i, n := range permissionNames {
		if n == role {
			return Permission(i), true
		}
	}
	return NoAccess, false
}

// Responder says whether the account may run the commands of a responder (triage or more).
func (p Permission) Responder() bool { return p >= TriageAccess }
