package store

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"net/http"
	"time"
)

// TokenLife is how long an installation's token is good for.
const TokenLife = time.Hour

// Token is a credential.
type Token struct {
	Value        string
	Kind         Kind
	User         *User
	Installation *Installation
	Repo         *Repository
	Permissions  map[string]string
	RepoIDs      map[int64]bool
	ExpiresAt    time.Time // wall time; zero: never
}

// actionsPermissions is what a workflow's GITHUB_TOKEN may do here: everything that `permissions:` can ask for and the
// Action needs. Never boards.
var actionsPermissions = map[string]string{"issues": "write", "contents": "write", "pull_requests": "write", "checks": "write",
	"deployments": "write", "statuses": "write", "metadata": "read", "actions": "write"}

// AddUserToken lets value act as u.
func (s *Store) AddUserToken(u *User, value string) {
	s.tokens[value] = &Token{Value: value, Kind: ByUser, User: u}
}

// AddActionsToken lets value act as github-actions[bot] in r. Nil permissions mean the usual ones.
func (s *Store) AddActionsToken(r *Repository, value string, permissions map[string]string) {
	bot := s.User("github-actions[bot]")
	if bot == nil {
		bot, _ = s.addAccount("github-actions[bot]", "", "Bot", 41898282)
	}
	if permissions == nil {
		permissions = maps.Clone(actionsPermissions)
	}
	s.tokens[value] = &Token{Value: value, Kind: ByActions, User: bot, Repo: r, Permissions: permissions}
}

// NewInstallationToken makes a token for an hour; nil narrows nothing. Asking for more than the installation has is a 422.
func (s *Store) NewInstallationToken(in *Installation, permissions map[string]string, repos []*Repository) (*Token, error) {
	if !in.SuspendedAt.IsZero() {
		return nil, Forbidden("This installation has been suspended")
	}
	for k, v := range permissions {
		if levels[v] == 0 || levels[in.Permissions[k]] < levels[v] {
			return nil, Unprocessable("The permissions requested are not granted to this installation.")
		}
	}
	t := &Token{Value: "ghs_" + randomHex(18), Kind: ByInstallation, User: in.App.Bot, Installation: in,
		Permissions: maps.Clone(in.Permissions), ExpiresAt: s.Wall().Add(TokenLife).Truncate(time.Second)}
	if permissions != nil {
		t.Permissions = maps.Clone(permissions)
		t.Permissions["metadata"] = "read"
	}
	if repos != nil {
		t.RepoIDs = map[int64]bool{}
		for _, r := range repos {
			if r == nil || !in.Covers(r) {
				return nil, Unprocessable("There is at least one repository that does not exist or is not accessible to the parent installation.")
			}
			t.RepoIDs[r.ID] = true
		}
	}
	s.tokens[t.Value] = t
	return t, nil
}

// Revoke ends a token.
func (s *Store) Revoke(t *Token) { delete(s.tokens, t.Value) }

// byToken is who a token acts as; bad and expired ones are a 401.
func (s *Store) byToken(value string) (*Actor, error) {
	t := s.tokens[value]
	if t == nil || (!t.ExpiresAt.IsZero() && !s.Wall().Before(t.ExpiresAt)) {
		return nil, Unauthorized("Bad credentials")
	}
	a := &Actor{Kind: t.Kind, User: t.User, Installation: t.Installation, Repo: t.Repo, Permissions: t.Permissions,
		RepoIDs: t.RepoIDs, Token: t}
	if t.Installation != nil {
		a.App = t.Installation.App
		if !t.Installation.SuspendedAt.IsZero() {
			return nil, &Error{Status: http.StatusForbidden, Message: "This installation has been suspended", DocumentationURL: docs}
		}
	}
	return a, nil
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
