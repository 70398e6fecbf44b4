package seed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// writer writes one seed into one store.
type writer struct {
	seed  *Seed
	store *store.Store
}

// Apply writes the seed into an empty store whose Git is set. Subscribe to the store afterwards: a seed is the past.
func (s *Seed) Apply(st *store.Store) (err error) {
	w := &writer{seed: s, store: st}
	st.Update(func() {
		for _, step := range []func() error{w.users, w.organizations, w.repositories, w.teamRoles, w.projects, w.apps, w.installations, w.tokens} {
			if err = step(); err != nil {
				return
			}
		}
	})
	return err
}

// refused words what the store did not take.
func (w *writer) refused(at string, err error) error {
	var e *store.Error
	if errors.As(err, &e) && len(e.Errors) > 0 {
		f := e.Errors[0]
		return w.seed.mistake(at, "%s: %s %s", e.Message, f.Field, either(f.Message, f.Code))
	}
	return w.seed.mistake(at, "%v", err)
}

func either(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}

func (w *writer) users() error {
	for n, in := range w.seed.Users {
		at := fmt.Sprintf("$.users[%d]", n)
		if in.Login == "" {
			return w.seed.mistake(at, "the user has no login")
		}
		u, err := w.store.AddUser(in.Login, in.Name, in.ID)
		if err != nil {
			return w.seed.mistake(at+".login", "there is a user %q already", in.Login)
		}
		u.Email = in.Email
		if in.Token != "" {
			w.store.AddUserToken(u, in.Token)
		}
	}
	return nil
}

// person is the user with this login, made where nobody has it.
func (w *writer) person(login string) *store.User {
	if u := w.store.User(login); u != nil {
		return u
	}
	u, _ := w.store.AddUser(login, "", 0) // the login is free
	return u
}

// author is who wrote something; the first user where nobody is named.
func (w *writer) author(login string) *store.User {
	switch {
	case login != "":
		return w.person(login)
	case len(w.seed.Users) > 0:
		return w.person(w.seed.Users[0].Login)
	}
	return w.person("ghost")
}

// owner makes the organisation of owner/name where nobody has that name.
func (w *writer) owner(at, fullName string) error {
	login, name, ok := strings.Cut(fullName, "/")
	if !ok || login == "" || name == "" || strings.Contains(name, "/") {
		return w.seed.mistake(at, "the repository's full_name is %q; use owner/name", fullName)
	}
	if w.store.User(login) == nil {
		if _, err := w.store.AddOrganization(login, ""); err != nil {
			return w.refused(at, err)
		}
	}
	return nil
}

// find is the repository by owner/name, or by name below an account.
func (w *writer) find(name, account string) *store.Repository {
	if !strings.Contains(name, "/") {
		name = account + "/" + name
	}
	return w.store.Repository(name)
}

func (w *writer) organizations() error {
	for n, in := range w.seed.Organizations {
		at := fmt.Sprintf("$.organizations[%d]", n)
		o, err := w.store.AddOrganization(in.Login, in.Name)
		if err != nil {
			return w.seed.mistake(at+".login", "the organization's login %q is missing or taken", in.Login)
		}
		if in.DefaultPermission != "" {
			role, known := store.ParseRole(in.DefaultPermission)
			if !known {
				return w.seed.mistake(at+".default_repository_permission", "%q is no role; use none, read, write or admin", in.DefaultPermission)
			}
			o.DefaultPermission = role
		}
		for k, m := range in.Members {
			if m.Login == "" || (m.Role != "" && m.Role != "member" && m.Role != "admin") {
				return w.seed.mistake(fmt.Sprintf("%s.members[%d]", at, k), "the member %q needs a login, and the role member or admin", m.Login)
			}
			w.store.AddMember(o, w.person(m.Login), m.Role, m.Public)
		}
		for k, t := range in.Teams {
			if err := w.team(fmt.Sprintf("%s.teams[%d]", at, k), o, t); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) team(at string, o *store.Organization, in Team) error {
	t, err := w.store.AddTeam(o, in.Slug, in.Name)
	if err != nil {
		return w.seed.mistake(at, "the team's slug %q is missing or taken", in.Slug)
	}
	for _, login := range in.Members {
		u := w.person(login)
		if o.Member(u) == nil {
			w.store.AddMember(o, u, "member", false)
		}
		t.Add(u)
	}
	return nil
}

// teamRoles come after the repositories that they name.
func (w *writer) teamRoles() error {
	for n, o := range w.seed.Organizations {
		for k, t := range o.Teams {
			for name, word := range t.Repositories {
				r := w.find(name, o.Login)
				role, known := store.ParseRole(word)
				if r == nil || !known {
					return w.seed.mistake(fmt.Sprintf("$.organizations[%d].teams[%d].repositories", n, k), "%s: %s: no such repository or role", name, word)
				}
				w.store.Organization(o.Login).Team(either(t.Slug, strings.ToLower(t.Name))).Repos[r.ID] = role
			}
		}
	}
	return nil
}

func (w *writer) projects() error {
	for n, in := range w.seed.Projects {
		at := fmt.Sprintf("$.projects[%d]", n)
		owner := w.store.User(in.Owner)
		if owner == nil {
			return w.seed.mistake(at+".owner", "there is no user or organization %q", in.Owner)
		}
		p, err := w.store.AddProject(nil, owner, in.Title)
		if err != nil {
			return w.seed.mistake(at, "the project has no title")
		}
		p.Public = in.Public
	}
	return nil
}

func (w *writer) tokens() error {
	for n, in := range w.seed.Tokens {
		at := fmt.Sprintf("$.tokens[%d]", n)
		switch {
		case in.Token == "":
			return w.seed.mistake(at, "the token is empty")
		case in.Kind == "actions":
			r := w.store.Repository(in.Repository)
			if r == nil {
				return w.seed.mistake(at+".repository", "there is no repository %q", in.Repository)
			}
			if err := w.levels(at+".permissions", in.Permissions); err != nil {
				return err
			}
			w.store.AddActionsToken(r, in.Token, in.Permissions)
		case in.Kind == "user":
			w.store.AddUserToken(w.author(in.User), in.Token)
		default:
			return w.seed.mistake(at+".kind", "the kind is %q; use actions or user", in.Kind)
		}
	}
	return nil
}
