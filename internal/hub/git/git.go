// Package git keeps the objects and refs of the in-memory GitHub in bare repositories under one directory, by the
// real git program, and serves them over smart HTTP. It implements store.Git. It knows who may read and push (it asks
// the store), but not what a push means: the store is told and decides. It never reads the configuration of the
// machine or of its user, and it is not a Git library for anything else.
package git

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sensible-im/sensible/internal/hub/store"
)

// Git runs the git program over the repositories below one directory. Create it with New.
type Git struct {
	root    string
	program string
	path    string // the PATH for hooks and helpers
	now     func() time.Time
}

var _ store.Git = (*Git)(nil)

// New prepares root (an empty directory of the caller's, who removes it) and checks that a git program is there that
// can merge without a working copy (2.38 or newer). now dates commits whose signature has no time.
func New(root string, now func() time.Time) (*Git, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("the hub needs the program git, and it is not in PATH; install git and start again")
	}
	g := &Git{root: root, program: program, path: os.Getenv("PATH"), now: now}
	if err := g.checkVersion(); err != nil {
		return nil, err
	}
	for _, dir := range []string{g.hooks(), g.home(), g.temporary()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("prepare the hub's git directory: %w", err)
		}
	}
	return g, writeHooks(g.hooks())
}

func (g *Git) hooks() string     { return filepath.Join(g.root, ".hooks") }
func (g *Git) home() string      { return filepath.Join(g.root, ".home") }
func (g *Git) temporary() string { return filepath.Join(g.root, ".tmp") }

var versionText = regexp.MustCompile(`version (\d+)\.(\d+)`)

func (g *Git) checkVersion() error {
	out, err := exec.Command(g.program, "version").Output()
	if err != nil {
		return fmt.Errorf("the hub needs the program git: running %s failed: %w", g.program, err)
	}
	found := versionText.FindSubmatch(out)
	if found == nil {
		return nil // an unusual build: let it try
	}
	major, _ := strconv.Atoi(string(found[1]))
	minor, _ := strconv.Atoi(string(found[2]))
	if major < 2 || (major == 2 && minor < 38) {
		return fmt.Errorf("the hub needs git 2.38 or newer, and this is %s; install a newer one", bytes.TrimSpace(out))
	}
	return nil
}

// repoName is what GitHub allows in owner/name; it also keeps paths inside the root.
var repoName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._\[\]-]*/[A-Za-z0-9._-]+$`)

// dir is the bare repository of owner/name; GitHub ignores case in names.
func (g *Git) dir(repo string) (string, error) {
	owner, name, _ := strings.Cut(repo, "/")
	if !repoName.MatchString(repo) || name == "." || name == ".." {
		return "", fmt.Errorf("repository %q: %w", repo, store.ErrGitNotFound)
	}
	return filepath.Join(g.root, strings.ToLower(owner), strings.ToLower(name)+".git"), nil
}

// environment is all that git sees: nothing of the user's configuration, credentials or agents.
func (g *Git) environment() []string {
	return []string{
		"PATH=" + g.path, "HOME=" + g.home(), "LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0", "GIT_ATTR_NOSYSTEM=1",
		"GIT_NO_LAZY_FETCH=1", "GIT_ADVICE=0",
	}
}

// call is one run of git.
type call struct {
	repo  string // owner/name
	work  string // a working copy of it, where one is needed
	stdin []byte
	env   []string
	args  []string
}

// failure is a run of git that ended with an exit status.
type failure struct {
	args   []string
	code   int
	stderr string
}

func (f *failure) Error() string {
	return fmt.Sprintf("git %s: exit status %d: %s", strings.Join(f.args, " "), f.code, f.stderr)
}

// exitCode is the status with which git ended, 0 where it ended well, -1 where it did not run.
func exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return 0
	case errors.As(err, &f):
		return f.code
	}
	return -1
}

func (g *Git) run(c call) ([]byte, error) {
	dir, err := g.dir(c.repo)
	if err != nil {
		return nil, err
	}
	place := []string{"--git-dir", dir}
	if c.work != "" {
		place = []string{"-C", c.work}
	}
	command := exec.Command(g.program, append(place, c.args...)...)
	command.Env = append(g.environment(), c.env...)
	command.Stdin = bytes.NewReader(c.stdin)
	command.Dir = g.home()
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			if _, missing := os.Stat(dir); missing != nil {
				return nil, fmt.Errorf("repository %s: %w", c.repo, store.ErrGitNotFound)
			}
			return stdout.Bytes(), &failure{args: c.args, code: exit.ExitCode(), stderr: strings.TrimSpace(stderr.String())}
		}
		return nil, fmt.Errorf("run git in %s: %w", c.repo, err)
	}
	return stdout.Bytes(), nil
}

// line runs git for an answer of one line.
func (g *Git) line(repo string, args ...string) (string, error) {
	out, err := g.run(call{repo: repo, args: args})
	return strings.TrimSpace(string(out)), err
}
