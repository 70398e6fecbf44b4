package git

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// ReadFile gives the text of a file and the sha of its blob.
func (g *Git) ReadFile(repo, rev, path string) (data []byte, blob string, err error) {
	commit, err := g.ResolveRef(repo, rev)
	if err != nil {
		return nil, "", err
	}
	if strings.ContainsAny(path, "\n\x00") {
		return nil, "", fmt.Errorf("%q in %s: %w", path, repo, store.ErrGitNotFound)
	}
	out, err := g.run(call{repo: repo, args: []string{"cat-file", "--batch"}, stdin: []byte(commit + ":" + path + "\n")})
	if err != nil {
		return nil, "", fmt.Errorf("read %s in %s: %w", path, repo, err)
	}
	head, rest, _ := bytes.Cut(out, []byte("\n"))
	fields := strings.Fields(string(head))
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, "", fmt.Errorf("file %s in %s: %w", path, repo, store.ErrGitNotFound)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil || size > len(rest) {
		return nil, "", fmt.Errorf("read %s in %s: git told a size of %s", path, repo, fields[2])
	}
	return rest[:size], fields[0], nil
}

// ListDir lists a directory; the empty path is the root.
func (g *Git) ListDir(repo, rev, path string) ([]store.TreeEntry, error) {
	commit, err := g.ResolveRef(repo, rev)
	if err != nil {
		return nil, err
	}
	return g.list(repo, commit+":"+strings.Trim(path, "/"), false)
}

// ReadTree lists a tree, given by its own sha or that of a commit.
func (g *Git) ReadTree(repo, sha string, recursive bool) (string, []store.TreeEntry, error) {
	if badRef.MatchString(sha) || sha == "" {
		return "", nil, fmt.Errorf("tree %s in %s: %w", sha, repo, store.ErrGitNotFound)
	}
	tree, err := g.line(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", sha+"^{tree}")
	if err != nil {
		return "", nil, gone(err, "tree %s in %s", sha, repo)
	}
	entries, err := g.list(repo, tree, recursive)
	return tree, entries, err
}

func (g *Git) list(repo, tree string, recursive bool) ([]store.TreeEntry, error) {
	args := []string{"ls-tree", "-z", "--long"}
	if recursive {
		args = append(args, "-r", "-t")
	}
	out, err := g.run(call{repo: repo, args: append(args, tree)})
	if err != nil {
		return nil, gone(err, "list %s in %s", tree, repo)
	}
	var entries []store.TreeEntry
	for _, line := range fields(out) {
		meta, path, _ := strings.Cut(line, "\t")
		parts := strings.Fields(meta)
		if len(parts) != 4 {
			return nil, fmt.Errorf("list %s in %s: git wrote %q", tree, repo, line)
		}
		size, _ := strconv.ParseInt(parts[3], 10, 64) // "-" for what has no size
		entries = append(entries, store.TreeEntry{Path: path, Mode: parts[0], Type: parts[1], SHA: parts[2], Size: size})
	}
	return entries, nil
}

// ReadBlob gives the bytes of a blob.
func (g *Git) ReadBlob(repo, sha string) ([]byte, error) {
	if !fullSHA.MatchString(sha) {
		return nil, fmt.Errorf("blob %s in %s: %w", sha, repo, store.ErrGitNotFound)
	}
	data, err := g.run(call{repo: repo, args: []string{"cat-file", "blob", sha}})
	if err != nil {
		return nil, gone(err, "blob %s in %s", sha, repo)
	}
	return data, nil
}

// fields splits what git wrote with -z.
func fields(out []byte) []string {
	text := strings.TrimSuffix(string(out), "\x00")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\x00")
}
