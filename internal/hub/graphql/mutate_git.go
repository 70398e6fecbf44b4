package graphql

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

func gitMutations() Fields {
	return mutations(map[string]change{
		"createRef": createRef, "updateRef": updateRef, "deleteRef": deleteRef, "createCommitOnBranch": createCommit,
	})
}

// writable is a repository whose contents the caller may change.
func (c *Call) writable(r *store.Repository) error {
	if err := c.Store().Need(c.actor, r, "contents", store.Write); err != nil {
		return err
	}
	if r.Archived {
		return forbidden("Repository was archived so is read-only.")
	}
	return nil
}

func createRef(c *Call, in args) (map[string]any, error) {
	r, err := find[*store.Repository](c, in.string("repositoryId"))
	if err == nil {
		err = c.writable(r)
	}
	if err != nil {
		return nil, err
	}
	name, oid := in.string("name"), in.string("oid")
	switch {
	case !strings.HasPrefix(name, "refs/heads/") && !strings.HasPrefix(name, "refs/tags/"):
		return nil, unprocessable("Name must start with 'refs/heads/' or 'refs/tags/'")
	case c.refNamed(r, name) != nil:
		return nil, unprocessable("A ref named %q already exists in the repository.", name)
	}
	if err := c.move(r, name, oid, store.ZeroSHA, false); err != nil {
		return nil, err
	}
	return map[string]any{"ref": &ref{r, name, oid}}, nil
}

// move sets a ref and tells the store; git's refusals become GitHub's.
func (c *Call) move(r *store.Repository, name, to, from string, force bool) error {
	old := from
	if from == store.ZeroSHA {
		old = ""
	}
	switch err := c.Store().Git().UpdateRef(r.FullName(), name, to, old, force); {
	case errors.Is(err, store.ErrGitNotFound):
		return unprocessable("Object %s does not exist in the repository.", to)
	case errors.Is(err, store.ErrGitMoved):
		return unprocessable("Update is not a fast forward")
	case err != nil:
		return err
	}
	c.Store().Pushed(c.actor.User, r, store.Push{Ref: name, Before: from, After: to, Forced: force})
	return nil
}

func updateRef(c *Call, in args) (map[string]any, error) {
	found, err := find[*ref](c, in.string("refId"))
	if err == nil {
		err = c.writable(found.repo)
	}
	if err != nil {
		return nil, err
	}
	oid := in.string("oid")
	err = c.move(found.repo, found.name, oid, found.sha, in.bool("force"))
	return map[string]any{"ref": &ref{found.repo, found.name, oid}}, err
}

func deleteRef(c *Call, in args) (map[string]any, error) {
	found, err := find[*ref](c, in.string("refId"))
	if err == nil {
		err = c.writable(found.repo)
	}
	if err != nil {
		return nil, err
	}
	if err := c.Store().Git().DeleteRef(found.repo.FullName(), found.name); err != nil {
		return nil, fmt.Errorf("delete %s: %w", found.name, err)
	}
	c.Store().Pushed(c.actor.User, found.repo, store.Push{Ref: found.name, Before: found.sha, After: store.ZeroSHA})
	return map[string]any{}, nil
}

// createCommit makes a commit that GitHub signs: its committer is GitHub.
func createCommit(c *Call, in args) (map[string]any, error) {
	r, branch, err := c.branch(in.input("branch"))
	if err == nil {
		err = c.writable(r)
	}
	if err != nil {
		return nil, err
	}
	input := store.CommitInput{
		Branch: branch, ExpectedHead: in.string("expectedHeadOid"), Author: c.Store().SignatureOf(c.actor.User),
		Committer: store.Signature{Name: "GitHub", Email: signer, At: c.Store().Now()}, Additions: map[string][]byte{},
	}
	message := in.input("message")
	input.Message = strings.TrimSuffix(message.string("headline")+"\n\n"+message.string("body"), "\n\n")
	for _, a := range in.input("fileChanges").inputs("additions") {
		data, err := base64.StdEncoding.DecodeString(a.string("contents"))
		if err != nil {
			return nil, unprocessable("The contents of %s are not valid base64", a.string("path"))
		}
		input.Additions[a.string("path")] = data
	}
	for _, d := range in.input("fileChanges").inputs("deletions") {
		input.Deletions = append(input.Deletions, d.string("path"))
	}
	if err := c.Store().MayCommit(c.actor, input); err != nil {
		return nil, forbidden("%s", err.Error())
	}
	sha, err := c.Store().Git().Commit(r.FullName(), input)
	switch {
	case errors.Is(err, store.ErrGitMoved):
		return nil, &Error{Type: "STALE_DATA", Message: fmt.Sprintf(
			"Expected branch to point to %q but it did not. Pull and try again.", input.ExpectedHead)}
	case errors.Is(err, store.ErrGitNotFound):
		return nil, notFound("A path that was requested for deletion, or the branch %q, does not exist", branch)
	case err != nil:
		return nil, err
	}
	c.Store().Pushed(c.actor.User, r, store.Push{Ref: "refs/heads/" + branch, Before: input.ExpectedHead, After: sha})
	made, err := c.commit(r, sha)
	return map[string]any{"commit": made, "ref": &ref{r, "refs/heads/" + branch, sha}}, err
}

// branch is named by a ref's id, or by repository and name.
func (c *Call) branch(in args) (*store.Repository, string, error) {
	var found *ref
	if in.has("id") {
		byID, err := find[*ref](c, in.string("id"))
		if err != nil {
			return nil, "", err
		}
		found = byID
	} else {
		owner, name, _ := strings.Cut(in.string("repositoryNameWithOwner"), "/")
		r, err := c.repository(owner, name)
		if err != nil {
			return nil, "", err
		}
		branch := strings.TrimPrefix(in.string("branchName"), "refs/heads/")
		if found = c.refNamed(r.(*store.Repository), "refs/heads/"+branch); found == nil {
			return nil, "", notFound("No such branch %q in repository %q", branch, owner+"/"+name)
		}
	}
	return found.repo, strings.TrimPrefix(found.name, "refs/heads/"), nil
}
