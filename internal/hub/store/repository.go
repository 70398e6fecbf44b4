package store

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Repository is a repository; its git objects lie with the store's Git under FullName.
type Repository struct {
	ID                   int64
	NodeID               string
	Owner                *User // a person, or an organisation's Account
	Name                 string
	Description          string
	Private              bool
	Archived             bool
	HasIssues            bool
	NoActionsPulls       bool // the setting that keeps workflows from opening pull requests
	DefaultBranch        string
	RequireSignedCommits bool
	Collaborators        map[int64]Role  // user id → role
	Contributors         map[int64]bool  // user id → wrote a commit
	Signed               map[string]bool // commits that the API signed
	Labels               []*Label
	Milestones           []*Milestone
	Issues               []*Issue // all, pulls included, by number
	Events               []*TimelineEvent
	CheckRuns            []*CheckRun
	CheckSuites          []*CheckSuite
	Statuses             []*CommitStatus
	Deployments          []*Deployment
	Releases             []*Release
	Pinned               []*Issue
	CreatedAt            time.Time
	UpdatedAt            time.Time
	PushedAt             time.Time
	nextNumber           int
	gone                 map[int]error // deleted or transferred issues
}

// FullName is owner/name.
func (r *Repository) FullName() string { return r.Owner.Login + "/" + r.Name }

// RepositoryInput makes a repository.
type RepositoryInput struct {
	FullName      string // owner/name; the owner exists
	Description   string
	Private       bool
	DefaultBranch string            // main where empty
	Files         map[string]string // the first commit; where empty, the repository has no commit
}

// AddRepository makes a repository with GitHub's default labels absent, and its first commit.
func (s *Store) AddRepository(in RepositoryInput) (*Repository, error) {
	ownerName, name, ok := strings.Cut(in.FullName, "/")
	owner := s.User(ownerName)
	if !ok || name == "" || strings.Contains(name, "/") {
		return nil, fmt.Errorf("repository %q: want owner/name", in.FullName)
	}
	if owner == nil {
		return nil, fmt.Errorf("repository %q: no user or organization %q", in.FullName, ownerName)
	}
	if s.repos[fold(in.FullName)] != nil {
		return nil, Invalid(FieldError{Resource: "Repository", Field: "name", Code: "custom", Message: "name already exists on this account"})
	}
	if in.DefaultBranch == "" {
		in.DefaultBranch = "main"
	}
	id := s.newID("repo")
	r := &Repository{ID: id, NodeID: nodeID("R", id), Owner: owner, Name: name, Description: in.Description, Private: in.Private,
		HasIssues: true, DefaultBranch: in.DefaultBranch, Collaborators: map[int64]Role{}, Contributors: map[int64]bool{}, Signed: map[string]bool{},
		CreatedAt: s.Now(), UpdatedAt: s.Now(), PushedAt: s.Now(), nextNumber: 1, gone: map[int]error{}}
	if s.git != nil {
		who := Signature{Name: owner.Login, Email: owner.Login + "@users.noreply.github.com", At: s.Now()}
		if err := s.git.CreateRepo(r.FullName(), r.DefaultBranch, in.Files, who); err != nil {
			return nil, fmt.Errorf("create git repository %s: %w", in.FullName, err)
		}
	}
	s.repos[fold(in.FullName)], s.reposByID[id] = r, r
	s.repoOrder = append(s.repoOrder, r)
	s.register(r.NodeID, r)
	return r, nil
}

// Repository is the repository with this owner/name, nil where there is none. A renamed one is found by its new name.
func (s *Store) Repository(fullName string) *Repository { return s.repos[fold(fullName)] }

// RepositoryByID is the repository with this database id, nil where there is none.
func (s *Store) RepositoryByID(id int64) *Repository { return s.reposByID[id] }

// Repositories are all, oldest first.
func (s *Store) Repositories() []*Repository { return s.repoOrder }

// FindRepository is what a request by a names: 404 where a may not see it, 301 where it was renamed.
func (s *Store) FindRepository(a *Actor, fullName string) (*Repository, error) {
	r := s.repos[fold(fullName)]
	if r == nil {
		if r = s.reposByID[s.renamed[fold(fullName)]]; r == nil || !s.CanSee(a, r) {
			return nil, NotFound()
		}
		return nil, Moved(fmt.Sprintf("/repositories/%d", r.ID))
	}
	if !s.CanSee(a, r) {
		return nil, NotFound()
	}
	return r, nil
}

// RenameRepository gives r another name; the old one answers 301 from then on.
func (s *Store) RenameRepository(a *Actor, r *Repository, name string) error {
	if e := s.need(a, r, "administration", Admin); e != nil {
		return e
	}
	old := r.FullName()
	full := r.Owner.Login + "/" + name
	if other := s.repos[fold(full)]; other != nil && other != r {
		return &Error{Status: http.StatusUnprocessableEntity, Message: "Validation Failed", DocumentationURL: docs,
			Errors: []FieldError{{Resource: "Repository", Field: "name", Code: "custom", Message: "name already exists on this account"}}}
	}
	if s.git != nil {
		if err := s.git.RenameRepo(old, full); err != nil {
			return fmt.Errorf("rename repository %s to %s: %w", old, full, err)
		}
	}
	delete(s.repos, fold(old))
	delete(s.renamed, fold(full))
	from := r.Name
	r.Name, r.UpdatedAt = name, s.Now()
	s.repos[fold(full)], s.renamed[fold(old)] = r, r.ID
	s.emit(Event{Name: "repository", Action: "renamed", Repo: r, Sender: a.Login(),
		Changes: map[string]any{"repository": map[string]any{"name": map[string]any{"from": from}}}})
	return nil
}

// SetCollaborator gives u a role in r; None takes it away.
func (s *Store) SetCollaborator(r *Repository, u *User, role Role) {
	if role == None {
		delete(r.Collaborators, u.ID)
		return
	}
	r.Collaborators[u.ID] = role
}

// DeleteRepository removes r: it is a 404 from then on. Its git objects are put aside, where nobody reaches them.
func (s *Store) DeleteRepository(a *Actor, r *Repository) error {
	if err := s.need(a, r, "administration", Admin); err != nil {
		return err
	}
	if s.git != nil {
		if err := s.git.RenameRepo(r.FullName(), fmt.Sprintf("%s.deleted-%d", r.FullName(), r.ID)); err != nil {
			return fmt.Errorf("delete repository %s: %w", r.FullName(), err)
		}
	}
	s.emit(Event{Name: "repository", Action: "deleted", Repo: r, Sender: a.Login()})
	for _, i := range append([]*Issue(nil), r.Issues...) {
		s.detach(i)
	}
	delete(s.repos, fold(r.FullName()))
	delete(s.reposByID, r.ID)
	delete(s.nodes, r.NodeID)
	for k, x := range s.repoOrder {
		if x == r {
			s.repoOrder = append(s.repoOrder[:k:k], s.repoOrder[k+1:]...)
			break
		}
	}
	return nil
}
