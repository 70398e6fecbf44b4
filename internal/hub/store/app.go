package store

import (
	"crypto/rsa"
	"sort"
	"strings"
	"time"
)

// App is a GitHub App.
type App struct {
	ID            int64
	NodeID        string
	Slug          string
	Name          string
	Owner         *User
	ClientID      string
	ClientSecret  string
	PublicKey     *rsa.PublicKey
	PrivateKeyPEM string // known where the hub made it, for the manifest conversion
	WebhookURL    string
	WebhookSecret string
	HookID        int64
	Permissions   map[string]string
	Events        []string
	Bot           *User // <slug>[bot]
	CreatedAt     time.Time
}

// Installation is an App on an account.
type Installation struct {
	ID          int64
	NodeID      string
	App         *App
	Account     *User
	Selection   string         // all, selected
	RepoIDs     map[int64]bool // where selected
	Permissions map[string]string
	Events      []string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	SuspendedAt time.Time
	SuspendedBy *User
}

// AppInput makes an App; an id of 0 takes the next one.
type AppInput struct {
	ID            int64
	Slug, Name    string
	Owner         *User
	PublicKey     *rsa.PublicKey
	WebhookURL    string
	WebhookSecret string
	Permissions   map[string]string
	Events        []string
}

// AddApp makes an App and its bot.
func (s *Store) AddApp(in AppInput) (*App, error) {
	if in.ID == 0 {
		in.ID = s.newID("app")
	}
	s.claimID("app", in.ID)
	if in.Name == "" {
		in.Name = in.Slug
	}
	for _, other := range s.apps {
		if other.ID == in.ID || strings.EqualFold(other.Slug, in.Slug) {
			return nil, Invalid(FieldError{Resource: "App", Field: "name", Code: "already_exists"})
		}
	}
	bot, err := s.addAccount(in.Slug+"[bot]", "", "Bot", 0)
	if err != nil {
		return nil, err
	}
	a := &App{ID: in.ID, NodeID: nodeID("A", in.ID), Slug: in.Slug, Name: in.Name, Owner: in.Owner, PublicKey: in.PublicKey,
		ClientID: "Iv1." + in.Slug, WebhookURL: in.WebhookURL, WebhookSecret: in.WebhookSecret, HookID: s.newID("hook"),
		Permissions: in.Permissions, Events: in.Events, Bot: bot, CreatedAt: s.Now()}
	if a.Permissions == nil {
		a.Permissions = map[string]string{}
	}
	bot.App = a
	s.apps[a.ID] = a
	s.register(a.NodeID, a)
	return a, nil
}

// App is the App with this id, nil where there is none.
func (s *Store) App(id int64) *App { return s.apps[id] }

// AppBySlug is the App with this slug, nil where there is none.
func (s *Store) AppBySlug(slug string) *App {
	for _, a := range s.apps {
		if strings.EqualFold(a.Slug, slug) {
			return a
		}
	}
	return nil
}

// Apps are all, by id.
func (s *Store) Apps() []*App {
	var out []*App
	for _, a := range s.apps {
		out = append(out, a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
