package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// config of every bare repository: depth and filters allowed, nothing runs by itself, pull refs are the hub's own.
const config = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	logallrefupdates = false
	hooksPath = %q
[gc]
	auto = 0
[receive]
	autogc = false
	denyDeleteCurrent = refuse
	hideRefs = refs/pull
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[advice]
	detachedHead = false
`

// CreateRepo makes a bare repository whose HEAD is branch, with one first commit where there are files.
func (g *Git) CreateRepo(repo, branch string, files map[string]string, who store.Signature) error {
	dir, err := g.dir(repo)
	if err != nil {
		return err
	}
	for _, sub := range []string{"objects/info", "objects/pack", "refs/heads", "refs/tags"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return fmt.Errorf("create the bare repository of %s: %w", repo, err)
		}
	}
	for name, text := range map[string]string{"HEAD": "ref: refs/heads/" + branch + "\n", "config": fmt.Sprintf(config, g.hooks())} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("create the bare repository of %s: %w", repo, err)
		}
	}
	if len(files) == 0 {
		return nil
	}
	additions := make(map[string][]byte, len(files))
	for path, text := range files {
		additions[path] = []byte(text)
	}
	_, err = g.Commit(repo, store.CommitInput{Branch: branch, Message: "Initial commit", Author: who, Committer: who, Additions: additions})
	return err
}

// RenameRepo gives a repository another owner or name; the new place must be free.
func (g *Git) RenameRepo(from, to string) error {
	old, err := g.dir(from)
	if err != nil {
		return err
	}
	target, err := g.dir(to)
	if err != nil || old == target {
		return err
	}
	if _, err := os.Stat(target); err == nil {
		return fmt.Errorf("rename %s to %s: the new name is taken", from, to)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("rename %s to %s: %w", from, to, err)
	}
	if err := os.Rename(old, target); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("rename %s to %s: %w", from, to, store.ErrGitNotFound)
		}
		return fmt.Errorf("rename %s to %s: %w", from, to, err)
	}
	return nil
}
