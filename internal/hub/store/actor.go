package store

// Kind tells with what sort of credentials somebody acts.
type Kind string

// The kinds of actors.
const (
	Anonymous      Kind = "none"
	ByUser         Kind = "user"
	ByApp          Kind = "app" // an App's JWT: the /app routes only
	ByInstallation Kind = "installation"
	ByActions      Kind = "actions" // what GITHUB_TOKEN is to a workflow
	ByHub          Kind = "hub"     // the hub itself, writing a seed in somebody's name: no permission is asked for
)

// Actor is who makes a request, and what they may do.
type Actor struct {
	Kind         Kind
	User         *User // who content is created as: the person, or the app's bot; nil for a JWT and nobody
	App          *App
	Installation *Installation
	Repo         *Repository // of an Actions token
	Permissions  map[string]string
	RepoIDs      map[int64]bool // what a narrowed installation token reaches; nil: all of the installation
	Token        *Token
}

// Nobody is an actor without credentials.
func Nobody() *Actor { return &Actor{Kind: Anonymous} }

// As is u acting through a token of their own.
func As(u *User) *Actor { return &Actor{Kind: ByUser, User: u} }

// OnBehalfOf is the hub writing in u's name, whatever u may do.
func OnBehalfOf(u *User) *Actor { return &Actor{Kind: ByHub, User: u} }

// Login is the account in whose name the actor acts, nil for nobody.
func (a *Actor) Login() *User { return a.User }

// IsIntegration tells whether permissions of an app, not roles of a person, decide.
func (a *Actor) IsIntegration() bool { return a.Kind == ByInstallation || a.Kind == ByActions }

// String is the actor as the request log names it: app, installation, actions:owner/name, user:login, none.
func (a *Actor) String() string {
	switch a.Kind {
	case ByUser:
		return "user:" + a.User.Login
	case ByActions:
		return "actions:" + a.Repo.FullName()
	}
	return string(a.Kind)
}

// Has tells whether an integration's token carries at least this level ("read", "write", "admin") of a permission.
func (a *Actor) Has(permission, level string) bool {
	if permission == "metadata" && level == "read" {
		return true
	}
	return levels[a.Permissions[permission]] >= levels[level]
}

var levels = map[string]int{"": 0, "read": 1, "write": 2, "admin": 3}

// Reaches tells whether an integration's token covers r at all.
func (a *Actor) Reaches(r *Repository) bool {
	switch a.Kind {
	case ByActions:
		return a.Repo == r
	case ByInstallation:
		if a.RepoIDs != nil && !a.RepoIDs[r.ID] {
			return false
		}
		return a.Installation.Covers(r)
	}
	return false
}

// CanSee tells whether r exists for a.
func (s *Store) CanSee(a *Actor, r *Repository) bool {
	if !r.Private || a.Kind == ByHub {
		return true
	}
	if a.IsIntegration() {
		return a.Reaches(r)
	}
	return a.Kind == ByUser && s.RoleOf(r, a.User) >= Read
}

// Can tells whether a may do in r what takes this permission of an integration, or this role of a person.
func (s *Store) Can(a *Actor, r *Repository, permission string, role Role) bool {
	return s.need(a, r, permission, role) == nil
}

// Need refuses, in GitHub's words, what a may not do in r: an integration needs the permission (at read where role is
// Read, else write), a person the role.
func (s *Store) Need(a *Actor, r *Repository, permission string, role Role) error {
	return s.need(a, r, permission, role)
}

func (s *Store) need(a *Actor, r *Repository, permission string, role Role) error {
	if !s.CanSee(a, r) {
		return NotFound()
	}
	level := "write"
	if role <= Read {
		level = "read"
	}
	switch {
	case a.Kind == ByHub:
		return nil
	case a.IsIntegration() && a.Reaches(r) && a.Has(permission, level):
		return nil
	case a.IsIntegration() && level == "read" && !r.Private:
		return nil
	case a.IsIntegration():
		return NotByIntegration()
	case a.Kind == Anonymous && level == "read", a.Kind == ByApp && level == "read":
		return nil
	case a.Kind != ByUser:
		return Unauthorized("Requires authentication")
	case s.RoleOf(r, a.User) >= role:
		return nil
	case role >= Maintain:
		return Forbidden("Must have admin rights to Repository.")
	}
	return Forbidden("Resource not accessible by personal access token")
}

// needWriter refuses who cannot write content (issues, comments) that any reader may create: integrations without the
// permission, nobody.
func (s *Store) needWriter(a *Actor, r *Repository, permission string) error {
	if !s.CanSee(a, r) {
		return NotFound()
	}
	switch {
	case a.IsIntegration() && !(a.Reaches(r) && a.Has(permission, "write")):
		return NotByIntegration()
	case a.User == nil:
		return Unauthorized("Requires authentication")
	}
	if r.Archived {
		return Forbidden("Repository was archived so is read-only.")
	}
	return nil
}
