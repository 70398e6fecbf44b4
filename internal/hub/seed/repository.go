package seed

import (
	"fmt"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Repository is a repository with its issues; Collaborators are login → role.
type Repository struct {
	FullName             string            `yaml:"full_name"`
	Description          string            `yaml:"description"`
	Private              bool              `yaml:"private"`
	Archived             bool              `yaml:"archived"`
	DefaultBranch        string            `yaml:"default_branch"`
	Collaborators        map[string]string `yaml:"collaborators"`
	Files                map[string]string `yaml:"files"`
	RequireSignedCommits bool              `yaml:"require_signed_commits"`
	NoActionsPulls       bool              `yaml:"no_actions_pull_requests"` // workflows may open none
	Labels               []Label           `yaml:"labels"`
	Issues               []Issue           `yaml:"issues"`
}

// Label is a label.
type Label struct {
	Name        string `yaml:"name"`
	Color       string `yaml:"color"`
	Description string `yaml:"description"`
}

// Issue is an issue of the past, or of now where it has no date.
type Issue struct {
	Title       string    `yaml:"title"`
	Body        string    `yaml:"body"`
	User        string    `yaml:"user"`
	CreatedAt   time.Time `yaml:"created_at"`
	ClosedAt    time.Time `yaml:"closed_at"`
	ClosedBy    string    `yaml:"closed_by"`
	State       string    `yaml:"state"`
	StateReason string    `yaml:"state_reason"`
	Locked      bool      `yaml:"locked"`
	Labels      []string  `yaml:"labels"`
	Assignees   []string  `yaml:"assignees"`
	Comments    []Comment `yaml:"comments"`
}

// Comment is a comment.
type Comment struct {
	User      string    `yaml:"user"`
	Body      string    `yaml:"body"`
	CreatedAt time.Time `yaml:"created_at"`
	ByEmail   bool      `yaml:"by_email"`
}

func (w *writer) repositories() error {
	for n, in := range w.seed.Repositories {
		at := fmt.Sprintf("$.repositories[%d]", n)
		r, err := w.repository(at, in)
		if err != nil {
			return err
		}
		for k, l := range in.Labels {
			if _, err := w.store.CreateLabel(store.OnBehalfOf(r.Owner), r, l.Name, l.Color, l.Description); err != nil {
				return w.refused(fmt.Sprintf("%s.labels[%d]", at, k), err)
			}
		}
		for k, i := range in.Issues {
			if err := w.issue(fmt.Sprintf("%s.issues[%d]", at, k), r, i); err != nil {
				return err
			}
		}
		r.Archived = in.Archived
	}
	return nil
}

func (w *writer) repository(at string, in Repository) (*store.Repository, error) {
	if err := w.owner(at+".full_name", in.FullName); err != nil {
		return nil, err
	}
	r, err := w.store.AddRepository(store.RepositoryInput{FullName: in.FullName, Description: in.Description, Private: in.Private,
		DefaultBranch: in.DefaultBranch, Files: in.Files})
	if err != nil {
		return nil, w.refused(at+".full_name", err)
	}
	r.RequireSignedCommits, r.NoActionsPulls = in.RequireSignedCommits, in.NoActionsPulls
	for login, name := range in.Collaborators {
		role, known := store.ParseRole(name)
		if !known || role == store.None {
			return nil, w.seed.mistake(at+".collaborators."+login, "%s's role is %q; use read, triage, write, maintain or admin", login, name)
		}
		w.store.SetCollaborator(r, w.person(login), role)
	}
	return r, nil
}

// issue writes an issue, its comments and its end, each at its own time.
func (w *writer) issue(at string, r *store.Repository, in Issue) error {
	if in.Title == "" {
		return w.seed.mistake(at, "the issue has no title")
	}
	if !in.ClosedAt.IsZero() && in.ClosedAt.Before(in.CreatedAt) {
		return w.seed.mistake(at+".closed_at", "the issue %q is closed before it was created", in.Title)
	}
	author := w.author(in.User)
	var i *store.Issue
	err := w.store.At(in.CreatedAt, func() (err error) {
		i, err = w.store.AddIssue(store.OnBehalfOf(author), r, store.IssueInput{Title: in.Title, Body: in.Body, Labels: in.Labels, Assignees: in.Assignees})
		return err
	})
	if err != nil {
		return w.refused(at, err)
	}
	for k, c := range in.Comments {
		if err := w.comment(fmt.Sprintf("%s.comments[%d]", at, k), i, c); err != nil {
			return err
		}
	}
	return w.end(at, i, in)
}

func (w *writer) comment(at string, i *store.Issue, c Comment) error {
	when := c.CreatedAt
	if when.IsZero() {
		when = i.UpdatedAt
	}
	return w.store.At(when, func() error {
		made, err := w.store.AddComment(store.OnBehalfOf(w.author(c.User)), i, c.Body)
		if err != nil {
			return w.refused(at, err)
		}
		made.ByEmail = c.ByEmail
		return nil
	})
}

func (w *writer) end(at string, i *store.Issue, in Issue) error {
	switch in.State {
	case "", "open", "closed":
	default:
		return w.seed.mistake(at+".state", "the state is %q; use open or closed", in.State)
	}
	if in.State == "closed" || !in.ClosedAt.IsZero() {
		closer := i.User
		if in.ClosedBy != "" {
			closer = w.person(in.ClosedBy)
		}
		err := w.store.At(in.ClosedAt, func() error { return w.store.CloseIssue(store.OnBehalfOf(closer), i, in.StateReason) })
		if err != nil {
			return w.refused(at, err)
		}
	}
	i.Locked = in.Locked
	return nil
}
