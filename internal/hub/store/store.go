// Package store is the state of the in-memory GitHub: users, repositories, issues, pulls, boards, apps, and the rules
// that GitHub applies when somebody changes them. It emits an Event for every change. It does NOT speak HTTP, does not
// render JSON, does not send webhooks (internal/hub/hooks does) and does not hold git objects (it asks a Git).
//
// Locking: one lock guards everything. Wrap a whole request in View (nothing changes) or Update (something may), and
// call any other method, and read any entity's fields, only inside of them. Neither may be nested.
package store

import (
	"strings"
	"sync"
	"time"
)

// Store is the whole state. Make one with New.
type Store struct {
	// CommentCap is how many comments an issue holds; 0 = GitHub's 2,500. A test sets another one to get there sooner.
	CommentCap int

	mu    sync.RWMutex
	clock Clock
	wall  func() time.Time
	fixed time.Time // what Now is during At
	git   Git

	ids         map[string]int64
	nodes       map[string]any
	users       map[string]*User
	usersByID   map[int64]*User
	orgs        map[string]*Organization
	repos       map[string]*Repository
	reposByID   map[int64]*Repository
	repoOrder   []*Repository
	renamed     map[string]int64
	comments    map[int64]*Comment
	issuesByID  map[int64]*Issue
	apps        map[int64]*App
	installs    map[int64]*Installation
	tokens      map[string]*Token
	manifests   map[string]*App
	projects    []*Project
	deliveries  []*Delivery
	subscribers []func(Event)
	holding     bool
	held        []Event
}

// New returns an empty store whose content is dated by clock, in UTC.
func New(clock Clock) *Store {
	return &Store{
		clock: clock, wall: time.Now,
		ids: map[string]int64{}, nodes: map[string]any{},
		users: map[string]*User{}, usersByID: map[int64]*User{}, orgs: map[string]*Organization{},
		repos: map[string]*Repository{}, reposByID: map[int64]*Repository{}, renamed: map[string]int64{},
		comments: map[int64]*Comment{}, issuesByID: map[int64]*Issue{},
		apps: map[int64]*App{}, installs: map[int64]*Installation{}, tokens: map[string]*Token{},
		manifests: map[string]*App{},
	}
}

// View runs fn while nothing changes. Several views run at once.
func (s *Store) View(fn func()) { s.mu.RLock(); defer s.mu.RUnlock(); fn() }

// Update runs fn alone. Events are emitted during fn, on the same goroutine: a subscriber must not block and must copy
// what it needs before it returns.
func (s *Store) Update(fn func()) { s.mu.Lock(); defer s.mu.Unlock(); fn() }

// Subscribe has every later Event handed to fn, inside the Update that caused it. Call it before serving.
func (s *Store) Subscribe(fn func(Event)) { s.subscribers = append(s.subscribers, fn) }

// SetGit names the keeper of git objects. Call it before the first repository is created.
func (s *Store) SetGit(g Git) { s.git = g }

// Git is the keeper of git objects, nil where there is none.
func (s *Store) Git() Git { return s.git }

// Clock is the clock that dates content.
func (s *Store) Clock() Clock { return s.clock }

// Now is the content clock's time, UTC, cut to seconds as GitHub shows it.
func (s *Store) Now() time.Time {
	if !s.fixed.IsZero() {
		return s.fixed
	}
	return s.clock.Now().UTC().Truncate(time.Second)
}

// At runs fn as if it were t: seeds write the past with it. A zero t changes nothing. Call it inside an Update.
func (s *Store) At(t time.Time, fn func() error) error {
	before := s.fixed
	if !t.IsZero() {
		s.fixed = t.UTC().Truncate(time.Second)
	}
	defer func() { s.fixed = before }()
	return fn()
}

// Wall is the real time, UTC: tokens and rate limits run on it, as the clients' libraries do.
func (s *Store) Wall() time.Time { return s.wall().UTC() }

// SetWall replaces the real time, for tests of expiry.
func (s *Store) SetWall(now func() time.Time) { s.wall = now }

func (s *Store) emit(e Event) {
	if e.Repo != nil && e.Org == nil {
		e.Org = s.orgs[fold(e.Repo.Owner.Login)]
	}
	if s.holding {
		s.held = append(s.held, e)
		return
	}
	for _, fn := range s.subscribers {
		fn(e)
	}
}

// opened holds events back until the function that it returns is called: then first goes out, and after it the others.
// So the webhook of a new issue shows its labels already, as GitHub's does.
func (s *Store) opened(first Event) func() {
	s.holding = true
	return func() {
		held := s.held
		s.holding, s.held = false, nil
		for _, e := range append([]Event{first}, held...) {
			s.emit(e)
		}
	}
}

// fold makes a login or a name comparable: GitHub ignores the case of ASCII letters in both.
func fold(name string) string { return strings.ToLower(name) }
