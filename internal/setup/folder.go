package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/sensible-im/sensible/internal/setup/welcome"
)

// mostPaths bounds how many files of a folder are looked at by name.
const mostPaths = 100_000

// Folder reads what a folder holds, as Survey reads a repository. Nothing is known of labels, teams and people.
func Folder(dir string) (welcome.Facts, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return welcome.Facts{}, fmt.Errorf("--dir: %s is no folder: name one that exists", dir)
	}
	f := welcome.Facts{Files: map[string]string{}}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return f, fmt.Errorf("--dir: %w", err)
	}
	defer func() { _ = root.Close() }() // nothing was written
	for _, name := range welcome.Files() {
		text, err := root.ReadFile(filepath.FromSlash(name))
		switch {
		case err == nil:
			f.Files[name] = string(text)
		case !errors.Is(err, fs.ErrNotExist):
			return f, fmt.Errorf("--dir: %s cannot be read: %w", name, err)
		}
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || len(f.Paths) >= mostPaths:
			return fs.SkipDir // what cannot be read tells nothing; the files that matter were read above
		case d.IsDir() && slices.Contains([]string{".git", "node_modules", "vendor"}, d.Name()):
			return fs.SkipDir
		case !d.IsDir():
			f.Paths = append(f.Paths, path)
		}
		return nil
	})
	return f, err
}

// WriteFolder puts the proposed files into a folder. A file is written whole or not at all; links that lead out of the
// folder are refused.
func WriteFolder(dir string, files []welcome.File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("--dir: %w", err)
	}
	defer func() { _ = root.Close() }() // each file is closed, and its error told, below
	for _, f := range files {
		if f.Remove {
			continue // a folder has no branch on which something could have been proposed before
		}
		name := filepath.FromSlash(f.Path)
		if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("--dir: make the folder of %s: %w", f.Path, err)
		}
		if err := replace(root, name, f.Text); err != nil {
			return fmt.Errorf("--dir: write %s: %w", f.Path, err)
		}
	}
	return nil
}

// replace writes beside the file and then renames, so that a full disk leaves what was there.
func replace(root *os.Root, name, text string) error {
	beside := name + ".new"
	if err := root.WriteFile(beside, []byte(text), 0o644); err != nil {
		return errors.Join(err, root.Remove(beside))
	}
	return root.Rename(beside, name)
}
