package git

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// emptyTree is git's well-known tree without entries: what a first commit is compared with.
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

var statusWords = map[byte]string{'A': "added", 'D': "removed", 'M': "modified", 'R': "renamed", 'C': "copied", 'T': "changed"}

// MergeBase is the best common ancestor of two revisions.
func (g *Git) MergeBase(repo, base, head string) (string, error) {
	from, to, err := g.pair(repo, base, head)
	if err != nil {
		return "", err
	}
	sha, err := g.line(repo, "merge-base", from, to)
	if err != nil {
		return "", gone(err, "common ancestor of %s and %s in %s", base, head, repo)
	}
	return sha, nil
}

func (g *Git) pair(repo, base, head string) (from, to string, err error) {
	from = emptyTree
	if base != "" && base != store.ZeroSHA && base != emptyTree {
		if from, err = g.ResolveRef(repo, base); err != nil {
			return "", "", err
		}
	}
	to, err = g.ResolveRef(repo, head)
	return from, to, err
}

// Diff compares two revisions as they are. An empty base (or 40 zeros) is the empty tree.
func (g *Git) Diff(repo, base, head string) ([]store.FileChange, error) {
	from, to, err := g.pair(repo, base, head)
	if err != nil {
		return nil, err
	}
	options := []string{"diff-tree", "-r", "-M", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv"}
	out, err := g.run(call{repo: repo, args: append(options[:len(options):len(options)], "-z", "--raw", "--numstat", from, to)})
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s in %s: %w", base, head, repo, err)
	}
	changes, err := parseDiff(fields(out))
	if err != nil {
		return nil, err
	}
	text, err := g.run(call{repo: repo, args: append(options[:len(options):len(options)], "-p", from, to)})
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s in %s: %w", base, head, repo, err)
	}
	for i, patch := range patches(string(text)) {
		if i < len(changes) {
			changes[i].Patch = patch
		}
	}
	return changes, nil
}

// parseDiff reads the raw lines, then the numbers, of diff-tree -z; both list the files in the same order.
func parseDiff(tokens []string) ([]store.FileChange, error) {
	var changes []store.FileChange
	for len(tokens) > 1 && strings.HasPrefix(tokens[0], ":") {
		meta := strings.Fields(tokens[0])
		if len(meta) != 5 {
			return nil, fmt.Errorf("git diff-tree wrote %q", tokens[0])
		}
		change := store.FileChange{Status: statusWords[meta[4][0]], SHA: meta[3], Path: tokens[1]}
		if change.Status == "removed" {
			change.SHA = meta[2]
		}
		tokens = tokens[2:]
		if (meta[4][0] == 'R' || meta[4][0] == 'C') && len(tokens) > 0 {
			change.PreviousPath, change.Path = change.Path, tokens[0]
			tokens = tokens[1:]
		}
		changes = append(changes, change)
	}
	for i := 0; i < len(changes) && len(tokens) > 0; i++ {
		parts := strings.SplitN(tokens[0], "\t", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("git diff-tree wrote %q", tokens[0])
		}
		changes[i].Additions, _ = strconv.Atoi(parts[0]) // "-" for binary files
		changes[i].Deletions, _ = strconv.Atoi(parts[1])
		tokens = tokens[1:]
		if parts[2] == "" && len(tokens) >= 2 {
			tokens = tokens[2:] // a rename tells both names again
		}
	}
	return changes, nil
}

// patches cuts a diff into the hunks of each file; a file without hunks (binary, a mere rename) has "".
func patches(text string) []string {
	var out []string
	var hunks strings.Builder
	open, inside := false, false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "diff --git ") {
			if open {
				out = append(out, strings.TrimSuffix(hunks.String(), "\n"))
			}
			hunks.Reset()
			open, inside = true, false
			continue
		}
		inside = inside || strings.HasPrefix(line, "@@ ")
		if inside {
			hunks.WriteString(line)
		}
	}
	if open {
		out = append(out, strings.TrimSuffix(hunks.String(), "\n"))
	}
	return out
}
