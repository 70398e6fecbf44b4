package declare

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

const (
	filePrefix = "declared-"
	fileSuffix = ".json"
)

// Spool is the folder in which declarations wait.
type Spool struct{ Dir string }

// Folder is where declarations wait on this machine: SENSIBLE_STATE_DIR, else the place that the system has for such files.
func Folder(getenv func(string) string) (string, error) {
	if dir := getenv("SENSIBLE_STATE_DIR"); dir != "" {
		return dir, nil
	}
	if dir := getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "sensible"), nil
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "state", "sensible"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", errors.New("no folder to keep the declaration in: set SENSIBLE_STATE_DIR")
	}
	return filepath.Join(dir, "sensible"), nil
}

// Path is the file of a declaration.
func (s Spool) Path(id string) string { return filepath.Join(s.Dir, filePrefix+id+fileSuffix) }

// Keep writes a declaration so that only its owner can read it, and so that it is there whole or not at all.
func (s Spool) Keep(d Declaration) error {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("cannot keep the declaration: %w; set SENSIBLE_STATE_DIR to a folder that can be written", err)
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	if err := s.write(d.ID, append(text, '\n')); err != nil {
		return fmt.Errorf("cannot keep the declaration: %w; set SENSIBLE_STATE_DIR to a folder that can be written", err)
	}
	return nil
}

func (s Spool) write(id string, text []byte) error {
	f, err := os.CreateTemp(s.Dir, ".writing-*") // for its owner only
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), s.Path(id))
}

// Drop forgets one that was sent.
func (s Spool) Drop(id string) error {
	if err := os.Remove(s.Path(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the declaration was sent, but its file cannot be removed: %w", err)
	}
	return nil
}

// Waiting are all that wait, the earliest first. A file that cannot be read is an error that names it; the others are returned
// all the same.
func (s Spool) Waiting() ([]Declaration, error) {
	files, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot look for declarations that wait: %w", err)
	}
	var out []Declaration
	var errs []error
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), filePrefix) || !strings.HasSuffix(f.Name(), fileSuffix) {
			continue
		}
		d, err := read(filepath.Join(s.Dir, f.Name()))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Declaration) int { return a.Declared.Compare(b.Declared) })
	return out, errors.Join(errs...)
}

func read(path string) (Declaration, error) {
	var d Declaration
	text, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(text, &d); err != nil {
		return d, fmt.Errorf("%s is no declaration: %w; mend it or remove it", path, err)
	}
	if d.Repository == "" || d.Title == "" || filePrefix+d.ID+fileSuffix != filepath.Base(path) {
		return d, fmt.Errorf("%s is no declaration: it lacks its id, repository or title; mend it or remove it", path)
	}
	return d, nil
}

// Alone keeps other processes from sending what waits here until done is called.
func (s Spool) Alone() (done func(), err error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot use %s: %w", s.Dir, err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(s.Dir, ".lock")).Lock()
	if err != nil {
		return nil, fmt.Errorf("cannot use %s: %w", s.Dir, err)
	}
	return unlock, nil
}

// Still says whether a declaration still waits: another process may have sent it meanwhile.
func (s Spool) Still(id string) bool {
	_, err := os.Stat(s.Path(id))
	return err == nil
}
