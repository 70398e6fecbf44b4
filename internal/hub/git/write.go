package git

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// WriteBlob stores bytes and gives their sha.
func (g *Git) WriteBlob(repo string, data []byte) (string, error) {
	out, err := g.run(call{repo: repo, args: []string{"hash-object", "-w", "--stdin"}, stdin: data})
	if err != nil {
		return "", fmt.Errorf("write a blob of %d bytes into %s: %w", len(data), repo, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// WriteTree stores the tree that base (a tree or commit; empty: nothing) becomes with the entries laid over it, by
// path from the root. An entry without SHA removes.
func (g *Git) WriteTree(repo, base string, entries []store.TreeEntry) (string, error) {
	scratch, err := os.MkdirTemp(g.temporary(), "index-")
	if err != nil {
		return "", fmt.Errorf("write a tree into %s: %w", repo, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	index := indexed{g: g, repo: repo, env: []string{"GIT_INDEX_FILE=" + filepath.Join(scratch, "index")}}
	if base != "" {
		if _, err := index.git(nil, "read-tree", base); err != nil {
			return "", gone(err, "read the tree %s of %s", base, repo)
		}
	}
	if err := index.lay(entries); err != nil {
		return "", fmt.Errorf("write a tree into %s: %w", repo, err)
	}
	tree, err := index.git(nil, "write-tree")
	if err != nil {
		return "", gone(err, "write a tree into %s", repo)
	}
	return tree, nil
}

// indexed is a repository with a temporary index of its own.
type indexed struct {
	g    *Git
	repo string
	env  []string
}

func (x indexed) git(stdin []byte, args ...string) (string, error) {
	out, err := x.g.run(call{repo: x.repo, env: x.env, stdin: stdin, args: args})
	return strings.TrimSpace(string(out)), err
}

// badPath holds what git keeps out of trees; git would leave such an entry out without an error.
var badPath = regexp.MustCompile(`[\x00\n]|(^|/)(\.|\.\.|(?i:\.git))(/|$)|//|^/|/$`)

// lay puts entries into the index: whole directories one by one, files and removals at once.
func (x indexed) lay(entries []store.TreeEntry) error {
	var lines bytes.Buffer
	for _, entry := range entries {
		if !filepath.IsLocal(entry.Path) || badPath.MatchString(entry.Path) {
			return fmt.Errorf("path %q is malformed: %w", entry.Path, store.ErrGitNotFound)
		}
		if entry.SHA != "" && entry.Type != "tree" && entry.Mode != "040000" {
			fmt.Fprintf(&lines, "%s %s\t%s\x00", entry.Mode, entry.SHA, entry.Path)
			continue
		}
		// What was there goes first, a directory with all that is in it.
		existing, err := x.git(nil, "ls-files", "-z", "--", ":(literal)"+entry.Path)
		if err != nil {
			return err
		}
		if len(existing) == 0 && entry.SHA == "" {
			return fmt.Errorf("remove %s: %w", entry.Path, store.ErrGitNotFound)
		}
		var removals bytes.Buffer
		for _, path := range fields([]byte(existing)) {
			fmt.Fprintf(&removals, "0 %s\t%s\x00", store.ZeroSHA, path)
		}
		if _, err := x.git(removals.Bytes(), "update-index", "-z", "--index-info"); err != nil {
			return err
		}
		if entry.SHA == "" {
			continue
		}
		inside, err := x.g.list(x.repo, entry.SHA, true)
		if err != nil {
			return err
		}
		for _, file := range inside {
			if file.Type != "tree" {
				fmt.Fprintf(&lines, "%s %s\t%s/%s\x00", file.Mode, file.SHA, strings.Trim(entry.Path, "/"), file.Path)
			}
		}
	}
	_, err := x.git(lines.Bytes(), "update-index", "--replace", "-z", "--index-info")
	return err
}

// WriteCommit stores a commit without moving any branch.
func (g *Git) WriteCommit(repo string, c store.Commit) (string, error) {
	args := []string{"commit-tree", c.Tree}
	for _, parent := range c.Parents {
		args = append(args, "-p", parent)
	}
	env := append(g.identity("AUTHOR", c.Author), g.identity("COMMITTER", c.Committer)...)
	out, err := g.run(call{repo: repo, env: env, stdin: []byte(c.Message), args: append(args, "-F", "-")})
	if err != nil {
		return "", gone(err, "write a commit into %s", repo)
	}
	return strings.TrimSpace(string(out)), nil
}

// identity says who and when in git's environment; a missing time is the hub's.
func (g *Git) identity(role string, who store.Signature) []string {
	at, name := who.At, who.Name
	if at.IsZero() {
		at = g.now()
	}
	if name == "" {
		name = "unknown" // git refuses an empty one
	}
	return []string{
		"GIT_" + role + "_NAME=" + name, "GIT_" + role + "_EMAIL=" + who.Email,
		fmt.Sprintf("GIT_%s_DATE=@%d %s", role, at.Unix(), at.Format("-0700")),
	}
}
