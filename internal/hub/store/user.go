package store

import (
	"sort"
	"strings"
	"time"
)

// User is a person or a bot. A bot's Login ends in "[bot]", as REST shows it.
type User struct {
	ID        int64
	NodeID    string
	Login     string
	Name      string
	Email     string
	Type      string // User, Bot, Organization (as an owner), Mannequin
	App       *App   // of a bot
	CreatedAt time.Time
}

// IsBot tells whether an app acts under this name.
func (u *User) IsBot() bool { return u.Type == "Bot" }

// GraphQLLogin is the login as GraphQL shows it: a bot's lacks the "[bot]".
func (u *User) GraphQLLogin() string { return strings.TrimSuffix(u.Login, "[bot]") }

// Organization owns repositories, teams and boards.
type Organization struct {
	ID                int64
	NodeID            string
	Login             string
	Name              string
	Description       string
	DefaultPermission Role // what members may on its repositories
	Members           []*Member
	Teams             []*Team
	CreatedAt         time.Time
	Account           *User // the same account in the shape of a user
}

// Member is a user in an organisation.
type Member struct {
	User   *User
	Public bool
	Role   string // member, admin
}

// Team is a group of members.
type Team struct {
	ID          int64
	NodeID      string
	Org         *Organization
	Slug        string
	Name        string
	Description string
	Members     []*User
	Repos       map[int64]Role
	CreatedAt   time.Time
}

// AddUser makes a person. An id of 0 takes the next one.
func (s *Store) AddUser(login, name string, id int64) (*User, error) {
	return s.addAccount(login, name, "User", id)
}

func (s *Store) addAccount(login, name, kind string, id int64) (*User, error) {
	if login == "" {
		return nil, Invalid(FieldError{Resource: "User", Field: "login", Code: "missing_field"})
	}
	if s.users[fold(login)] != nil {
		return nil, Invalid(FieldError{Resource: "User", Field: "login", Code: "already_exists"})
	}
	prefix, class := "U", "user"
	switch kind {
	case "Bot":
		prefix = "BOT"
	case "Organization":
		prefix, class = "O", "org"
	}
	if id == 0 {
		id = s.newID(class)
	}
	s.claimID(class, id)
	u := &User{ID: id, Login: login, Name: name, Type: kind, CreatedAt: s.Now(), NodeID: nodeID(prefix, id)}
	s.users[fold(login)], s.usersByID[id] = u, u
	if kind != "Organization" {
		s.register(u.NodeID, u)
	}
	return u, nil
}

// User is the account (person, bot or organisation) with this login, nil where there is none.
func (s *Store) User(login string) *User { return s.users[fold(strings.TrimPrefix(login, "@"))] }

// UserByID is the account with this database id, nil where there is none.
func (s *Store) UserByID(id int64) *User { return s.usersByID[id] }

// Users are all accounts by login.
func (s *Store) Users() []*User {
	out := make([]*User, 0, len(s.users))
	for _, u := range s.users {
		out = append(out, u)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
