package git

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Commit makes one commit on a branch and moves the branch there, unless somebody else moved it meanwhile.
func (g *Git) Commit(repo string, in store.CommitInput) (string, error) {
	parent, old, err := g.startOf(repo, in)
	if err != nil {
		return "", err
	}
	entries, err := g.entries(repo, parent, in)
	if err != nil {
		return "", err
	}
	tree, err := g.WriteTree(repo, parent, entries)
	if err != nil {
		return "", err
	}
	var parents []string
	if parent != "" {
		parents = []string{parent}
	}
	sha, err := g.WriteCommit(repo, store.Commit{Tree: tree, Parents: parents, Message: in.Message, Author: in.Author, Committer: in.Committer})
	if err != nil {
		return "", err
	}
	return sha, g.UpdateRef(repo, "refs/heads/"+in.Branch, sha, old, false)
}

// startOf finds the parent ("" for the first commit of all) and where the branch must still be afterwards.
func (g *Git) startOf(repo string, in store.CommitInput) (parent, old string, err error) {
	head := g.whereIs(repo, "refs/heads/"+in.Branch)
	switch {
	case in.ExpectedHead != "" && head != in.ExpectedHead && (head != "" || in.StartPoint == ""):
		return "", "", fmt.Errorf("commit to %s in %s: it is at %s, not at %s: %w", in.Branch, repo, head, in.ExpectedHead, store.ErrGitMoved)
	case head != "":
		return head, head, nil
	case in.StartPoint != "":
		parent, err = g.ResolveRef(repo, in.StartPoint)
		return parent, store.ZeroSHA, err
	}
	others, err := g.Refs(repo, "refs/heads/")
	if err == nil && len(others) > 0 {
		err = fmt.Errorf("branch %s in %s: %w", in.Branch, repo, store.ErrGitNotFound)
	}
	return "", store.ZeroSHA, err
}

// entries turns additions and deletions into tree entries; a file that is there keeps its mode.
func (g *Git) entries(repo, parent string, in store.CommitInput) ([]store.TreeEntry, error) {
	var entries []store.TreeEntry
	for _, path := range in.Deletions {
		entries = append(entries, store.TreeEntry{Path: path})
	}
	modes, err := g.modes(repo, parent, in.Additions)
	if err != nil {
		return nil, err
	}
	for path, data := range in.Additions {
		blob, err := g.WriteBlob(repo, data)
		if err != nil {
			return nil, err
		}
		mode := "100644"
		if modes[path] != "" {
			mode = modes[path]
		}
		entries = append(entries, store.TreeEntry{Path: path, Mode: mode, Type: "blob", SHA: blob})
	}
	return entries, nil
}

func (g *Git) modes(repo, parent string, additions map[string][]byte) (map[string]string, error) {
	if parent == "" || len(additions) == 0 {
		return nil, nil
	}
	args := []string{"ls-tree", "-z", parent, "--"}
	for path := range additions {
		args = append(args, path)
	}
	slices.Sort(args[4:])
	out, err := g.run(call{repo: repo, args: args})
	if err != nil {
		return nil, fmt.Errorf("read the modes of files in %s: %w", repo, err)
	}
	modes := map[string]string{}
	for _, line := range fields(out) {
		meta, path, _ := strings.Cut(line, "\t")
		if mode, kind, _ := strings.Cut(meta, " "); strings.HasPrefix(kind, "blob") {
			modes[path] = mode
		}
	}
	return modes, nil
}
