package store

import (
	"maps"
	"sort"
	"time"
)

// Install puts app on account; nil repos means all. An id of 0 takes the next one. Permissions are the App's.
func (s *Store) Install(app *App, account *User, repos []*Repository, id int64) *Installation {
	if id == 0 {
		id = s.newID("installation")
	}
	s.claimID("installation", id)
	in := &Installation{ID: id, NodeID: nodeID("IN", id), App: app, Account: account, Selection: "all",
		Permissions: maps.Clone(app.Permissions), Events: app.Events, CreatedAt: s.Now(), UpdatedAt: s.Now()}
	if repos != nil {
		in.Selection, in.RepoIDs = "selected", map[int64]bool{}
		for _, r := range repos {
			in.RepoIDs[r.ID] = true
		}
	}
	s.installs[id] = in
	s.register(in.NodeID, in)
	s.emit(Event{Name: "installation", Action: "created", Installation: in, Sender: account})
	return in
}

// Installation is the one with this id, nil where there is none.
func (s *Store) Installation(id int64) *Installation { return s.installs[id] }

// Installations are all of an App (of every App where app is nil), by id.
func (s *Store) Installations(app *App) []*Installation {
	var out []*Installation
	for _, in := range s.installs {
		if app == nil || in.App == app {
			out = append(out, in)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// InstallationFor is app's installation that covers r, nil where there is none.
func (s *Store) InstallationFor(app *App, r *Repository) *Installation {
	for _, in := range s.Installations(app) {
		if in.Covers(r) {
			return in
		}
	}
	return nil
}

// InstallationOn is app's installation on an account, nil where there is none.
func (s *Store) InstallationOn(app *App, account *User) *Installation {
	for _, in := range s.Installations(app) {
		if in.Account == account {
			return in
		}
	}
	return nil
}

// Covers tells whether r is among the installation's repositories.
func (in *Installation) Covers(r *Repository) bool {
	return in.Account == r.Owner && (in.Selection == "all" || in.RepoIDs[r.ID])
}

// InstalledRepositories are those that the token of a reaches, oldest first.
func (s *Store) InstalledRepositories(a *Actor) []*Repository {
	var out []*Repository
	for _, r := range s.repoOrder {
		if a.Reaches(r) {
			out = append(out, r)
		}
	}
	return out
}

// Suspend stops every token of the installation, or lets them work again.
func (s *Store) Suspend(in *Installation, by *User, suspended bool) {
	action := "unsuspend"
	in.SuspendedBy, in.SuspendedAt, in.UpdatedAt = nil, time.Time{}, s.Now()
	if suspended {
		action, in.SuspendedAt, in.SuspendedBy = "suspend", s.Now(), by
	}
	s.emit(Event{Name: "installation", Action: action, Installation: in, Sender: by})
}

// Accept gives the installation permissions beside those that it has; tokens that are out keep what they were made with.
func (s *Store) Accept(in *Installation, by *User, more map[string]string) {
	maps.Copy(in.Permissions, more)
	in.UpdatedAt = s.Now()
	s.emit(Event{Name: "installation", Action: "new_permissions_accepted", Installation: in, Sender: by})
}

// Uninstall removes the installation and its tokens.
func (s *Store) Uninstall(in *Installation, by *User) {
	s.emit(Event{Name: "installation", Action: "deleted", Installation: in, Sender: by})
	delete(s.installs, in.ID)
	for k, t := range s.tokens {
		if t.Installation == in {
			delete(s.tokens, k)
		}
	}
}
