package store

import (
	"errors"
	"fmt"
	"net/http"
)

// CommitFiles makes one commit on a branch through the API, as createCommitOnBranch and the contents API do: signed by
// GitHub where no author is named. ErrGitMoved is a 409.
func (s *Store) CommitFiles(a *Actor, r *Repository, in CommitInput) (string, error) {
	if err := s.need(a, r, "contents", Write); err != nil {
		return "", err
	}
	if err := s.MayCommit(a, in); err != nil {
		return "", err
	}
	signed := in.Author.Name == "" && in.Committer.Name == ""
	if in.Author.Name == "" {
		in.Author = s.SignatureOf(a.User)
	}
	if in.Committer.Name == "" {
		in.Committer = in.Author
	}
	before := ZeroSHA
	if sha, err := s.git.ResolveRef(r.FullName(), "refs/heads/"+in.Branch); err == nil {
		before = sha
	}
	sha, err := s.git.Commit(r.FullName(), in)
	switch {
	case errors.Is(err, ErrGitMoved):
		return "", &Error{Status: http.StatusConflict, DocumentationURL: docs,
			Message: fmt.Sprintf("Expected branch to point to %q but it did not. Pull and try again.", in.ExpectedHead)}
	case errors.Is(err, ErrGitNotFound):
		return "", &Error{Status: http.StatusNotFound, Message: "Branch " + in.Branch + " not found", DocumentationURL: docs}
	case err != nil:
		return "", fmt.Errorf("commit to %s: %w", r.FullName(), err)
	}
	if signed {
		r.Signed[sha] = true
	}
	s.Pushed(a.User, r, Push{Ref: "refs/heads/" + in.Branch, Before: before, After: sha})
	return sha, nil
}

// CreateRef makes a ref; 422 where it is there or the object is not.
func (s *Store) CreateRef(a *Actor, r *Repository, ref, sha string) error {
	if err := s.need(a, r, "contents", Write); err != nil {
		return err
	}
	if _, err := s.git.ResolveRef(r.FullName(), ref); err == nil {
		return Unprocessable("Reference already exists")
	}
	if _, err := s.git.CommitInfo(r.FullName(), sha); err != nil {
		return Unprocessable("Object does not exist")
	}
	if err := s.git.UpdateRef(r.FullName(), ref, sha, ZeroSHA, false); err != nil {
		return Unprocessable("Reference could not be created")
	}
	s.Pushed(a.User, r, Push{Ref: ref, Before: ZeroSHA, After: sha})
	return nil
}

// UpdateRef moves a ref; without force only forward.
func (s *Store) UpdateRef(a *Actor, r *Repository, ref, sha string, force bool) error {
	if err := s.need(a, r, "contents", Write); err != nil {
		return err
	}
	before, err := s.git.ResolveRef(r.FullName(), ref)
	if err != nil {
		return Unprocessable("Reference does not exist")
	}
	if _, err := s.git.CommitInfo(r.FullName(), sha); err != nil {
		return Unprocessable("Object does not exist")
	}
	base, _ := s.git.MergeBase(r.FullName(), before, sha)
	if base != before && !force {
		return Unprocessable("Update is not a fast forward")
	}
	if err := s.git.UpdateRef(r.FullName(), ref, sha, before, true); err != nil {
		return Unprocessable("Reference could not be updated")
	}
	s.Pushed(a.User, r, Push{Ref: ref, Before: before, After: sha, Forced: base != before})
	return nil
}

// DeleteRef removes a ref; 422 where there is none.
func (s *Store) DeleteRef(a *Actor, r *Repository, ref string) error {
	if err := s.need(a, r, "contents", Write); err != nil {
		return err
	}
	before, err := s.git.ResolveRef(r.FullName(), ref)
	if err != nil {
		return Unprocessable("Reference does not exist")
	}
	if ref == "refs/heads/"+r.DefaultBranch {
		return Unprocessable("Cannot delete the default branch")
	}
	if err := s.git.DeleteRef(r.FullName(), ref); err != nil {
		return fmt.Errorf("delete %s of %s: %w", ref, r.FullName(), err)
	}
	s.Pushed(a.User, r, Push{Ref: ref, Before: before, After: ZeroSHA})
	return nil
}
