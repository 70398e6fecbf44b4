package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/sensible-im/sensible/internal/plan"
)

// mostCompared is how many changed files GitHub lists in one comparison.
const mostCompared = 300

// merging is the second parent of a merge, and what the branch changed since both parted.
type merging struct {
	with  plumbing.Hash
	blobs map[string]plumbing.Hash // path → file
}

// merged is the tree of the second parent with what the branch changed.
func (c commit) merged(made *[]plumbing.Hash) (plumbing.Hash, error) {
	with, err := object.GetCommit(c.store, c.merge.with)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("read commit %s: %w", c.merge.with, err)
	}
	root := with.TreeHash
	for path, blob := range c.merge.blobs {
		if root, err = c.tree(root, strings.Split(path, "/"), blob, made); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return root, nil
}

// mergeCommit merges a branch into the postmortem's, with the files of the action as they are given. It is refused where
// both changed any other file: that is for people. No history is rewritten.
func (a *application) mergeCommit(ctx context.Context, act plan.Action, r *remote, tip plumbing.Hash) error {
	with, ok := r.refs[plumbing.NewBranchReferenceName(act.Fields["merge"]).String()]
	if !ok || tip.IsZero() {
		return &refusal{why: "there is nothing to merge"}
	}
	if a.signs(act) {
		return &refusal{why: "a merge cannot be signed by GitHub; merge the branch by hand"}
	}
	ours, moved, err := a.changedSince(ctx, with, tip)
	if err != nil {
		return err
	}
	theirs, away, err := a.changedSince(ctx, tip, with)
	if err != nil {
		return err
	}
	if len(moved) > 0 {
		return &refusal{why: "files were removed or renamed on the branch"}
	}
	for _, f := range act.Files {
		delete(ours, f.Path)
	}
	for path := range ours {
		if _, both := theirs[path]; both || slices.Contains(away, path) {
			return &refusal{why: path + " was changed on both branches"}
		}
	}
	if err := r.fetch(ctx, tip, with); err != nil {
		return gitProblem(err)
	}
	c := commit{
		store: r.store, parent: tip, files: act.Files, message: act.Fields["message"], by: a.me, at: a.set.Now(),
		merge: &merging{with: with, blobs: ours},
	}
	hash, made, err := c.write()
	if err != nil {
		return err
	}
	if err := r.push(ctx, plumbing.NewBranchReferenceName(act.Fields["branch"]), tip, hash, made); err != nil {
		return gitProblem(err)
	}
	a.committed(act, hash.String(), c.at)
	if p := a.world.Postmortem; p != nil {
		p.Conflicts = false
	}
	return nil
}

// changedSince lists the files that head changed since it parted from base: path → what it is now, and the paths that it
// removed or renamed.
func (a *application) changedSince(ctx context.Context, base, head plumbing.Hash) (now map[string]plumbing.Hash, gone []string, err error) {
	path := fmt.Sprintf("repos/%s/%s/compare/%s...%s?per_page=100", url.PathEscape(a.home().Owner), url.PathEscape(a.home().Name), base, head)
	req, err := a.s.rest.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("compare the branches: %w", err)
	}
	var got struct {
		Files []struct {
			Filename, SHA, Status string
			Previous              string `json:"previous_filename"`
		}
	}
	if _, err := a.s.rest.Do(ctx, req, &got); err != nil {
		return nil, nil, finally(err)
	}
	if len(got.Files) >= mostCompared {
		return nil, nil, &refusal{why: "the branches differ in too many files"}
	}
	now = map[string]plumbing.Hash{}
	for _, f := range got.Files {
		switch f.Status {
		case "removed":
			gone = append(gone, f.Filename)
			continue
		case "renamed":
			gone = append(gone, f.Previous)
		}
		now[f.Filename] = plumbing.NewHash(f.SHA)
	}
	return now, gone, nil
}
