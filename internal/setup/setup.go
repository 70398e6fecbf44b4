// Package setup brings things into being: the pull request of `sensible init`, its files in a folder, and the GitHub App
// by the manifest flow. What is proposed and what is asked for is decided elsewhere, without any I/O (packages welcome and
// needs).
//
// It does not find out what is wrong with a repository (the doctor does), and it runs no incident.
package setup

import (
	"context"
	"errors"

	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// Repository is a repository on GitHub that is being set up. Its errors are one line each that says what to do.
type Repository interface {
	// Survey looks at everything that is gone by.
	Survey(ctx context.Context, repo string) (welcome.Facts, error)
	// Begin makes the first commit of an empty repository.
	Begin(ctx context.Context, f welcome.Facts) error
	// Write makes one commit on welcome.Branch; welcome.ErrWorkflow where a workflow is what is refused.
	Write(ctx context.Context, f welcome.Facts, files []welcome.File, message string) error
	// Drop removes welcome.Branch.
	Drop(ctx context.Context, f welcome.Facts) error
	// Open opens the pull request, Edit changes one and opens it again.
	Open(ctx context.Context, f welcome.Facts, title, body string) (welcome.Pull, error)
	Edit(ctx context.Context, f welcome.Facts, number int, title, body string) (welcome.Pull, error)
}

// Did says what a run came to.
type Did string

// What a run can come to.
const (
	Opened    Did = "opened"
	Updated   Did = "updated"
	Unchanged Did = "unchanged" // the pull request is there and right
	Nothing   Did = "nothing"   // the default branch holds all of it
)

// Outcome is what a run came to.
type Outcome struct {
	Did   Did
	Pull  welcome.Pull // of all but Nothing
	Mode  welcome.Mode
	Files []welcome.File // that were written
	Began bool           // the repository was empty: a first commit was made
	// Merged is the config of the default branch; empty where there is none yet.
	Merged string
	Notes  []string
}

// Init opens the pull request, or brings the one there is up to date. Doing it twice is doing it once: there are never two.
// Where something is refused in the middle, what this run made goes away again.
func Init(ctx context.Context, r Repository, repo string, w welcome.Wishes, t welcome.Texts) (Outcome, error) {
	f, err := r.Survey(ctx, repo)
	if err != nil {
		return Outcome{}, err
	}
	if mend := f.Mend(); mend != "" {
		return Outcome{}, errors.New(mend)
	}
	var out Outcome
	if f.Empty {
		if err := r.Begin(ctx, f); err != nil {
			return out, err
		}
		out.Began = true
		if f, err = r.Survey(ctx, repo); err != nil {
			return out, err
		}
	}
	p := welcome.Propose(f, w, t)
	out.Did, out.Mode, out.Notes, out.Merged = Nothing, p.Mode, p.Notes, f.Files[welcome.ConfigFile]
	if p.Done {
		return out, nil
	}
	if p, err = write(ctx, r, f, w, t); err != nil {
		now, looked := r.Survey(ctx, repo)
		if looked != nil || now.At.Branch == f.At.Branch {
			return out, err
		}
		f = now // somebody else's run was there first: go on from what it left
		if p, err = write(ctx, r, f, w, t); err != nil {
			return out, err
		}
	}
	out.Files, out.Notes, out.Mode = p.Files, p.Notes, p.Mode
	out.Pull, out.Did, err = pull(ctx, r, f, p)
	return out, err
}

const message = "Set up incident management"

// write commits what is proposed. Where a workflow may not be written, the rest is proposed without it.
func write(ctx context.Context, r Repository, f welcome.Facts, w welcome.Wishes, t welcome.Texts) (welcome.Proposal, error) {
	p := welcome.Propose(f, w, t)
	if len(p.Files) == 0 {
		return p, nil
	}
	err := r.Write(ctx, f, p.Files, message)
	if !errors.Is(err, welcome.ErrWorkflow) {
		return p, err
	}
	t.Workflow = nil
	w.Mode = p.Mode
	p = welcome.Propose(f, w, t)
	p.Notes = append(p.Notes, "GitHub did not let these credentials write "+welcome.WorkflowFile+
		": add it with `sensible init --dir . --action`, or run this with a token that has the scope workflow")
	if len(p.Files) == 0 {
		return p, nil
	}
	return p, r.Write(ctx, f, p.Files, message)
}

// pull opens the pull request, or edits the one there is where something about it differs.
func pull(ctx context.Context, r Repository, f welcome.Facts, p welcome.Proposal) (welcome.Pull, Did, error) {
	is := f.Pull
	switch {
	case is != nil && !f.Fresh() && is.Open && is.Title == p.Title && is.Body == p.Body && len(p.Files) == 0:
		return *is, Unchanged, nil
	case is != nil && !f.Fresh():
		made, err := r.Edit(ctx, f, is.Number, p.Title, p.Body)
		return made, Updated, err
	}
	made, err := r.Open(ctx, f, p.Title, p.Body)
	if err == nil {
		return made, Opened, nil
	}
	if now, looked := r.Survey(ctx, f.Repository); looked == nil && now.Pull != nil && now.Pull.Open {
		made, edited := r.Edit(ctx, now, now.Pull.Number, p.Title, p.Body) // somebody else's run was first
		return made, Updated, edited
	}
	if f.Fresh() {
		if dropped := r.Drop(ctx, f); dropped != nil {
			err = errors.Join(err, dropped)
		}
	}
	return welcome.Pull{}, Nothing, err
}

// Refresh writes the text of an open pull request anew after somebody changed its branch, and lets the form follow the
// settings there. It is false where there is nothing to do.
func Refresh(ctx context.Context, r Repository, repo string) (bool, error) {
	f, err := r.Survey(ctx, repo)
	if err != nil || f.Pull == nil || !f.Pull.Open || f.Fresh() || f.Mend() != "" {
		return false, err
	}
	p := welcome.Propose(f, welcome.Wishes{}, welcome.Texts{})
	var form []welcome.File
	for _, one := range p.Files {
		if _, there := f.Proposed[one.Path]; there && one.Path == welcome.FormFile {
			form = append(form, one)
		}
	}
	if len(form) > 0 {
		if err := r.Write(ctx, f, form, "The form follows the settings"); err != nil {
			return false, err
		}
	}
	if p.Body == f.Pull.Body {
		return len(form) > 0, nil
	}
	_, err = r.Edit(ctx, f, f.Pull.Number, f.Pull.Title, p.Body)
	return true, err
}
