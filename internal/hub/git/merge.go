package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// CanMerge tells whether head merges into base without a conflict.
func (g *Git) CanMerge(repo, base, head string) (bool, error) {
	from, to, err := g.pair(repo, base, head)
	if err != nil {
		return false, err
	}
	_, err = g.mergedTree(repo, from, to)
	if errors.Is(err, store.ErrGitConflict) {
		return false, nil
	}
	return err == nil, err
}

// mergedTree merges in the object store alone.
func (g *Git) mergedTree(repo, base, head string) (string, error) {
	out, err := g.line(repo, "merge-tree", "--write-tree", "--no-messages", base, head)
	switch exitCode(err) {
	case 0:
		tree, _, _ := strings.Cut(out, "\n")
		return tree, nil
	case 1:
		return "", fmt.Errorf("merge %s into %s in %s: %w", head, base, repo, store.ErrGitConflict)
	}
	if strings.Contains(err.Error(), "unrelated histories") {
		return "", fmt.Errorf("merge %s into %s in %s: unrelated histories: %w", head, base, repo, store.ErrGitConflict)
	}
	return "", fmt.Errorf("merge %s into %s in %s: %w", head, base, repo, err)
}

// Merge brings head into the branch by one of GitHub's three methods and gives the branch's new commit. A head that
// the branch has already changes nothing.
func (g *Git) Merge(repo string, in store.MergeInput) (string, error) {
	base, err := g.ResolveRef(repo, "refs/heads/"+in.Base)
	if err != nil {
		return "", err
	}
	head, err := g.ResolveRef(repo, in.Head)
	if err != nil {
		return "", err
	}
	if _, err := g.line(repo, "merge-base", "--is-ancestor", head, base); err == nil {
		return base, nil
	}
	var sha string
	switch in.Method {
	case "rebase":
		sha, err = g.rebase(repo, base, head, in.Who)
	case "squash":
		sha, err = g.mergeCommit(repo, []string{base}, head, in)
	case "merge", "":
		sha, err = g.mergeCommit(repo, []string{base, head}, head, in)
	default:
		return "", fmt.Errorf("merge into %s of %s: unknown method %q", in.Base, repo, in.Method)
	}
	if err != nil {
		return "", err
	}
	return sha, g.UpdateRef(repo, "refs/heads/"+in.Base, sha, base, false)
}

func (g *Git) mergeCommit(repo string, parents []string, head string, in store.MergeInput) (string, error) {
	tree, err := g.mergedTree(repo, parents[0], head)
	if err != nil {
		return "", err
	}
	return g.WriteCommit(repo, store.Commit{Tree: tree, Parents: parents, Message: in.Message, Author: in.Who, Committer: in.Who})
}

// rebase replays the commits of head upon base in a working copy of its own: git before 2.40 cannot do it without.
func (g *Git) rebase(repo, base, head string, who store.Signature) (string, error) {
	list, err := g.line(repo, "rev-list", "--reverse", "--no-merges", head, "^"+base)
	if err != nil {
		return "", fmt.Errorf("rebase %s in %s: %w", head, repo, err)
	}
	scratch, err := os.MkdirTemp(g.temporary(), "rebase-")
	if err != nil {
		return "", fmt.Errorf("rebase %s in %s: %w", head, repo, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	copied := filepath.Join(scratch, "work")
	if _, err := g.line(repo, "worktree", "add", "--detach", "--quiet", copied, base); err != nil {
		return "", fmt.Errorf("rebase %s in %s: %w", head, repo, err)
	}
	defer func() { _, _ = g.line(repo, "worktree", "remove", "--force", copied) }()
	for _, commit := range strings.Fields(list) {
		pick := call{repo: repo, work: copied, env: g.identity("COMMITTER", who), args: []string{"cherry-pick", "--keep-redundant-commits", commit}}
		if _, err := g.run(pick); err != nil {
			return "", as(store.ErrGitConflict, err, "rebase %s in %s", head, repo)
		}
	}
	out, err := g.run(call{repo: repo, work: copied, args: []string{"rev-parse", "HEAD"}})
	return strings.TrimSpace(string(out)), err
}
